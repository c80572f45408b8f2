import Ajv from "ajv/dist/2020";
import { resolveConfiguration } from "../../../stacks/config/load";
import { platformJsonSchema } from "../../../stacks/config/json-schema";
import { parse, presetNames, readPreset } from "../../../stacks/config/source";

// The schema says once what a key is, and apart from that what has to be there: ajv would like both in one place.
const ajv = new Ajv({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
const validate = ajv.compile(platformJsonSchema());

const errorsOf = (content: unknown): string[] => {
  validate(content);
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== "if")
    .map(({ instancePath, message }) => `${instancePath} ${message}`);
};

function loaderTakes(content: object): boolean {
  try {
    resolveConfiguration(parse(JSON.stringify(content), "f"));
    return true;
  } catch {
    return false;
  }
}

const named = { name: "dogs", environment: "test" };
const endpoint = (main: object) => ({
  ...named,
  serving: { endpoints: { main: { modelDataUrl: "s3://models/a.tar.gz", ...main } } },
});
const variant = (primary: object) => endpoint({ realTime: { variants: { primary } } });

it("is JSON Schema of 2020-12 that says what each key means", () => {
  const schema = platformJsonSchema() as {
    $schema: string;
    properties: Record<string, { description?: string }>;
  };
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(new Ajv().validateSchema({ ...schema, $schema: undefined })).toBe(true);
  for (const [key, property] of Object.entries(schema.properties))
    expect([key, property.description]).toEqual([key, expect.stringMatching(/\w{3}/)]);
});

it.each(presetNames())("takes the preset %s", (name) => {
  expect(errorsOf(readPreset(name).content)).toEqual([]);
});

it.each<[string, object]>([
  ["the least there has to be", named],
  ["a preset alone", { preset: "dev" }],
  ["a preset with the place of this schema", { $schema: "docs/platform.schema.json", preset: "dev" }],
  [
    "parts of what a preset has",
    {
      preset: "production",
      serving: { endpoints: { main: { realTime: { variants: { primary: { weight: 2 } } } } } },
    },
  ],
  [
    "null for what a preset has",
    { preset: "production", training: { notebook: null, pipelines: { main: { spot: null } } } },
  ],
  ["null for a choice among words", { ...named, network: { internet: null } }],
  ["an endpoint", variant({ instanceType: "ml.m5.large" })],
])("takes %s, as the loader does", (_title, content) => {
  expect(errorsOf(content)).toEqual([]);
  expect(loaderTakes(content)).toBe(true);
});

it.each<[string, object, RegExp]>([
  ["nothing", {}, /^ must have required property 'name'$/],
  ["an unknown key", { ...named, reigon: "eu-west-1" }, /^ must NOT have additional properties$/],
  [
    "an unknown key deep inside",
    variant({ instanceType: "ml.m5.large", size: 2 }),
    /^\/serving\/endpoints\/main\/realTime\/variants\/primary must NOT have additional properties$/,
  ],
  ["a missing key deep inside", variant({}), /primary must have required property 'instanceType'$/],
  [
    "a number as text",
    { ...named, governance: { monthlyBudgetUsd: "200" } },
    /^\/governance\/monthlyBudgetUsd must be number/,
  ],
  [
    "a number out of its range",
    { ...named, governance: { monthlyBudgetUsd: 0 } },
    /monthlyBudgetUsd must be >= 1$/,
  ],
  [
    "half an instance",
    variant({ instanceType: "ml.m5.large", initialInstanceCount: 1.5 }),
    /initialInstanceCount must be integer/,
  ],
  [
    "a word that is no choice",
    { ...named, network: { internet: "double-nat" } },
    /internet must be equal to one of the allowed values$/,
  ],
  ["text that breaks its pattern", { ...named, name: "Dogs" }, /^\/name must match pattern/],
  [
    "text that is too long",
    { ...named, name: "abcdefghijk" },
    /^\/name must NOT have more than 10 characters$/,
  ],
  ["null for a name", { ...named, name: null }, /^\/name must be string$/],
  [
    "null for an endpoint without a preset",
    { ...named, serving: { endpoints: { main: null } } },
    /^\/serving\/endpoints\/main must be object$/,
  ],
  [
    "null among e-mail addresses",
    { ...named, governance: { alarmEmails: [null] } },
    /alarmEmails\/0 must be string$/,
  ],
  ["a preset that there is not", { preset: "nope" }, /^\/preset must be equal to one of the allowed values$/],
  [
    "an unknown key beside a preset",
    { preset: "dev", trainig: {} },
    /^ must NOT have additional properties$/,
  ],
])("refuses %s, as the loader does", (_title, content, message) => {
  expect(errorsOf(content)).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  expect(loaderTakes(content)).toBe(false);
});
