import type { BlockSchema, Schema } from "../../../offline/schema/types";

/** One way in which a derived schema differs from the printed one, as `kind path: printed -> derived`. */
export interface Difference {
  path: string;
  kind: "added" | "removed" | "type" | "flags" | "sensitive" | "nesting" | "items" | "version";
  printed?: string;
  derived?: string;
}

export function compareSchemas(printed: Schema, derived: Schema): Difference[] {
  const version: Difference[] =
    printed.version === derived.version
      ? []
      : [{ path: "", kind: "version", printed: String(printed.version), derived: String(derived.version) }];
  return [...version, ...compareBlocks(printed.block, derived.block, "")];
}

function compareBlocks(printed: BlockSchema, derived: BlockSchema, at: string): Difference[] {
  const theirs = members(printed);
  const ours = members(derived);
  const found: Difference[] = [];
  for (const [name, facts] of Object.entries(theirs)) {
    const mine = ours[name];
    const path = at + name;
    if (!mine) found.push({ path, kind: "removed" });
    else found.push(...compareFacts(path, facts, mine));
  }
  for (const name of Object.keys(ours)) if (!theirs[name]) found.push({ path: at + name, kind: "added" });
  for (const [name, nested] of Object.entries(printed.block_types)) {
    const mine = derived.block_types[name];
    if (mine) found.push(...compareBlocks(nested.block, mine.block, `${at}${name}.`));
  }
  return found;
}

type Facts = Partial<Record<Difference["kind"], string>>;

/** What is compared of each attribute and block. */
function members(block: BlockSchema): Record<string, Facts> {
  const attributes = Object.entries(block.attributes).map(([name, attribute]): [string, Facts] => {
    const flags = (["required", "optional", "computed"] as const).filter((flag) => attribute[flag]);
    return [
      name,
      {
        type: JSON.stringify(sorted(attribute.type)),
        flags: flags.join("+"),
        sensitive: String(attribute.sensitive ?? false),
      },
    ];
  });
  const blocks = Object.entries(block.block_types).map(([name, nested]): [string, Facts] => [
    name,
    { nesting: nested.nesting_mode, items: `${nested.min_items ?? 0}..${nested.max_items ?? "any"}` },
  ]);
  return Object.fromEntries([...attributes, ...blocks]);
}

function compareFacts(path: string, printed: Facts, derived: Facts): Difference[] {
  const kinds = [...new Set([...Object.keys(printed), ...Object.keys(derived)])] as Difference["kind"][];
  return kinds
    .filter((kind) => printed[kind] !== derived[kind])
    .map((kind) => ({ path, kind, printed: printed[kind], derived: derived[kind] }));
}

/** Object types with their fields in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
