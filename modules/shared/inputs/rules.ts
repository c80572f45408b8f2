/** Rules between inputs: written once, rendered as a test in TypeScript and as a `validation` block in Terraform. */
import { snakeCase } from "./case";
import { inputReference, isUnresolved } from "./expression";
import type { Inputs } from "./kinds";
import type { PlainOf } from "./types";

export interface InputRule<F extends Inputs = Inputs> {
  /** The input that is wrong when the rule is broken, e.g. `scaling.maxCapacity`. Its first part carries the `validation` block. */
  at: string;
  /** Completes "<at> …". Paths of inputs in braces are written in the door's own spelling: "must be at least {scaling.minCapacity}". */
  says: string;
  /** Paths that `holds` looks at. When Terraform alone knows one of them, TypeScript leaves the rule to Terraform. `[]` goes into each element. */
  reads: readonly string[];
  holds(values: PlainOf<F>): boolean;
  /** The same as a Terraform condition over `var.…`. Nullable objects must be guarded: `var.scaling == null ? true : …`. */
  condition: string;
}

/** Gives the compiler the table's types inside `holds`. */
export const rulesOf = <const F extends Inputs>(
  _inputs: F,
  ...rules: InputRule<F>[]
): readonly InputRule<F>[] => rules;

/** Exactly one of several optional objects is set: the run-time side of the `ExactlyOne` type. */
export function exactlyOne<F extends Inputs>(names: readonly (keyof F & string)[]): InputRule<F> {
  const isSet = (value: unknown) => value !== undefined && value !== null;
  const list = names.map((name) => `var.${snakeCase(name)} != null`).join(", ");
  return {
    at: names[0] as string,
    says: `must be set, or one of ${names
      .slice(1)
      .map((name) => `{${name}}`)
      .join(", ")}: exactly one of them`,
    reads: names,
    holds: (values) => names.filter((name) => isSet((values as Record<string, unknown>)[name])).length === 1,
    condition: `length([for set in [${list}] : set if set]) == 1`,
  };
}

/** At most one of several optional objects is set: the run-time side of the `AtMostOne` type. */
export function atMostOne<F extends Inputs>(names: readonly (keyof F & string)[]): InputRule<F> {
  const rule = exactlyOne<F>(names);
  const isSet = (value: unknown) => value !== undefined && value !== null;
  return {
    ...rule,
    says: `excludes ${names
      .slice(1)
      .map((name) => `{${name}}`)
      .join(", ")}: set at most one of them`,
    holds: (values) => names.filter((name) => isSet((values as Record<string, unknown>)[name])).length <= 1,
    condition: rule.condition.replace(/ == 1$/, " <= 1"),
  };
}

/** The rule's sentence in the spelling of one door. */
export function ruleMessage(rule: InputRule<never>, spell: (path: string) => string): string {
  return `${spell(rule.at)} ${rule.says.replace(/\{([A-Za-z0-9.[\]]+)\}/g, (_all, path: string) => spell(path))}`;
}

/** `scaling.maxCapacity` to `scaling.max_capacity`. */
export const terraformPath = (path: string) => path.split(".").map(snakeCase).join(".");

/** Whether any value at the path is known to Terraform only. */
export const isUnresolvedAt = (values: unknown, path: string): boolean => anyAt(values, path, isUnresolved);

/** Whether any value at the path is an input of the Terraform module that the construct is exported as. */
export const isInputReferenceAt = (values: unknown, path: string): boolean =>
  anyAt(values, path, (value) => inputReference(value) !== undefined);

function anyAt(values: unknown, path: string, test: (value: unknown) => boolean): boolean {
  if (test(values)) return true;
  if (path === "" || values === undefined || values === null || isUnresolved(values)) return false;
  const [head = "", ...rest] = path.split(".");
  const into = (value: unknown) => anyAt(value, rest.join("."), test);
  if (!head.endsWith("[]")) return into((values as Record<string, unknown>)[head]);
  const items = (values as Record<string, unknown>)[head.slice(0, -2)];
  if (test(items)) return true;
  return isUnresolved(items) ? false : Object.values(items ?? {}).some(into);
}
