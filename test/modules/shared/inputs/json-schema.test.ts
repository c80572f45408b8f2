import Ajv2020 from "ajv/dist/2020";
import { check, jsonSchemaOf, type Inputs } from "../../../../modules/shared/inputs";
import { goodCases } from "../fixtures/cases";
import { inputs } from "../fixtures/modules/sample/inputs";

const compile = (table: Inputs) =>
  new Ajv2020({ strict: true, allErrors: true }).compile({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...jsonSchemaOf(table),
  });
const validate = compile(inputs);
const minimal = { name: "a", image: "i" };

describe("the JSON schema of an inputs table", () => {
  it.each(Object.entries(goodCases))("takes the good case %s", (_title, props) => {
    expect([validate(props), validate.errors]).toEqual([true, null]);
  });

  // Rules between inputs are the only ones that the schema cannot tell.
  it.each([
    ["an unknown key", { ...minimal, colour: "red" }],
    ["an unknown nested key", { ...minimal, scaling: { maxCapacity: 1, colour: "red" } }],
    ["a missing key", { name: "a" }],
    ["a missing nested key", { ...minimal, scaling: {} }],
    ["a wrong type", { ...minimal, alarm: "yes" }],
    ["a pattern", { ...minimal, name: "A" }],
    ["a length", { ...minimal, name: "a".repeat(41) }],
    ["an empty text", { ...minimal, image: "" }],
    ["too few", { ...minimal, variants: [] }],
    ["too many", { ...minimal, variants: Array(4).fill({ name: "a" }) }],
    ["a number below", { ...minimal, variants: [{ name: "a", weight: -1 }] }],
    ["a number above", { ...minimal, scaling: { maxCapacity: 101 } }],
    ["a fraction", { ...minimal, scaling: { maxCapacity: 1.5 } }],
    ["no allowed value", { ...minimal, variants: [{ name: "a", serverless: { memorySizeMb: 1000 } }] }],
    ["a map's value", { ...minimal, tags: { a: 1 } }],
  ])("refuses %s, as read does", (_title, props) => {
    expect(validate(props)).toBe(false);
    expect(check({ inputs }, props).problems).not.toEqual([]);
  });

  it("takes what stands just inside the limits, as read does", () => {
    const props = {
      ...minimal,
      name: "a".repeat(40),
      variants: Array(3).fill({ name: "a", weight: 0 }),
      scaling: { minCapacity: 1, maxCapacity: 100 },
    };
    expect([validate(props), check({ inputs }, props).problems]).toEqual([true, []]);
  });

  it("tells editors what an input means and what it is by default", () => {
    const { properties } = jsonSchemaOf(inputs) as { properties: Record<string, object> };
    expect(properties.alarm).toEqual({
      type: "boolean",
      description: "Whether an alarm is made.",
      default: false,
    });
  });
});
