import { asList, knownString, member, type Member, type ObjectValue, type Value } from "../../model/value";
import { object } from "./make-value";
import { PlanReferences } from "./plan-references";
import { objects, type TerraformResource } from "./resource";

/** Resources of `terraform show -json`: of a plan, or of a state. */
export function planResources(root: Value): TerraformResource[] {
  const kind = member(root, "planned_values") === undefined ? "values" : "planned_values";
  const before = member(member(member(root, "prior_state"), "values"), "root_module");
  const reader = new PlanReader(root);
  return [
    ...reader.moduleResources(member(member(root, kind), "root_module"), `/${kind}/root_module`),
    // Data sources that were read while planning, and those that will be read at apply.
    ...reader.moduleResources(before, "/prior_state/values/root_module", "data"),
    ...reader.laterReads(),
  ];
}

class PlanReader {
  private readonly changes = new Map<string, ObjectValue>();
  private readonly changePointers = new Map<ObjectValue, string>();
  private readonly references: PlanReferences;

  constructor(root: Value) {
    objects(member(root, "resource_changes")).forEach((change, index) => {
      const address = knownString(member(change, "address"));
      if (address !== undefined) this.changes.set(address, change);
      this.changePointers.set(change, `/resource_changes/${index}`);
    });
    this.references = new PlanReferences(root);
  }

  /** @param at JSON pointer of the module */
  moduleResources(module: Value | undefined, at: string, mode?: "data"): TerraformResource[] {
    const own = objects(member(module, "resources")).flatMap((resource, index) =>
      this.resource(resource, "values", `${at}/resources/${index}`),
    );
    const children = objects(member(module, "child_modules")).flatMap((child, index) =>
      this.moduleResources(child, `${at}/child_modules/${index}`, mode),
    );
    return [...own, ...children].filter((resource) => mode === undefined || resource.mode === mode);
  }

  laterReads(): TerraformResource[] {
    return [...this.changes.values()]
      .filter((change) =>
        asList(member(member(change, "change"), "actions")).some((action) => knownString(action) === "read"),
      )
      .flatMap((change) => this.resource(change, "change", this.changePointers.get(change) ?? ""));
  }

  private resource(entry: ObjectValue, from: "values" | "change", at: string): TerraformResource[] {
    const address = knownString(member(entry, "address"));
    const type = knownString(member(entry, "type"));
    if (address === undefined || type === undefined) return [];
    const change = member(this.changes.get(address), "change");
    if (isLeaving(change)) return [];
    const values = from === "values" ? member(entry, "values") : member(member(entry, "change"), "after");
    // Terraform leaves `values` out where nothing is known yet.
    const body = values?.kind === "object" ? values : object(entry, []);
    const unknown = member(change, "after_unknown");
    const known = withUnknown(body, unknown, (attribute) => {
      const references = this.references.of(address, attribute);
      return references ?? (isComputed(type, attribute) ? "computed" : []);
    });
    const mode = knownString(member(entry, "mode")) === "data" ? "data" : "managed";
    const pointer = from === "values" ? `${at}/values` : `${at}/change/after`;
    return [{ mode, type, address, body: known as ObjectValue, pointer }];
  }
}

/** Deleted, or no longer looked after by Terraform. */
function isLeaving(change: Value | undefined): boolean {
  const actions = asList(member(change, "actions")).map(knownString);
  return actions.length > 0 && actions.every((action) => action === "delete" || action === "forget");
}

/** What an attribute refers to, or that it is none of the configuration's. */
type References = (attribute: string) => readonly string[] | "computed";

/** Attributes that are lists of policies or principals: each entry may come from another resource. */
const lists = new Set([
  "managed_policy_arns",
  "policy_arns",
  "source_policy_documents",
  "override_policy_documents",
  "roles",
  "users",
  "groups",
]);

const optional = new Set(["policy", "inline_policy", "managed_policy_arns", "access_policies"]);

/**
 * Whether the provider computes an attribute that the configuration does not set, from other resources or as AWS says: a
 * bucket's policy, a role's inline policies. What is nothing but a policy has to have one.
 */
function isComputed(type: string, attribute: string): boolean {
  return optional.has(attribute) && !type.endsWith("_policy");
}

/** Puts unknown values where the plan says "known after apply"; there the plan's own values are missing or null. */
function withUnknown(value: Value, unknown: Value | undefined, references: References): Value {
  if (isTrue(unknown)) return { kind: "unknown", place: value.place, expression: "known after apply" };
  if (value.kind === "array" && unknown?.kind === "array") {
    const items = value.items.map((item, index) => withUnknown(item, unknown.items[index], references));
    return { ...value, items };
  }
  if (value.kind !== "object" || unknown?.kind !== "object") return value;
  const isKnown = ({ key }: Member) => !isUnknown(unknown, key);
  const members = value.members
    .filter(isKnown)
    .map((one) => ({ ...one, value: withUnknown(one.value, member(unknown, one.key), references) }));
  const missing = unknown.members
    .filter((one) => !isKnown(one))
    .flatMap(({ key }) => unknownMember(value.place, key, references(key)) ?? []);
  return { ...value, members: [...members, ...missing] };
}

function unknownMember(
  place: Value["place"],
  key: string,
  references: readonly string[] | "computed",
): Member | undefined {
  if (references === "computed") return undefined;
  const one = (expression: string): Value => ({ kind: "unknown", place, expression });
  const [first, ...others] = references;
  if (lists.has(key) && others.length > 0) {
    return { key, keyPlace: place, value: { kind: "array", place, items: references.map(one) } };
  }
  const isOnly = first !== undefined && others.length === 0;
  return { key, keyPlace: place, value: one(isOnly ? first : "known after apply") };
}

/** An attribute is unknown as a whole, or a list of which entries are. */
function isUnknown(unknown: ObjectValue, key: string): boolean {
  const flag = member(unknown, key);
  if (isTrue(flag)) return true;
  return lists.has(key) && flag?.kind === "array" && flag.items.length > 0 && flag.items.every(isTrue);
}

function isTrue(flag: Value | undefined): boolean {
  return flag?.kind === "scalar" && flag.value === true;
}
