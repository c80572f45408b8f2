/** A module's README: prose that is kept by hand, with tables of inputs and outputs between markers. */
import * as fs from "node:fs";
import { fieldRules } from "../inputs/field-rules";
import {
  hclLiteral,
  ruleMessage,
  snakeCase,
  terraformPath,
  terraformType,
  toTerraform,
  type Inputs,
  type Kind,
} from "../inputs";
import type { AnyModule } from "../module";

/** Whose names and types a table is in. */
export type Door = "typescript" | "terraform";

/** @throws when the file lacks a pair of markers */
export function readmeWithTables(file: string, definition: AnyModule, door: Door): string {
  let text = fs.readFileSync(file, "utf8");
  text = replaceBetween(text, "inputs", inputsTable(definition, door), file);
  return replaceBetween(text, "outputs", outputsTable(definition, door), file);
}

function replaceBetween(text: string, marker: string, content: string, file: string): string {
  const [begin, end] = [`<!-- ${marker}:begin -->`, `<!-- ${marker}:end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from)
    throw new Error(`${file} needs the lines ${begin} and ${end}, in this order, once.`);
  // Prettier would pad the cells to the longest description.
  const kept = `<!-- prettier-ignore-start -->\n${content}\n<!-- prettier-ignore-end -->`;
  return `${text.slice(0, from + begin.length)}\n\n${kept}\n\n${text.slice(to)}`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
};

/** A cell ends at a bar, even inside code. */
const cell = (text: string): string => text.replace(/\|/g, "\\|").replace(/\s*\n\s*/g, " ");
const code = (text: string): string => (text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``);

export function inputsTable(definition: AnyModule, door: Door): string {
  const rows = inputRows(definition.inputs, "", door);
  const rules = definition.rules.map((rule) => {
    const spell = (path: string) => code(door === "terraform" ? terraformPath(path) : path);
    return `- ${ruleMessage(rule, spell)}.`;
  });
  const lines = [table(["Input", "Type", "Default", "Meaning"], rows)];
  if (rules.length) lines.push("", "Between inputs:", "", ...rules);
  return lines.join("\n");
}

function inputRows(inputs: Inputs, path: string, door: Door): string[][] {
  return Object.entries(inputs).flatMap(([name, kind]) => {
    const full = path + (door === "terraform" ? snakeCase(name) : name);
    return [
      [code(full), code(typeName(kind, door)), defaultText(kind, door), meaning(kind)],
      ...fieldsBelow(kind, full, door),
    ];
  });
}

/** The fields of an object, of a list's objects (`variants[].name`) or of a map's (`subnets.*.cidrBlock`). */
function fieldsBelow(kind: Kind, path: string, door: Door): string[][] {
  if (kind.kind === "object") return inputRows(kind.fields, `${path}.`, door);
  if (!("of" in kind)) return [];
  return fieldsBelow(kind.of, kind.kind === "map" ? `${path}.*` : `${path}[]`, door);
}

function typeName(kind: Kind, door: Door): string {
  if (kind.kind === "object") return "object";
  if (!("of" in kind)) return door === "terraform" ? terraformType(kind) : typescriptName(kind);
  const of = typeName(kind.of, door);
  if (door === "terraform") return `${kind.kind}(${of})`;
  return kind.kind === "map" ? `Record<string, ${of}>` : of.includes(" ") ? `(${of})[]` : `${of}[]`;
}

function typescriptName(kind: Kind): string {
  if (kind.kind === "string" && kind.oneOf) return kind.oneOf.map((each) => JSON.stringify(each)).join(" | ");
  return kind.kind === "bool" ? "boolean" : kind.kind;
}

function defaultText(kind: Kind, door: Door): string {
  if (kind.default === undefined) return kind.optional ? "not set" : "**required**";
  if (door === "terraform") return code(hclLiteral(toTerraform(kind.default, kind)));
  return code(JSON.stringify(kind.default));
}

function meaning(kind: Kind): string {
  const limits = [...fieldRules(kind), ...("of" in kind ? elementRules(kind.of) : [])];
  const sentences = limits.map(({ says }) => `${says.charAt(0).toUpperCase()}${says.slice(1)}.`);
  // A pattern may hold characters that Markdown would take for markup.
  const written = sentences.map((sentence) =>
    sentence.replace(/match (.*)\.$/, (_all, regex: string) => `match ${code(regex)}.`),
  );
  const source = kind.source ? [`Source: ${kind.source.replace(/[.]$/, "")}.`] : [];
  const secret = kind.sensitive ? ["Sensitive."] : [];
  return [kind.description, ...written, ...secret, ...source].join(" ");
}

/** Those of an element that has no row of its own. */
const elementRules = (kind: Kind): { says: string }[] =>
  kind.kind === "object" ? [] : fieldRules(kind).map((rule) => ({ says: `each ${rule.says}` }));

export function outputsTable(definition: AnyModule, door: Door): string {
  const rows = Object.entries(definition.outputs).map(([name, output]) => [
    code(door === "terraform" ? snakeCase(name) : name),
    output.description + (output.sensitive ? " Sensitive." : ""),
  ]);
  return table(["Output", "Meaning"], rows);
}
