/** The `.tf` files of an exported module. */
import type { ProviderSchema } from "../../../../offline/schema";
import type { Variable } from "../../inputs";
import { hclString } from "../../inputs";
import type { ModuleElement, ModuleOutputValue } from "../synthesize";
import { attribute, blockLines, resourceBody } from "./block";
import { attributeLines, separated, type Attribute } from "./layout";
import { printExpression } from "./print-expression";

/**
 * What the exported modules need. Terraform: a `validation` that looks at another variable came with 1.9; this project
 * supports and tests 1.10 and later. Provider: the version that the bindings were generated from, up to the next major one.
 */
export const REQUIRED_TERRAFORM = ">= 1.10.0";
export const REQUIRED_PROVIDER = { source: "hashicorp/aws", version: ">= 6.25.0, < 7.0.0" } as const;

const file = (...sections: string[][]): string => `${separated(...sections).join("\n")}\n`;

export function mainFile(header: string, elements: readonly ModuleElement[], schema: ProviderSchema): string {
  return file([header], ...elements.map((element) => elementLines(element, schema)));
}

function elementLines(element: ModuleElement, schema: ProviderSchema): string[] {
  if (element.section === "locals") {
    const entries = Object.entries(element.body).map(([name, value]) => attribute(name, value));
    return blockLines("locals", attributeLines(entries));
  }
  const { section, type, name, body, comments } = element;
  const where = `${section === "data" ? "data." : ""}${type}.${name}`;
  const schemas = section === "data" ? schema.data_source_schemas : schema.resource_schemas;
  const block = schemas[type]?.block;
  if (!block) {
    const table = section === "data" ? "offline/data" : "offline/behaviour";
    throw new Error(`${where}: the provider's schema has no ${section} ${type}; add the type to ${table}.`);
  }
  const notes = comments.map((comment) => `# ${comment}`);
  return blockLines(`${section} "${type}" "${name}"`, [...notes, ...resourceBody(body, block, where)]);
}

export function variablesFile(header: string, variables: readonly Variable[]): string {
  return file([header], ...variables.map(variableLines));
}

function variableLines(variable: Variable): string[] {
  const attributes: Attribute[] = [
    { key: "description", lines: [hclString(variable.description)] },
    { key: "type", lines: printExpression(variable.type, { breakObjects: true }) },
  ];
  const { default: byDefault } = variable;
  if (byDefault !== undefined)
    attributes.push({ key: "default", lines: printExpression(byDefault, { width: 90 }) });
  // Terraform's own default is `nullable = true`.
  if (!variable.nullable) attributes.push({ key: "nullable", lines: ["false"] });
  if (variable.sensitive) attributes.push({ key: "sensitive", lines: ["true"] });
  const validations = variable.validations.map(({ condition, errorMessage }) =>
    blockLines(
      "validation",
      attributeLines([
        { key: "condition", lines: printExpression(condition, { width: 90 }) },
        { key: "error_message", lines: [hclString(errorMessage)] },
      ]),
    ),
  );
  return blockLines(`variable "${variable.name}"`, separated(attributeLines(attributes), ...validations));
}

export function outputsFile(header: string, outputs: readonly ModuleOutputValue[]): string {
  return file([header], ...outputs.map(outputLines));
}

function outputLines({ name, description, value, sensitive }: ModuleOutputValue): string[] {
  const attributes = [
    { key: "description", lines: [hclString(description)] },
    attribute("value", value),
    ...(sensitive ? [{ key: "sensitive", lines: ["true"] }] : []),
  ];
  return blockLines(`output "${name}"`, attributeLines(attributes));
}

export function versionsFile(header: string): string {
  const provider = Object.entries(REQUIRED_PROVIDER).map(([key, value]) => ({
    key,
    lines: [hclString(value)],
  }));
  const providers = attributeLines([
    { key: "aws", lines: ["{", ...attributeLines(provider).map((line) => `  ${line}`), "}"] },
  ]);
  const terraform = separated(
    attributeLines([{ key: "required_version", lines: [hclString(REQUIRED_TERRAFORM)] }]),
    blockLines("required_providers", providers),
  );
  return file([header], blockLines("terraform", terraform));
}
