import * as path from "node:path";
import { bindingsFolder } from "../../../offline/schema/cache";
import { extractSchemas } from "../../../offline/schema/extract";
import { readPrintedSchema } from "../../../offline/schema/printed-schema";
import { applySupplement } from "../../../offline/schema/supplement";
import type { Schema } from "../../../offline/schema/types";
import { TYPES_IN_USE } from "../../../offline/types-in-use";
import { compareSchemas, type Difference } from "./compare";
import { DIFFERENCES, NOT_PRINTED } from "./differences";

const printed = readPrintedSchema(path.join(__dirname, "../fixtures/aws-provider-5.32-schema.json.gz"));
// Extracted here and not loaded from the cache, so that what is tested is today's extractor.
const derived = applySupplement(extractSchemas(bindingsFolder(), TYPES_IN_USE));

interface Pair {
  type: string;
  ours: Schema;
  theirs: Schema | undefined;
}

const pairs: Pair[] = [
  ...Object.entries(derived.resource_schemas).map(([type, ours]) => ({
    type,
    ours,
    theirs: printed.resource_schemas[type],
  })),
  ...Object.entries(derived.data_source_schemas).map(([type, ours]) => ({
    type: `data.${type}`,
    ours,
    theirs: printed.data_source_schemas[type],
  })),
];

const entry = ({ kind, path: at, printed: before, derived: after }: Difference): string =>
  kind === "added" || kind === "removed" ? at : `${at} ${kind}: ${before} -> ${after}`;

const groupOf = (kind: Difference["kind"]): string =>
  kind === "added" || kind === "removed" ? kind : "changed";

const listed = (type: string): string[] =>
  DIFFERENCES.flatMap((group) => (group.entries[type] ?? []).map((each) => `${group.kind} ${each}`)).sort();

test.each(pairs.filter(({ theirs }) => theirs))(
  "the derived schema of $type differs from the printed one only as listed",
  (pair) => {
    const found = compareSchemas(pair.theirs as Schema, pair.ours).map(
      (each) => `${groupOf(each.kind)} ${entry(each)}`,
    );
    expect(found.sort()).toEqual(listed(pair.type));
  },
);

test("the types that nothing printed is there for are listed with the reason", () => {
  const without = pairs.filter(({ theirs }) => !theirs).map(({ type }) => type);
  console.log(`no printed schema to hold these against: ${without.join(", ")}`);
  expect(without.sort()).toEqual(Object.keys(NOT_PRINTED).sort());
});

test("no entry of the table is about a type that is not in use", () => {
  const types = new Set(pairs.map(({ type }) => type));
  const foreign = DIFFERENCES.flatMap((group) => Object.keys(group.entries)).filter(
    (type) => !types.has(type),
  );
  expect(foreign).toEqual([]);
});

test("a comparison finds a changed name, type, flag, secret, nesting and limit", () => {
  const before: Schema = {
    version: 0,
    block: {
      attributes: { a: { type: "string", optional: true }, gone: { type: "string", optional: true } },
      block_types: { b: { nesting_mode: "list", max_items: 1, block: { attributes: {}, block_types: {} } } },
    },
  };
  const after: Schema = {
    version: 1,
    block: {
      attributes: {
        a: { type: "number", required: true, sensitive: true },
        came: { type: "string", optional: true },
      },
      block_types: { b: { nesting_mode: "set", block: { attributes: {}, block_types: {} } } },
    },
  };
  expect(compareSchemas(before, after).map(({ kind }) => kind)).toEqual([
    "version",
    "type",
    "flags",
    "sensitive",
    "removed",
    "nesting",
    "items",
    "added",
  ]);
});
