/**
 * Objects and lists that become JSON (`Fn.jsonencode`) and have parts that are there only sometimes. Plain inputs give
 * plain objects, expressions give `merge(…)`, `concat(…)` and `for`; both give the same JSON.
 */
import type { Construct } from "constructs";
import { Fn, ref, TerraformLocal, Token, Tokenization } from "../tf";
import { hclString, inputReference, isUnresolved, referTo, type Flag, type Keyed } from "../inputs";
import { choose, isSet } from "./when";

/** A field or an element with the condition under which it is there; see `setField`, `fieldIf` and `setItem`. */
export interface OptionalPart {
  readonly condition: Flag;
  readonly make: () => unknown;
}
export interface OptionalField extends OptionalPart {
  readonly name: string;
}

/** A field that is there if the optional input is set. */
export const setField = <T>(
  name: string,
  value: T | undefined,
  make: (value: NonNullable<T>) => unknown,
): OptionalField => ({ name, condition: isSet(value), make: () => make(value as NonNullable<T>) });

/** A field that is there if the flag is true. */
export const fieldIf = (name: string, condition: Flag, make: () => unknown): OptionalField => ({
  name,
  condition,
  make,
});

/** An element that is there if the optional input is set. */
export const setItem = <T>(value: T | undefined, make: (value: NonNullable<T>) => unknown): OptionalPart => ({
  condition: isSet(value),
  make: () => make(value as NonNullable<T>),
});

/** An object with fields that are always there and fields that are there only sometimes. */
export function objectWith(always: Record<string, unknown>, ...fields: readonly OptionalField[]): object {
  const there = fields.filter(({ condition }) => condition === true);
  const known = { ...always, ...Object.fromEntries(there.map(({ name, make }) => [name, make()])) };
  const open = openFields(fields);
  if (!open.length) return known;
  return Fn.merge(Object.keys(known).length ? [known, ...open] : open) as object;
}

/** One field each: only then has Terraform a common type for `{ field = … }` and `{}`. */
const openFields = (fields: readonly OptionalField[]): object[] =>
  fields
    .filter(({ condition }) => isUnresolved(condition))
    .map(({ name, condition, make }) => choose<object>(condition, { [name]: make() }, {}));

/**
 * The same for a large object: what is always there becomes a local value, since CDKTF escapes nothing in the literals of a
 * function call.
 * @param id the local value's name, where one is needed
 */
export function objectIn(
  scope: Construct,
  id: string,
  always: Record<string, unknown>,
  ...fields: readonly OptionalField[]
): object {
  const open = openFields(fields);
  if (!open.length) return objectWith(always, ...fields);
  const known = objectWith(always, ...fields.filter(({ condition }) => condition === true));
  const local = new TerraformLocal(scope, id, known);
  return Fn.merge([Token.asAny(local.fqn), ...open]) as object;
}

/** A list with elements that are always there, then those that are there only sometimes. */
export function listWith(always: readonly unknown[], ...items: readonly OptionalPart[]): unknown {
  const there = items.filter(({ condition }) => condition === true);
  const known = [...always, ...there.map(({ make }) => make())];
  const open = items.filter(({ condition }) => isUnresolved(condition));
  if (!open.length) return known;
  return Fn.concat([known, ...open.map(({ condition, make }) => choose(condition, [make()], []))]);
}

/** An object of texts and lists of texts for each entry of a map input, ordered by key. */
export function listFrom<T>(
  items: Keyed<T>,
  make: (value: T, key: string) => Record<string, string | readonly string[]>,
): unknown {
  const input = inputReference(items);
  if (!input) {
    const plain = items as Readonly<Record<string, T>>;
    return Object.keys(plain)
      .sort()
      .map((key) => make(plain[key] as T, key));
  }
  if (input.kind.kind !== "map") throw new Error(`listFrom() takes a map input, not ${input.text}.`);
  const made = make(referTo(input.kind.of, "value") as T, Token.asString(ref("key")));
  const fields = Object.entries(made).map(([name, value]) => `${name} = ${textOf(value)}`);
  return ref(`[for key, value in ${input.text} : { ${fields.join(", ")} }]`);
}

/** A text or a list of texts as part of an expression. */
function textOf(value: string | readonly string[]): string {
  if (typeof value === "string") return Token.isUnresolved(value) ? value : hclString(value);
  const token = Tokenization.reverseList(value as string[]);
  return token ? Token.asString(token) : `[${value.map(textOf).join(", ")}]`;
}
