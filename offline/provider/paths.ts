import type { BlockSchema } from "../schema/types";
import { isMap, type Value } from "./values";

export type Path = readonly (string | number)[];

/** One step of a path in Terraform's protocol. */
export type AttributeStep = { attribute_name: string } | { element_key_int: number };

/** A path in the protocol's form. It ends at the first set, whose elements have no position. */
export function attributeSteps(block: BlockSchema, path: Path): AttributeStep[] {
  const steps: AttributeStep[] = [];
  let at: BlockSchema | undefined = block;
  for (const step of path) {
    if (typeof step === "number") {
      steps.push({ element_key_int: step });
      continue;
    }
    steps.push({ attribute_name: step });
    const nested: BlockSchema["block_types"][string] | undefined = at?.block_types[step];
    if (nested?.nesting_mode === "set" || (!nested && !isList(at, step))) break;
    at = nested?.block;
  }
  return steps;
}

function isList(block: BlockSchema | undefined, attribute: string): boolean {
  const type = block?.attributes[attribute]?.type;
  return Array.isArray(type) && type[0] === "list";
}

/** Every value at a dotted path; blocks on the way are followed into each of their elements. */
export function valuesAtPath(value: Value, path: string): Value[] {
  return path
    .split(".")
    .reduce<Value[]>(
      (found, name) => found.flat().map((each) => (isMap(each) ? (each[name] ?? null) : null)),
      [value],
    );
}
