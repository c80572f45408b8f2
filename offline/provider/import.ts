import { BEHAVIOURS } from "../behaviour";
import type { BlockSchema } from "../schema/types";
import { makeResource } from "./make";
import type { Settings } from "./settings";
import { UNKNOWN, type ValueMap } from "./values";

/** Marks the private data of a resource that was imported and not applied since. */
export const IMPORTED = Buffer.from("imported");

/**
 * The state of an imported resource: its identifier, the arguments that the identifier holds, and what is computed. All other
 * arguments are absent, since offline there is nothing to read them from; the next apply sets them in place.
 */
export function importResource(type: string, block: BlockSchema, id: string, settings: Settings): ValueMap {
  const behaviour = BEHAVIOURS[type];
  const state: ValueMap = {};
  for (const [name, attribute] of Object.entries(block.attributes)) {
    state[name] = attribute.computed && !attribute.optional ? UNKNOWN : null;
  }
  for (const [name, nested] of Object.entries(block.block_types))
    state[name] = nested.nesting_mode === "single" ? null : [];
  const names = behaviour?.importedBy ?? [];
  const parts = names.length > 1 ? splitAt(id, behaviour?.importSeparator ?? ":", names.length) : [id];
  names.forEach((name, index) => (state[name] = parts[index] ?? null));
  state.id = id;
  if ("region" in block.attributes) state.region = settings.region;
  return makeResource(type, block, state, null, `${type}${id}`, settings);
}

/** The last part keeps any further separators: `role/arn:aws:iam::aws:policy/Name` has two parts. */
function splitAt(id: string, separator: string, count: number): string[] {
  const parts = id.split(separator);
  return [...parts.slice(0, count - 1), parts.slice(count - 1).join(separator)];
}
