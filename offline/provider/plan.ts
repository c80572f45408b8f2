/** What a change will bring, as far as it is known before it is made. */
import { BEHAVIOURS } from "../behaviour";
import type { ResourceBehaviour } from "../behaviour/types";
import type { BlockSchema } from "../schema/types";
import { valuesAtPath } from "./paths";
import type { Settings } from "./settings";
import { asMap, canonical, isAbsent, isMap, isUnknown, UNKNOWN, type Value, type ValueMap } from "./values";

export interface PlannedChange {
  planned: ValueMap;
  /** Names of arguments whose change replaces the resource. */
  replacedBy: string[];
}

export interface ChangeRequest {
  type: string;
  block: BlockSchema;
  config: ValueMap;
  /** Terraform's own merge of the configuration with the values before. */
  proposed: ValueMap;
  /** null when the resource is created. */
  prior: ValueMap | null;
  /** The values before come from an import, which cannot know any argument. */
  imported: boolean;
}

export function planChange(request: ChangeRequest, settings: Settings): PlannedChange {
  const { type, block, config, proposed, prior } = request;
  const behaviour = BEHAVIOURS[type] ?? { id: "{hash}" };
  const planned = planBlock(block, behaviour, config, proposed, "");
  if ("region" in block.attributes && isAbsent(config.region))
    planned.region = prior?.region ?? settings.region;
  if ("tags_all" in block.attributes) planned.tags_all = allTags(planned.tags ?? null, settings.defaultTags);
  if (prior === null) return { planned, replacedBy: [] };
  if (canonical(prior) === canonical(planned)) return { planned: prior, replacedBy: [] };
  for (const name of behaviour.recomputed ?? []) {
    if (isAbsent(config[name])) planned[name] = UNKNOWN;
  }
  return { planned, replacedBy: replacements(behaviour, request, planned) };
}

/** Fills in defaults; what is computed and not set is unknown until it is made once. */
function planBlock(
  block: BlockSchema,
  behaviour: ResourceBehaviour,
  config: ValueMap,
  proposed: ValueMap,
  at: string,
): ValueMap {
  const planned: ValueMap = { ...proposed };
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (!attribute.computed || !isAbsent(config[name])) continue;
    const fallback = behaviour.defaults?.[at + name];
    if (fallback !== undefined) planned[name] = fallback;
    else if (isAbsent(planned[name])) planned[name] = UNKNOWN;
  }
  for (const [name, nested] of Object.entries(block.block_types)) {
    const inner = (value: Value, configured: Value): Value =>
      isMap(value) ? planBlock(nested.block, behaviour, asMap(configured), value, `${at}${name}.`) : value;
    const value = planned[name] ?? null;
    const configured = config[name] ?? null;
    planned[name] = Array.isArray(value)
      ? value.map((each, index) =>
          inner(each, matching(each, configured, index, nested.nesting_mode === "set")),
        )
      : inner(value, configured);
  }
  return planned;
}

/** The configuration of one block. A set has no order: there, it is the block with the same arguments. */
function matching(planned: Value, configured: Value, index: number, isSet: boolean): Value {
  if (!Array.isArray(configured)) return null;
  if (!isSet) return configured[index] ?? null;
  return configured.find((each) => agrees(each, planned)) ?? null;
}

/** Everything that is set in the configuration has the same value in the plan. */
function agrees(configured: Value, planned: Value): boolean {
  if (isAbsent(configured)) return true;
  if (isMap(configured) && isMap(planned)) {
    return Object.entries(configured).every(([name, value]) => agrees(value, planned[name] ?? null));
  }
  if (Array.isArray(configured) && Array.isArray(planned)) {
    return (
      configured.length === planned.length &&
      configured.every((each, index) => agrees(each, planned[index] ?? null))
    );
  }
  return canonical(configured) === canonical(planned);
}

function allTags(tags: Value, defaultTags: ValueMap): Value {
  return isUnknown(tags) ? UNKNOWN : { ...defaultTags, ...asMap(tags) };
}

function replacements(behaviour: ResourceBehaviour, request: ChangeRequest, planned: ValueMap): string[] {
  const { block, prior, imported } = request;
  const onRequest = Object.entries(behaviour.replacedWhen ?? {}).filter(([, flag]) => planned[flag] === true);
  const paths = ["region", ...(behaviour.replacedBy ?? []), ...onRequest.map(([path]) => path)];
  const changed = paths.filter((path) => {
    const before = valuesAtPath(prior, path);
    if (imported && before.every(isAbsent)) return false;
    return canonical(before) !== canonical(valuesAtPath(planned, path));
  });
  const names = changed.map((path) => path.split(".")[0] ?? "");
  return [...new Set(names)].filter((name) => name in block.attributes || name in block.block_types);
}
