import { basename } from "node:path";
import { knownString, member, type ObjectValue, type Value } from "../../model/value";
import { rolesOfConfiguration } from "./handed-out";
import { configurationResources, objects, type TerraformResource } from "./resource";
import { literalOf, Scope } from "./scope";
import { text } from "./make-value";

/** The files of one folder, which Terraform reads as one module. */
export class ConfigurationModule {
  private readonly roots: Value[] = [];
  private readonly settings: ObjectValue[] = [];

  addFile(root: Value): void {
    this.roots.push(root);
  }

  /** Variables that a `terraform.tfvars.json` sets. */
  addSettings(root: Value): void {
    if (root.kind === "object") this.settings.push(root);
  }

  /** See `Model.handedOut`. */
  get handedOut(): readonly string[] {
    return this.roots.flatMap(rolesOfConfiguration);
  }

  get scope(): Scope {
    const names = new Map<string, Value>();
    for (const root of this.roots) {
      for (const { key, value } of objects(member(root, "variable")).flatMap(({ members }) => members)) {
        const fallback = objects(value).map((block) => member(block, "default"))[0];
        if (fallback !== undefined) names.set(`var.${key}`, fallback);
      }
      for (const { key, value } of objects(member(root, "locals")).flatMap(({ members }) => members)) {
        names.set(`local.${key}`, value);
      }
    }
    for (const { key, value } of this.settings.flatMap(({ members }) => members))
      names.set(`var.${key}`, value);
    return new Scope(names);
  }

  /** All resources and data sources, one for each instance where their number is known and matters. */
  resources(scope: Scope): TerraformResource[] {
    return this.roots.flatMap(configurationResources).flatMap((resource) => instances(resource, scope));
  }
}

/** `terraform.tfvars.json` and `*.auto.tfvars.json` are read by Terraform itself. */
export function isSettingsFile(file: string): boolean {
  return /^(?:terraform|.+\.auto)\.tfvars\.json$/.test(basename(file));
}

function instances(resource: TerraformResource, scope: Scope): TerraformResource[] {
  const { body, address } = resource;
  const count = member(body, "count");
  if (count !== undefined && isZero(scope.expand(count))) return [];
  const forEach = member(body, "for_each");
  const entries = forEach === undefined || !namesEach(body) ? undefined : entriesOf(scope, forEach);
  if (entries === undefined) return [{ ...resource, body: scope.expand(body) as ObjectValue }];
  return entries.map(({ key, value }) => {
    const each = new Map([
      ["each.key", text(value, key)],
      ["each.value", value],
    ]);
    const instance = scope.with(each).expand(body) as ObjectValue;
    return { ...resource, address: `${address}[${JSON.stringify(key)}]`, body: instance };
  });
}

function isZero(count: Value): boolean {
  const value = count.kind === "scalar" ? count.value : Number(knownString(count) || Number.NaN);
  return value === 0;
}

/** The keys and values of a `for_each` that is written out; undefined where it is not. */
function entriesOf(scope: Scope, forEach: Value): { key: string; value: Value }[] | undefined {
  const value = literalOf(scope.expand(literalOf(forEach)));
  if (value.kind === "object") return value.members.map(({ key, value: inner }) => ({ key, value: inner }));
  if (value.kind !== "array") return undefined;
  const keys = value.items.map((item) => knownString(item));
  return keys.every((key) => key !== undefined)
    ? value.items.map((item, index) => ({ key: keys[index] ?? "", value: item }))
    : undefined;
}

/** Whether anything in the body depends on the instance; if not, one stands for all. */
function namesEach(value: Value): boolean {
  switch (value.kind) {
    case "string":
      return value.expressions.some((expression) => /\beach\./.test(expression));
    case "array":
      return value.items.some(namesEach);
    case "object":
      return value.members.some(({ value: inner }) => namesEach(inner));
    default:
      return false;
  }
}
