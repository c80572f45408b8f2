/** The schema as the stand-in serves it. */
import { BEHAVIOURS } from "../behaviour";
import { eachAttribute } from "../schema/paths";
import type { BlockSchema, NestingMode, ProviderSchema, Schema } from "../schema/types";

/**
 * An argument with a default is served as computed, too: Terraform lets a provider plan a value that the configuration does
 * not have for computed attributes only. (The real provider is let off this rule as one of an older kind.)
 */
export function withDefaultsComputed(schema: ProviderSchema): ProviderSchema {
  const served = structuredClone(schema);
  for (const [type, each] of Object.entries(served.resource_schemas)) {
    const defaults = BEHAVIOURS[type]?.defaults ?? {};
    eachAttribute(each.block, (path, attribute) => {
      if (attribute.optional && path in defaults) attribute.computed = true;
    });
  }
  return served;
}

const NESTING: Record<NestingMode, number> = { single: 1, list: 2, set: 3, map: 4 };

/** A schema in the form of Terraform's protocol. */
export function wireSchema(schema: Schema): object {
  return { version: schema.version, block: wireBlock(schema.block) };
}

function wireBlock(block: BlockSchema): object {
  return {
    attributes: Object.entries(block.attributes).map(([name, attribute]) => ({
      ...attribute,
      name,
      type: Buffer.from(JSON.stringify(attribute.type)),
    })),
    block_types: Object.entries(block.block_types).map(([type_name, nested]) => ({
      type_name,
      block: wireBlock(nested.block),
      nesting: NESTING[nested.nesting_mode],
      min_items: nested.min_items ?? 0,
      max_items: nested.max_items ?? 0,
    })),
  };
}
