/** Derives schemas from the generated bindings; see `supplement.ts` for what the bindings do not tell. */
import * as path from "node:path";
import { getterType, objectType, plainType, structName } from "./attribute-types";
import { parseModule, type ClassSyntax, type HclEntry, type ModuleSyntax } from "./syntax";
import type {
  AttributeSchema,
  BlockSchema,
  NestedBlockSchema,
  ProviderSchema,
  Schema,
  TypesInUse,
} from "./types";

export interface ExtractedSchema {
  kind: "provider" | "resource" | "data";
  type: string;
  schema: Schema;
}

/** CDKTF's own properties, which are no arguments of the resource. */
const META_PROPERTIES = new Set([
  "count",
  "dependsOn",
  "forEach",
  "lifecycle",
  "provider",
  "provisioners",
  "connection",
]);

/**
 * The schemas of the provider and of the given types.
 * @param root the folder of the bindings' package, which holds `lib/`
 * @throws when the bindings have no such type
 */
export function extractSchemas(root: string, types: TypesInUse): ProviderSchema {
  const one = (directory: string, kind: ExtractedSchema["kind"], type: string): Schema => {
    const found = extractModule(path.join(root, "lib", directory)).find((each) => each.kind === kind);
    if (!found) throw new Error(`lib/${directory} of the bindings in ${root} holds no ${kind} ${type}.`);
    return found.schema;
  };
  const folder = (type: string) => type.replace(/^aws_/, "").replace(/_/g, "-");
  return {
    provider: one("provider", "provider", "aws"),
    resource_schemas: Object.fromEntries(
      types.resources.map((type) => [type, one(folder(type), "resource", type)]),
    ),
    data_source_schemas: Object.fromEntries(
      types.dataSources.map((type) => [type, one(`data-aws-${folder(type)}`, "data", type)]),
    ),
  };
}

export function extractModule(directory: string): ExtractedSchema[] {
  const module = parseModule(directory);
  const extracted: ExtractedSchema[] = [];
  for (const owner of module.classes.values()) {
    if (!owner.hclEntries) continue;
    const properties = new Map(module.interfaces.get(`${owner.name}Config`) ?? []);
    for (const name of META_PROPERTIES) properties.delete(name);
    const kind = kindOf(owner);
    // A provider's configuration has no attributes to read back.
    const reader = kind === "provider" ? undefined : owner;
    const block = buildBlock(module, owner.hclEntries, properties, reader);
    extracted.push({ kind, type: owner.terraformType, schema: { version: 0, block } });
  }
  return extracted;
}

function kindOf(owner: ClassSyntax): ExtractedSchema["kind"] {
  if (owner.base.endsWith("TerraformResource")) return "resource";
  return owner.base.endsWith("TerraformDataSource") ? "data" : "provider";
}

function buildBlock(
  module: ModuleSyntax,
  entries: Map<string, HclEntry>,
  properties: Map<string, boolean>,
  reader: ClassSyntax | undefined,
): BlockSchema {
  const block: BlockSchema = { attributes: {}, block_types: {} };
  for (const [name, entry] of entries) {
    const required = properties.get(entry.property) ?? false;
    const computed = reader?.flags.get(name)?.includes("computed: true") ?? false;
    const flags = {
      ...(required ? { required: true as const } : { optional: true as const }),
      ...(computed ? { computed } : {}),
    };
    if (!entry.isStruct) block.attributes[name] = { type: plainType(entry), ...flags };
    else addStruct(module, block, name, entry, flags);
  }
  for (const getter of reader?.getters ?? []) {
    const read = reader && getterType(module, reader, getter);
    if (!read || read.attribute in block.attributes || read.attribute in block.block_types) continue;
    block.attributes[read.attribute] = { type: read.type, computed: true };
  }
  return block;
}

/**
 * A struct is a nested block or an attribute whose type is a collection of objects; only the mapper's second argument tells
 * (`isBlock` of the table is true for both).
 */
function addStruct(
  module: ModuleSyntax,
  block: BlockSchema,
  name: string,
  entry: HclEntry,
  flags: Omit<AttributeSchema, "type">,
): void {
  const struct = structName(entry);
  const mapper = /(listMapperHcl|hashMapperHcl)\(\w+(?:, (true|false))?\)/.exec(entry.conversion);
  if (mapper && mapper[2] !== "true") {
    const collection = mapper[1] === "hashMapperHcl" ? "map" : entry.collection;
    block.attributes[name] = { type: [collection, objectType(module, struct)], ...flags };
    return;
  }
  const single = entry.collection === "struct";
  const nested: NestedBlockSchema = {
    nesting_mode: single ? "single" : (entry.collection as "list" | "set"),
    block: buildBlock(
      module,
      module.structs.get(struct) ?? new Map<string, HclEntry>(),
      module.interfaces.get(struct) ?? new Map<string, boolean>(),
      module.classes.get(`${struct}OutputReference`),
    ),
  };
  if (flags.required && !single) nested.min_items = 1;
  if (!mapper && !single) nested.max_items = 1;
  block.block_types[name] = nested;
}
