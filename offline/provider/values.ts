/** Terraform's values as they travel: msgpack, with unknown values as an extension type. */
import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";

/** A value that is only known after apply. */
export class Unknown {
  toJSON(): string {
    return "(known after apply)";
  }
}
export const UNKNOWN = new Unknown();

/** Numbers that are not exact in binary travel as strings, big whole numbers as bigint; both are passed on unchanged. */
export type Value = null | boolean | number | bigint | string | Unknown | Value[] | ValueMap;
export interface ValueMap {
  [name: string]: Value;
}

export interface DynamicValue {
  msgpack?: Uint8Array;
  json?: Uint8Array;
}

const codec = new ExtensionCodec();
codec.register({
  type: 0,
  encode: (value) => (value instanceof Unknown ? new Uint8Array([0]) : null),
  decode: () => UNKNOWN,
});
// An unknown value with refinements (such as "not null"); what is refined does not matter here.
codec.register({ type: 12, encode: () => null, decode: () => UNKNOWN });

export function fromWire(value: DynamicValue | null | undefined): Value {
  if (value?.msgpack?.length)
    return decode(value.msgpack, { extensionCodec: codec, useBigInt64: true }) as Value;
  if (value?.json?.length) return exactJson(Buffer.from(value.json).toString("utf8"));
  return null;
}

/** Reads JSON; numbers that JavaScript has not exactly become text, as Terraform itself sends them in msgpack. */
function exactJson(text: string): Value {
  const quoted = text.replace(/("(?:\\.|[^"\\])*")|-?\d[\d.eE+-]*/g, (token, isText?: string) =>
    isText !== undefined || Number.isSafeInteger(Number(token)) ? token : `"${token}"`,
  );
  return JSON.parse(quoted) as Value;
}

export function toWire(value: Value): DynamicValue {
  // useBigInt64 only encodes values of type bigint as 64 bits; Terraform reads the plain numbers in their shortest form.
  return { msgpack: encode(value, { extensionCodec: codec, useBigInt64: true, forceIntegerToFloat: false }) };
}

export const isUnknown = (value: unknown): value is Unknown => value instanceof Unknown;

export const isMap = (value: unknown): value is ValueMap =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !isUnknown(value);

/** The value as a map; an empty one for anything else. */
export const asMap = (value: Value | undefined): ValueMap => (isMap(value) ? value : {});

export const asList = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : []);

export const asText = (value: Value | undefined): string => {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint"
    ? String(value)
    : "";
};

export const isAbsent = (value: Value | undefined): value is null | undefined =>
  value === null || value === undefined;

export function hasUnknown(value: Value | undefined): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}

/** Text that is equal for equal values, whatever the order of their keys. */
export function canonical(value: Value | undefined): string {
  return JSON.stringify(value ?? null, (_key, each: Value) => {
    if (typeof each === "bigint") return String(each);
    return isMap(each) ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1))) : each;
  });
}
