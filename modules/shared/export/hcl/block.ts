/** Bodies of blocks from Terraform JSON, which does not tell blocks from attributes: the provider's schema does. */
import type { BlockSchema } from "../../../../offline/schema";
import { attributeLines, indent, separated, type Attribute } from "./layout";
import { templateExpression } from "./template";
import { valueLines } from "./value";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** `resource "aws_vpc" "vpc" {` … `}` */
export const blockLines = (header: string, body: readonly string[]): string[] =>
  body.length ? [`${header} {`, ...indent(body), "}"] : [`${header} {}`];

export const attribute = (key: string, value: unknown): Attribute => ({
  key,
  lines: valueLines(value, key.length + 5),
});

/**
 * The body of a resource or data source.
 * @param where for messages, e.g. `aws_vpc.vpc`
 * @throws for what the schema does not know, and for meta-arguments that have no place in a module
 */
export function resourceBody(json: Json, schema: BlockSchema, where: string): string[] {
  const { for_each, count, depends_on, lifecycle, ...own } = json;
  for (const refused of ["provider", "provisioner", "connection"]) {
    if (refused in own)
      throw new Error(`${where} has a ${refused}: an exported module leaves it to its user.`);
  }
  const repeat = [
    ...(for_each === undefined ? [] : [attribute("for_each", for_each)]),
    ...(count === undefined ? [] : [attribute("count", count)]),
  ];
  return separated(
    attributeLines(repeat),
    nestedBody(own, schema, where),
    lifecycle === undefined ? [] : blockLines("lifecycle", lifecycleBody(lifecycle, where)),
    depends_on === undefined ? [] : attributeLines([addresses("depends_on", depends_on)]),
  );
}

/** Attributes first, then blocks in the order of the JSON; `dynamic` blocks after the plain ones. */
function nestedBody(json: Json, schema: BlockSchema, where: string): string[] {
  const attributes: Attribute[] = [];
  const blocks: string[][] = [];
  const blockSchema = (name: string) => {
    const found = schema.block_types[name]?.block;
    if (!found) throw new Error(`${where} has a block ${name}, which the provider's schema does not know.`);
    return found;
  };
  const { dynamic = {}, ...plain } = json;
  for (const [name, value] of Object.entries(plain)) {
    if (name in schema.attributes) {
      attributes.push(attribute(name, value));
      continue;
    }
    const inner = blockSchema(name);
    for (const content of asList(value ?? [])) {
      if (!isObject(content))
        throw new Error(`${where}.${name} is a block: it has to be written by block() or blocks().`);
      blocks.push(blockLines(name, nestedBody(content, inner, `${where}.${name}`)));
    }
  }
  for (const [name, all] of Object.entries(dynamic as Json)) {
    for (const one of asList(all)) blocks.push(dynamicLines(name, one, blockSchema(name), where));
  }
  return separated(attributeLines(attributes), ...blocks);
}

function dynamicLines(name: string, json: unknown, schema: BlockSchema, where: string): string[] {
  if (!isObject(json) || !isObject(json.content) || json.for_each === undefined)
    throw new Error(`${where} has a dynamic ${name} without for_each or content.`);
  const head = [attribute("for_each", json.for_each)];
  if (typeof json.iterator === "string" && json.iterator !== name)
    head.push({ key: "iterator", lines: [json.iterator] });
  const content = nestedBody(json.content, schema, `${where}.${name}`);
  return blockLines(`dynamic "${name}"`, separated(attributeLines(head), blockLines("content", content)));
}

function lifecycleBody(json: unknown, where: string): string[] {
  const attributes: Attribute[] = [];
  const blocks: string[][] = [];
  for (const [name, value] of Object.entries(asList(json)[0] as Json)) {
    if (name === "ignore_changes" || name === "replace_triggered_by") attributes.push(addresses(name, value));
    else if (name === "create_before_destroy" || name === "prevent_destroy")
      attributes.push(attribute(name, value));
    else if (name === "precondition" || name === "postcondition") {
      for (const condition of asList(value)) {
        const entries = Object.entries(condition as Json).map(([key, item]) => attribute(key, item));
        blocks.push(blockLines(name, attributeLines(entries)));
      }
    } else throw new Error(`${where} has a lifecycle with ${name}, which Terraform does not know.`);
  }
  return separated(attributeLines(attributes), ...blocks);
}

/** Addresses are strings in JSON and bare in HCL. */
function addresses(key: string, value: unknown): Attribute {
  if (value === "all") return { key, lines: ["all"] };
  const bare = asList(value).map((address) => {
    const text = templateExpression(String(address));
    return text.startsWith('"') ? text.slice(1, -1) : text;
  });
  const line = `[${bare.join(", ")}]`;
  return { key, lines: line.length <= 90 ? [line] : ["[", ...bare.map((address) => `  ${address},`), "]"] };
}
