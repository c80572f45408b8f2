import { minifiedLength } from "../../../../policies/lint/model/minified-length";
import { Text } from "../../../../policies/lint/model/text";
import { parseJson } from "../../../../policies/lint/sources/json";

const lengthOf = (json: string, mode: "literal" | "template" = "literal") =>
  minifiedLength(parseJson(new Text("x.json", json), mode).value);

test.each(["{}", "[]", '""', '{"a":[1,true,null,"x y"],"b":{"c":"\\"\\n"}}', '[[],[{}],{"a":"ä"}]'])(
  "%s is as long as it is written",
  (json) => {
    expect(lengthOf(json)).toBe(json.length);
  },
);

test("white space between the parts counts nothing, inside a string it counts", () => {
  expect(lengthOf(' { "a" :\n [ 1 , 2 ] } ')).toBe('{"a":[1,2]}'.length);
  expect(lengthOf('"a b"')).toBe(5);
});

test("what only Terraform knows counts nothing", () => {
  expect(lengthOf('{"a":"b${var.x}"}', "template")).toBe('{"a":"b"}'.length);
});
