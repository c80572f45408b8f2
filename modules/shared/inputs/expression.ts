/**
 * Inputs as Terraform expressions. A construct that is exported as a plain Terraform module is made once with each input
 * as `var.<name>`; inside `for_each` and `dynamic` blocks the same happens with `each.value` and `<block>.value`.
 */
import { ref, Token, Tokenization, type IResolvable, type IResolveContext } from "../tf";
import { snakeCase } from "./case";
import type { Kind } from "./kinds";

const EXPRESSION = Symbol.for("terraform-aws-mlops.expression");
const KIND = Symbol.for("terraform-aws-mlops.kind");

/** An object or collection that Terraform knows and TypeScript does not. */
export interface Expression<T> {
  readonly [EXPRESSION]: { readonly text: string; readonly kind: Kind };
  /** Only for the compiler. */
  readonly __type?: T;
}

export const isExpression = (value: unknown): value is Expression<unknown> =>
  typeof value === "object" && value !== null && EXPRESSION in value;

export const expressionOf = (value: Expression<unknown>) => value[EXPRESSION];

/** A scalar input, or a list or map of strings, as a CDKTF token that can be told from the tokens of resources. */
class InputReference implements IResolvable {
  readonly creationStack: string[] = [];
  constructor(
    readonly text: string,
    readonly kind: Kind,
  ) {}
  resolve(context: IResolveContext): unknown {
    return context.resolve(ref(this.text));
  }
  toString(): string {
    return Token.asString(this);
  }
  toJSON(): string {
    return this.text;
  }
}

/** The text of a reference to an input, e.g. `var.name`; undefined for plain values and for other expressions. */
export function inputReference(value: unknown): { text: string; kind: Kind } | undefined {
  if (isExpression(value)) return expressionOf(value);
  if (value instanceof InputReference) return value;
  const token = onlyToken(value);
  return token instanceof InputReference ? token : undefined;
}

function onlyToken(value: unknown): IResolvable | undefined {
  if (typeof value === "string") {
    const parts = Tokenization.reverseString(value);
    return parts.length === 1 ? parts.firstToken : undefined;
  }
  if (typeof value === "number") return Tokenization.reverseNumber(value);
  if (Array.isArray(value))
    return isListToken(value) ? Tokenization.reverseList(value as string[]) : undefined;
  if (value && typeof value === "object" && Token.isUnresolved(value)) return Tokenization.reverse(value)[0];
  return undefined;
}

/** True for a value of which TypeScript knows nothing: neither whether it is set nor what it is. */
export function isUnresolved(value: unknown): boolean {
  if (isExpression(value)) return true;
  if (Array.isArray(value) && !isListToken(value)) return value.some(isUnresolved);
  return isToken(value);
}

const isToken = (value: unknown): boolean =>
  (!Array.isArray(value) || isListToken(value)) && Token.isUnresolved(value);

/** CDKTF takes any list of one element for the token of a list, and fails when it is no text. */
const isListToken = (value: readonly unknown[]): boolean =>
  value.length === 1 && typeof value[0] === "string";

/**
 * An input as the construct sees it: a token for scalars and for lists and maps of strings, an object of such for objects,
 * and an opaque expression for other collections.
 */
export function referTo(kind: Kind, text: string): unknown {
  const token = new InputReference(text, kind);
  switch (kind.kind) {
    case "string":
      return Token.asString(token);
    case "number":
      return Token.asNumber(token);
    case "bool":
      return token;
    case "list":
    case "set":
      return kind.of.kind === "string" ? Token.asList(token) : { [EXPRESSION]: { text, kind } };
    case "map":
      return kind.of.kind === "string" ? Token.asStringMap(token) : { [EXPRESSION]: { text, kind } };
    case "object": {
      const value = { [EXPRESSION]: { text, kind } };
      for (const [name, field] of Object.entries(kind.fields)) {
        const get = () => referTo(field, `${text}.${snakeCase(name)}`);
        Object.defineProperty(value, name, { enumerable: true, get });
      }
      return value;
    }
  }
}

/** Remembers a plain value's kind, so that keys chosen by the user (tags, map keys) are told from names of fields. */
export const withKind = <T extends object>(kind: Kind, value: T): T =>
  Object.defineProperty(value, KIND, { value: kind });

export function kindOf(value: unknown): Kind | undefined {
  if (isExpression(value)) return expressionOf(value).kind;
  return value && typeof value === "object" ? (value as { [KIND]?: Kind })[KIND] : undefined;
}

/**
 * A value as Terraform writes it: names of fields in snake_case, keys of maps untouched, fields that are not set as null,
 * because `each.value.x` of an object without `x` is an error.
 */
export function toTerraform(value: unknown, kind: Kind | undefined = kindOf(value)): unknown {
  if (value === undefined || value === null) return null;
  if (isExpression(value)) return ref(expressionOf(value).text);
  if (typeof value !== "object" || isToken(value)) return value;
  if (Array.isArray(value))
    return value.map((item) => toTerraform(item, kind && "of" in kind ? kind.of : kindOf(item)));
  const entries = Object.entries(value);
  if (kind?.kind === "map")
    return Object.fromEntries(entries.map(([key, item]) => [key, toTerraform(item, kind.of)]));
  const fieldKind = (name: string) => (kind?.kind === "object" ? kind.fields[name] : undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [snakeCase(name), toTerraform(item, fieldKind(name) ?? kindOf(item))]),
  );
}
