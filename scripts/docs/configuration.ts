/** The reference of every key that a configuration can have, and the JSON Schema for editors; both from the schema's tables. */
import { inputsTable } from "../../modules/shared/export/readme";
import { jsonSchemaOf, type InputRule, type Inputs, type Kind } from "../../modules/shared/inputs";
import { inputs, rules } from "../../stacks/config/schema";
import { presetNames } from "../../stacks/config/source";
import { readText, type Document } from "./document";
import { fill } from "./markdown";

const REFERENCE = "docs/configuration.md";
const SCHEMA = "docs/platform.schema.json";

export const configurationDocuments = (): Document[] => [
  { file: REFERENCE, text: fill(readText(REFERENCE), "keys", keysReference(inputs, rules), REFERENCE) },
  { file: SCHEMA, text: JSON.stringify(editorSchema(), null, 2) },
];

/** One table for the keys that hold a single value, and one for each section. */
export function keysReference(keys: Inputs, between: readonly InputRule<never>[]): string {
  const entries = Object.entries(keys);
  const isSection = ([, kind]: [string, Kind]) => kind.kind === "object";
  const tables = [
    tableOf("Top level", Object.fromEntries(entries.filter((entry) => !isSection(entry))), between),
    ...entries.filter(isSection).map(([name, kind]) => tableOf(name, { [name]: kind }, between)),
  ];
  return tables.join("\n\n");
}

function tableOf(title: string, keys: Inputs, between: readonly InputRule<never>[]): string {
  const own = between.filter(({ at }) => (at.split(/[.[]/)[0] ?? "") in keys);
  const definition = { name: title, summary: "", inputs: keys, rules: own, make: notMade, outputs: {} };
  return `### ${title}\n\n${inputsTable(definition, "typescript").replace("| Input |", "| Key |")}`;
}

const notMade = (): never => {
  throw new Error("The configuration's tables are no module.");
};

/** The schema of a configuration file. What a preset brings need not be said again, so nothing is required beside one. */
function editorSchema(): Record<string, unknown> {
  const { required, properties, ...schema } = jsonSchemaOf(inputs);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "Configuration of the platform",
    ...schema,
    properties: {
      $schema: { type: "string", description: "Where an editor finds this schema." },
      preset: {
        enum: presetNames(),
        description: "The preset whose values hold where this file says nothing.",
      },
      ...(properties as object),
    },
    if: { required: ["preset"] },
    else: { required },
  };
}
