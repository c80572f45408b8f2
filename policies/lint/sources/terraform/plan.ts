import { asList, knownString, member, type Member, type ObjectValue, type Value } from "../../model/value";
import { objects, type TerraformResource } from "./resource";

/** Resources of `terraform show -json`: of a plan, or of a state. */
export function planResources(root: Value): TerraformResource[] {
  const planned = member(root, "planned_values") ?? member(root, "values");
  const reader = new PlanReader(root);
  return [
    ...reader.moduleResources(member(planned, "root_module")),
    // Data sources that were read while planning, and those that will be read at apply.
    ...reader.moduleResources(member(member(member(root, "prior_state"), "values"), "root_module"), "data"),
    ...reader.laterReads(),
  ];
}

class PlanReader {
  private readonly changes = new Map<string, ObjectValue>();
  private readonly configuration: Value | undefined;

  constructor(root: Value) {
    for (const change of objects(member(root, "resource_changes"))) {
      const address = knownString(member(change, "address"));
      if (address !== undefined) this.changes.set(address, change);
    }
    this.configuration = member(member(root, "configuration"), "root_module");
  }

  moduleResources(module: Value | undefined, mode?: "data"): TerraformResource[] {
    const own = objects(member(module, "resources")).flatMap((resource) => this.resource(resource, "values"));
    const children = objects(member(module, "child_modules")).flatMap((child) => this.moduleResources(child, mode));
    return [...own, ...children].filter((resource) => mode === undefined || resource.mode === mode);
  }

  laterReads(): TerraformResource[] {
    return [...this.changes.values()]
      .filter((change) => asList(member(member(change, "change"), "actions")).some((action) => knownString(action) === "read"))
      .flatMap((change) => this.resource(change, "change"));
  }

  private resource(entry: ObjectValue, from: "values" | "change"): TerraformResource[] {
    const address = knownString(member(entry, "address"));
    const type = knownString(member(entry, "type"));
    if (address === undefined || type === undefined) return [];
    const change = member(this.changes.get(address), "change");
    const body = from === "values" ? member(entry, "values") : member(member(entry, "change"), "after");
    if (body?.kind !== "object") return [];
    const known = withUnknown(body, member(change, "after_unknown"), (attribute) => this.reference(address, attribute));
    const mode = knownString(member(entry, "mode")) === "data" ? "data" : "managed";
    return [{ mode, type, address, body: known as ObjectValue, pointer: `/${address}` }];
  }

  /** What the configuration's expression for the attribute refers to, as an address. */
  private reference(address: string, attribute: string): string {
    const path = address.replace(/\[[^\]]*\]/g, "").split(".");
    let module = this.configuration;
    while (path[0] === "module" && path[1] !== undefined) {
      module = member(member(member(module, "module_calls"), path[1]), "module");
      path.splice(0, 2);
    }
    const block = objects(member(module, "resources")).find(
      (resource) => knownString(member(resource, "address")) === path.join("."),
    );
    const references = asList(member(member(member(block, "expressions"), attribute), "references")).flatMap(
      (value) => knownString(value) ?? [],
    );
    // Terraform lists "aws_iam_role.x.name" and its shorter "aws_iam_role.x"; the first says it all.
    const distinct = references.filter((reference) => !references.some((other) => other.startsWith(`${reference}.`)));
    return distinct.length === 1 ? (distinct[0] ?? "") : "known after apply";
  }
}

/** Puts unknown values where the plan says "known after apply"; there the plan's own values are missing or null. */
function withUnknown(value: Value, unknown: Value | undefined, reference: (attribute: string) => string): Value {
  if (unknown?.kind === "scalar" && unknown.value === true) {
    return { kind: "unknown", place: value.place, expression: "known after apply" };
  }
  if (value.kind === "array" && unknown?.kind === "array") {
    return { ...value, items: value.items.map((item, index) => withUnknown(item, unknown.items[index], reference)) };
  }
  if (value.kind !== "object" || unknown?.kind !== "object") return value;
  const members = value.members.map((one) => ({ ...one, value: withUnknown(one.value, member(unknown, one.key), reference) }));
  const missing = unknown.members
    .filter(({ key }) => isUnknown(unknown, key))
    .map(({ key }): Member => {
      const place = value.place;
      return { key, keyPlace: place, value: { kind: "unknown", place, expression: reference(key) } };
    });
  return { ...value, members: [...members.filter(({ key }) => !isUnknown(unknown, key)), ...missing] };
}

function isUnknown(unknown: ObjectValue, key: string): boolean {
  const flag = member(unknown, key);
  return flag?.kind === "scalar" && flag.value === true;
}
