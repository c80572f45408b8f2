import { asList, member, type ObjectValue, type Value } from "../../model/value";

/** One resource or data source, from a configuration or a plan. */
export interface TerraformResource {
  readonly mode: "managed" | "data";
  readonly type: string;
  /** `aws_iam_role.x`, in plans with module and index: `module.a["k"].aws_iam_role.x[0]`. */
  readonly address: string;
  readonly body: ObjectValue;
  /** JSON pointer of the body inside the file. */
  readonly pointer: string;
}

/** The resources and data sources of a Terraform JSON file, where each block may be an object or a list of them. */
export function configurationResources(root: Value): TerraformResource[] {
  const found: TerraformResource[] = [];
  for (const [block, mode] of [
    ["resource", "managed"],
    ["data", "data"],
  ] as const) {
    for (const types of objects(member(root, block))) {
      for (const { key: type, value: named } of types.members) {
        for (const names of objects(named)) {
          for (const { key: name, value } of names.members) {
            const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
            const pointer = `/${block}/${type}/${name}`;
            for (const body of objects(value)) found.push({ mode, type, address, body, pointer });
          }
        }
      }
    }
  }
  return found.filter(({ type }) => type !== "//");
}

/** The blocks of a kind, also those that a `dynamic` block makes, as if they were there. */
export function blocks(body: Value | undefined, kind: string): ObjectValue[] {
  const dynamic = objects(member(body, "dynamic")).flatMap((one) => objects(member(one, kind)));
  return [...objects(member(body, kind)), ...dynamic.flatMap((one) => objects(member(one, "content")))];
}

/** A block or a list of blocks. */
export function objects(value: Value | undefined): ObjectValue[] {
  return asList(value).filter((item) => item.kind === "object");
}
