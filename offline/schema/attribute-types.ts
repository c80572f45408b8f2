/** Terraform types read off the bindings' getters and conversion tables. */
import { pascalCase, type ClassSyntax, type Getter, type HclEntry, type ModuleSyntax } from "./syntax";
import type { TerraformType } from "./types";

const SCALARS: Record<string, TerraformType> = { string: "string", number: "number", boolean: "bool" };

const GETTER_TYPES: Record<string, TerraformType> = {
  getStringAttribute: "string",
  getNumberAttribute: "number",
  getBooleanAttribute: "bool",
  getListAttribute: ["list", "string"],
  getNumberListAttribute: ["list", "number"],
  getStringMapAttribute: ["map", "string"],
  getNumberMapAttribute: ["map", "number"],
  getBooleanMapAttribute: ["map", "bool"],
};

const asSetIf = (isSet: boolean, type: TerraformType): TerraformType =>
  isSet && Array.isArray(type) && type[0] === "list" ? ["set", type[1]] : type;

/** The struct that a conversion such as `listMapperHcl(vpcTimeoutsToHclTerraform, true)` writes: `VpcTimeouts`. */
export function structName(entry: HclEntry): string {
  return pascalCase(/(\w+)ToHclTerraform/.exec(entry.conversion)?.[1] ?? "");
}

/** The type of an argument that is no struct: `stringMap`, `numberList`, `stringListList`, … */
export function plainType(entry: HclEntry): TerraformType {
  if (entry.collection === "simple") return scalar(entry.storage);
  const wraps: string[] = [];
  let storage = entry.storage;
  for (let match = /^(.*)(List|Map)$/.exec(storage); match; match = /^(.*)(List|Map)$/.exec(storage)) {
    wraps.push((match[2] ?? "").toLowerCase());
    storage = match[1] ?? "";
  }
  const type = wraps.reverse().reduce<TerraformType>((inner, wrap) => [wrap, inner], scalar(storage));
  return asSetIf(entry.collection === "set", type);
}

function scalar(storage: string): TerraformType {
  const type = SCALARS[storage];
  if (type === undefined)
    throw new Error(`The bindings store a value as "${storage}", which has no Terraform type.`);
  return type;
}

/** The object type of a struct that is the element of an attribute: its arguments and what its reference class can read. */
export function objectType(module: ModuleSyntax, struct: string): TerraformType {
  const attributes: Record<string, TerraformType> = {};
  for (const [name, entry] of module.structs.get(struct) ?? []) {
    if (!entry.isStruct) attributes[name] = plainType(entry);
    else {
      const inner = objectType(module, structName(entry));
      attributes[name] = entry.collection === "struct" ? inner : [entry.collection, inner];
    }
  }
  const reference = module.classes.get(`${struct}OutputReference`);
  for (const getter of reference?.getters ?? []) {
    const read = reference && getterType(module, reference, getter);
    if (read && !(read.attribute in attributes)) attributes[read.attribute] = read.type;
  }
  return ["object", attributes];
}

/** The Terraform name and type that a getter gives access to; undefined for a getter of something else. */
export function getterType(
  module: ModuleSyntax,
  owner: ClassSyntax,
  getter: Getter,
): { attribute: string; type: TerraformType } | undefined {
  if ("attribute" in getter.reads) {
    const { method, attribute, asSet } = getter.reads;
    const type = GETTER_TYPES[method];
    if (type === undefined)
      throw new Error(`${owner.name} reads ${attribute} with ${method}, which has no Terraform type.`);
    return { attribute, type: asSetIf(asSet, type) };
  }
  const field = owner.fields.get(getter.reads.field);
  if (!field) return undefined;
  return { attribute: field.attribute, type: complexType(module, field.className, field.isSet) };
}

const CDKTF_COLLECTIONS: Record<string, (isSet: boolean) => TerraformType> = {
  StringMap: () => ["map", "string"],
  NumberMap: () => ["map", "number"],
  BooleanMap: () => ["map", "bool"],
  StringMapList: (isSet) => [isSet ? "set" : "list", ["map", "string"]],
  StringListMap: () => ["map", ["list", "string"]],
};

function complexType(module: ModuleSyntax, className: string, isSet: boolean): TerraformType {
  const collection = /^cdkt[fn]\.(\w+)$/.exec(className)?.[1];
  if (collection !== undefined) {
    const type = CDKTF_COLLECTIONS[collection];
    if (!type) throw new Error(`The bindings use the collection ${className}, which has no Terraform type.`);
    return type(isSet);
  }
  const suffix = /(List|Map|OutputReference)$/.exec(className)?.[1] ?? "";
  const inner = objectType(module, className.slice(0, className.length - suffix.length));
  if (suffix === "List") return [isSet ? "set" : "list", inner];
  if (suffix === "Map") return ["map", inner];
  // A reference made with (resource, attribute, isSet, index) points into a list of one; with two arguments it is the object.
  return module.classes.get(className)?.superArgumentCount === 4 ? ["list", inner] : inner;
}
