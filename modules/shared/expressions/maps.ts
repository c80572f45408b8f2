/**
 * Looking into inputs that may be Terraform expressions: maps inside optional objects, and something of each element.
 * A plain value is looked into here, an expression by Terraform; both give the same planned values.
 */
import { Fn, ref, Token } from "../tf";
import {
  expressionOf,
  inputReference,
  isExpression,
  kindOf,
  referTo,
  type Flag,
  type Keyed,
  type Kind,
} from "../inputs";
import { withKind } from "../inputs/expression";

/** An optional object's map; empty where the object is not set. Give it a name (`named`) before it is looked into. */
export function mapIn<T, N extends string>(
  parent: { readonly [K in N]: Keyed<T> } | undefined,
  name: N,
): Keyed<T> {
  if (parent === undefined || parent === null) return {};
  const value = parent[name];
  const input = inputReference(parent);
  if (!input || !isExpression(value)) return value;
  const { text, kind } = expressionOf(value);
  return referTo(kind, `${input.text} == null ? {} : ${text}`) as Keyed<T>;
}

/** An optional field of an optional object, for `when`: set only if both are. Inside, use the direct path. */
export function fieldIn<P extends object, N extends keyof P & string>(
  parent: P | undefined,
  name: N,
): P[N] | undefined {
  if (parent === undefined || parent === null) return undefined;
  const value = parent[name];
  const input = inputReference(value);
  if (!inputReference(parent)?.kind.optional || !input) return value;
  return referTo({ ...input.kind, optional: true }, `try(${input.text}, null)`) as P[N];
}

/** The optional object in each element, by the element's key; elements without it are left out. */
export function fieldsOf<T extends object, N extends keyof T & string>(
  items: Keyed<T>,
  name: N,
): Keyed<NonNullable<T[N]>> {
  const of = { ...fieldKind(items, name), optional: false };
  const kind: Kind = { kind: "map", of, description: "" };
  if (isExpression(items)) {
    const field = inputReference((elementOf(items, "value") as T)[name])?.text;
    const text = `{ for key, value in ${expressionOf(items).text} : key => ${field} if ${field} != null }`;
    return referTo(kind, text) as Keyed<NonNullable<T[N]>>;
  }
  const entries = Object.entries(items).flatMap(([key, value]) => {
    const field = value[name];
    return field === undefined || field === null ? [] : [[key, field] as const];
  });
  return withKind(kind, Object.fromEntries(entries));
}

/** The same keys with a text made of each element, e.g. by `Fn.jsonencode`. */
export function mapEach<T>(items: Keyed<T>, make: (value: T) => string): unknown {
  if (!isExpression(items))
    return Object.fromEntries(Object.entries(items).map(([key, value]) => [key, make(value)]));
  const { text } = expressionOf(items);
  return ref(`{ for key, value in ${text} : key => ${make(elementOf(items, "value") as T)} }`);
}

/** Whether the test holds for any element. */
export function anyOf<T>(items: Keyed<T>, test: (value: T) => Flag): Flag {
  if (isExpression(items)) {
    const holds = Token.asString(test(elementOf(items, "value") as T));
    return ref(`anytrue([for value in ${expressionOf(items).text} : ${holds}])`);
  }
  const flags = Object.values(items).map(test);
  if (flags.includes(true)) return true;
  const unknown = flags.filter((flag) => flag !== false);
  const any: unknown = Fn.anytrue(unknown);
  return unknown.length ? (any as Flag) : false;
}

/** Whether an optional object is set and passes the test. */
export function passes<T extends object>(value: T | undefined, test: (value: T) => Flag): Flag {
  if (value === undefined || value === null) return false;
  const input = inputReference(value);
  if (!input?.kind.optional) return test(value);
  // In parentheses, because it stands in conditions. `&&` would look into the object even when it is null.
  return ref(`(${input.text} == null ? false : ${Token.asString(test(value))})`);
}

/** The keys, sorted as Terraform does. */
export function keysOf(items: Keyed<unknown>): string[] {
  if (isExpression(items)) return Token.asList(ref(`keys(${expressionOf(items).text})`));
  return Object.keys(items).sort();
}

function elementOf(items: Keyed<unknown>, text: string): unknown {
  const kind = kindOf(items);
  if (kind?.kind !== "map")
    throw new Error("Expected a map from an inputs table; read() has to have seen it.");
  return referTo(kind.of, text);
}

function fieldKind(items: Keyed<unknown>, name: string): Kind {
  const kind = kindOf(items);
  const of = kind?.kind === "map" ? kind.of : undefined;
  const field = of?.kind === "object" ? of.fields[name] : undefined;
  if (field) return field;
  throw new Error(`Expected a map of objects with the field ${name} from an inputs table.`);
}
