import { BEHAVIOURS } from "../../../offline/behaviour";
import { valuesAt } from "../../../offline/behaviour/checks";
import { loadSchema } from "../../../offline/schema";
import { eachAttribute, eachNestedBlock } from "../../../offline/schema/paths";
import type { AttributeSchema } from "../../../offline/schema/types";

const schema = loadSchema();
const types = Object.keys(BEHAVIOURS);

function attributesOf(type: string): Map<string, AttributeSchema> {
  const found = new Map<string, AttributeSchema>();
  const { block } = schema.resource_schemas[type]!;
  eachAttribute(block, (path, attribute) => found.set(path, attribute));
  return found;
}

function blocksOf(type: string): Set<string> {
  const found = new Set<string>();
  eachNestedBlock(schema.resource_schemas[type]!.block, (path) => found.add(path));
  return found;
}

test.each(types)("the table of %s speaks of arguments that exist", (type) => {
  const behaviour = BEHAVIOURS[type]!;
  const attributes = attributesOf(type);
  const blocks = blocksOf(type);
  const named = [
    ...Object.keys(behaviour.defaults ?? {}),
    ...Object.keys(behaviour.computed ?? {}),
    ...(behaviour.replacedBy ?? []),
    ...Object.entries(behaviour.replacedWhen ?? {}).flat(),
    ...(behaviour.recomputed ?? []),
    ...(behaviour.unique ?? []),
    ...(behaviour.importedBy ?? []),
  ];
  expect(named.filter((path) => !attributes.has(path) && !blocks.has(path))).toEqual([]);
});

test.each(types)(
  "the table of %s computes only what is computed, and gives defaults only to arguments",
  (type) => {
    const behaviour = BEHAVIOURS[type]!;
    const attributes = attributesOf(type);
    const computed = Object.keys(behaviour.computed ?? {}).filter((path) => !attributes.get(path)?.computed);
    const defaults = Object.keys(behaviour.defaults ?? {}).filter((path) => !attributes.get(path)?.optional);
    expect({ computed, defaults }).toEqual({ computed: [], defaults: [] });
  },
);

test.each(types)("the templates of %s use names that exist", (type) => {
  const behaviour = BEHAVIOURS[type]!;
  const known = new Set([
    "hash",
    "HASH",
    "uuid",
    "region",
    "account",
    "partition",
    ...attributesOf(type).keys(),
  ]);
  const templates = [behaviour.id, behaviour.arn ?? "", ...Object.values(behaviour.computed ?? {})].filter(
    (each): each is string => typeof each === "string",
  );
  const used = templates.flatMap((template) =>
    [...template.matchAll(/\{(\w+)(?::\d+)?\}/g)].map((match) => match[1] ?? ""),
  );
  expect(used.filter((name) => !known.has(name))).toEqual([]);
});

test.each(types)("the checks of %s look at arguments that exist", (type) => {
  // Every check is shown a configuration that notes which names are looked up.
  const attributes = attributesOf(type);
  const blocks = blocksOf(type);
  const looked = new Set<string>();
  const spy = (at: string): object =>
    new Proxy(
      {},
      {
        has: () => true,
        get: (_target, name) => {
          const path = at + String(name);
          looked.add(path);
          return blocks.has(path) ? [spy(`${path}.`)] : null;
        },
      },
    );
  for (const check of BEHAVIOURS[type]!.checks ?? []) check(spy("") as never);
  expect([...looked].filter((path) => !attributes.has(path) && !blocks.has(path))).toEqual([]);
});

test("values are found in every block on the way", () => {
  const config = { rule: [{ days: 1 }, { days: null }, { days: 3 }] };
  expect(valuesAt(config, "rule.days")).toEqual([
    { path: ["rule", 0, "days"], value: 1 },
    { path: ["rule", 2, "days"], value: 3 },
  ]);
});
