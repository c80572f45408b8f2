/** Existence and choice for inputs that may be Terraform expressions: what `if`, `?:` and `??` are for plain values. */
import {
  Fn,
  Op,
  ref,
  TerraformStack,
  Token,
  type IResolvable,
  type TerraformElement,
  type TerraformResource,
} from "../tf";
import { hclString, inputReference, isUnresolved, type Flag } from "../inputs";
import { addressOf } from "./address";

/**
 * A resource that exists only if an optional object is set or a flag is true.
 * A string is refused by the compiler: whether an id is set may be unknown until apply, and Terraform must know a count before.
 * @returns the resource; undefined when it is known not to exist
 */
export function when<R>(
  condition: object | Flag | undefined,
  make: (count: number | undefined) => R,
): R | undefined {
  if (condition === undefined || condition === null || condition === false) return undefined;
  const input = inputReference(condition);
  if (input && input.kind.kind !== "bool") return make(Token.asNumber(ref(`${input.text} == null ? 0 : 1`)));
  if (!isUnresolved(condition)) return make(undefined);
  return make(Token.asNumber(Fn.conditional(condition, 1, 0)));
}

/** A resource or a data source. */
type Countable = TerraformElement &
  Pick<TerraformResource, "terraformResourceType" | "count" | "getStringAttribute">;

/** An attribute of a resource made by `when`; null in Terraform when the resource does not exist. */
export function one(resource: Countable | undefined, attribute: string): string | undefined {
  if (!resource) return undefined;
  if (resource.count === undefined) return resource.getStringAttribute(attribute);
  return Token.asString(ref(`one(${addressOf(resource)}[*].${attribute})`, TerraformStack.of(resource)));
}

/** The same as a list of one or none, whose length Terraform knows before it knows the attribute. */
export function oneOrNone(resource: Countable | undefined, attribute: string): string[] {
  if (!resource) return [];
  if (resource.count === undefined) return [resource.getStringAttribute(attribute)];
  return Token.asList(ref(`${addressOf(resource)}[*].${attribute}`, TerraformStack.of(resource)));
}

/** `condition ? yes : no`, computed by Terraform when only Terraform knows the condition. */
export function choose<T>(condition: object | Flag | undefined, yes: T, no: T): T {
  if (condition === undefined || condition === null || condition === false) return no;
  const input = inputReference(condition);
  if (input && input.kind.kind !== "bool") return asTypeOf(yes ?? no, ref(`${input.text} != null`), yes, no);
  return isUnresolved(condition) ? asTypeOf(yes ?? no, condition as IResolvable, yes, no) : yes;
}

/** Whether a string input is one of these; computed by Terraform when only Terraform knows it. */
export function isAnyOf(value: string, allowed: readonly string[]): Flag {
  if (!isUnresolved(value)) return allowed.includes(value);
  return allowed.length === 1 ? Op.eq(value, allowed[0]) : (Fn.contains([...allowed], value) as IResolvable);
}

/** Both flags; a plain answer for plain flags. */
export function both(a: Flag, b: Flag): Flag {
  if (a === false || b === false) return false;
  if (a === true) return b;
  return b === true ? a : ref(`(${Token.asString(a)}) && (${Token.asString(b)})`);
}

/** The flag's opposite. */
export const not = (flag: Flag): Flag =>
  typeof flag === "boolean" ? !flag : ref(`!(${Token.asString(flag)})`);

/** Whether an optional input is set. A token that is no input (an attribute of a resource) counts as set. */
export function isSet(value: unknown): Flag {
  if (value === undefined || value === null) return false;
  const input = inputReference(value);
  return input ? ref(`${input.text} != null`) : true;
}

/** An optional input, or something else where it is not set. */
export function orElse<T extends string | number | string[]>(value: T | undefined, fallback: T): T {
  if (value === undefined || value === null) return fallback;
  const input = inputReference(value);
  if (!input?.kind.optional) return value;
  return asTypeOf(fallback, ref(`${input.text} != null`), value, fallback);
}

/** The first of several optional numbers that is set, or else the last. */
export function firstOf(values: readonly (number | undefined)[], fallback: number): number {
  const set = values.filter((value) => value !== undefined && value !== null);
  const [first] = set;
  if (first === undefined) return fallback;
  if (!inputReference(first)?.kind.optional) return first;
  return Token.asNumber(Fn.coalesce([...set, fallback]));
}

function asTypeOf<T>(sample: unknown, condition: IResolvable, yes: T, no: T): T {
  const value = Fn.conditional(condition, literal(yes), literal(no)) as unknown;
  if (typeof sample === "number") return Token.asNumber(value) as T;
  if (Array.isArray(sample)) return Token.asList(value) as T;
  if (typeof sample === "string") return Token.asString(value) as T;
  return value as T;
}

/** CDKTF does not escape quotes in the arguments of its functions. */
function literal(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return typeof value === "string" && !isUnresolved(value) ? ref(hclString(value)) : value;
}
