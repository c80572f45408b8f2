/** The reference of every key that a configuration can have, and the JSON Schema for editors; both from the schema's tables. */
import { inputsTable } from "../../modules/shared/export/readme";
import type { InputRule, Inputs, Kind } from "../../modules/shared/inputs";
import { platformJsonSchema } from "../../stacks/config/json-schema";
import { inputs, rules } from "../../stacks/config/schema";
import { readText, type Document } from "./document";
import { fill } from "./markdown";

const REFERENCE = "docs/configuration.md";
const SCHEMA = "docs/platform.schema.json";

export const configurationDocuments = (): Document[] => [
  { file: REFERENCE, text: fill(readText(REFERENCE), "keys", keysReference(inputs, rules), REFERENCE) },
  { file: SCHEMA, text: JSON.stringify(platformJsonSchema(), null, 2) },
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
