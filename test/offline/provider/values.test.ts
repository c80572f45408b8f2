import { encode } from "@msgpack/msgpack";
import {
  canonical,
  fromWire,
  hasUnknown,
  isUnknown,
  toWire,
  UNKNOWN,
} from "../../../offline/provider/values";

const roundTrip = (value: Parameters<typeof toWire>[0]) => fromWire(toWire(value));

test.each([
  [null],
  [true],
  [0],
  [-1],
  [1.5],
  ["text"],
  [[1, "2", null]],
  [{ a: { b: [true] } }],
  [9007199254740993n],
])("%p travels unchanged", (value) => {
  expect(roundTrip(value)).toEqual(value);
});

test("unknown values travel as such, at any depth", () => {
  const back = roundTrip({ a: [UNKNOWN] });
  expect(hasUnknown(back)).toBe(true);
  expect(hasUnknown(roundTrip({ a: [1] }))).toBe(false);
  expect(isUnknown(roundTrip(UNKNOWN))).toBe(true);
});

test("an unknown value with refinements is unknown", () => {
  // Extension type 12, two bytes: what Terraform sends for "not null".
  expect(isUnknown(fromWire({ msgpack: new Uint8Array([0xc7, 2, 12, 0x81, 1]) }))).toBe(true);
});

test("a decimal that arrives as text stays text", () => {
  expect(fromWire({ msgpack: encode({ weight: "0.1" }) })).toEqual({ weight: "0.1" });
});

test("numbers of a state in JSON keep every digit, and texts that look like numbers stay as they are", () => {
  const json = Buffer.from('{"a":9007199254740993,"b":0.1,"c":7,"d":"8.5","e":"say \\"9.5\\"","f":-1}');
  expect(fromWire({ json })).toEqual({
    a: "9007199254740993",
    b: "0.1",
    c: 7,
    d: "8.5",
    e: 'say "9.5"',
    f: -1,
  });
});

test("no value at all is null", () => {
  expect(fromWire(undefined)).toBeNull();
  expect(fromWire({ msgpack: new Uint8Array() })).toBeNull();
});

test("equal values have equal text, whatever the order of keys", () => {
  expect(canonical({ a: 1, b: [UNKNOWN] })).toBe(canonical({ b: [UNKNOWN], a: 1 }));
  expect(canonical({ a: 1 })).not.toBe(canonical({ a: 2 }));
});
