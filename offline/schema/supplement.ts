/**
 * What the bindings of `@cdktf/provider-aws` do not tell, from the committed table `not-in-bindings.json`. The table is made by
 * `npx ts-node offline/schema/generate-supplement.ts`, which names its sources.
 */
import { eachAttribute, eachNestedBlock } from "./paths";
import supplement from "./not-in-bindings.json";
import type { ProviderSchema, Schema } from "./types";

export interface TypeSupplement {
  /** The schema's version, by which a provider upgrades older states. */
  version?: number;
  /** Arguments that the provider fills in when the configuration leaves them out. */
  optionalAndComputed?: string[];
  sensitive?: string[];
  /** The most blocks of a kind, where the bindings do not tell it. */
  maxItems?: Record<string, number>;
}

export interface Supplement {
  resources: Record<string, TypeSupplement>;
  dataSources: Record<string, TypeSupplement>;
}

export const SUPPLEMENT: Supplement = supplement;

/** Completes extracted schemas in place. */
export function applySupplement(schema: ProviderSchema, table: Supplement = SUPPLEMENT): ProviderSchema {
  for (const [type, each] of Object.entries(schema.resource_schemas))
    complete(each, table.resources[type] ?? {});
  for (const [type, each] of Object.entries(schema.data_source_schemas))
    complete(each, table.dataSources[type] ?? {});
  return schema;
}

function complete(schema: Schema, told: TypeSupplement): void {
  schema.version = told.version ?? schema.version;
  const computed = new Set(told.optionalAndComputed);
  const sensitive = new Set(told.sensitive);
  eachAttribute(schema.block, (path, attribute) => {
    if (attribute.optional && computed.has(path)) attribute.computed = true;
    if (sensitive.has(path)) attribute.sensitive = true;
  });
  eachNestedBlock(schema.block, (path, nested) => {
    const most = told.maxItems?.[path];
    if (most !== undefined) nested.max_items = most;
  });
}
