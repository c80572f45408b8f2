import type { Place } from "./text";

/**
 * What every source is read into: JSON values that know their place, and that may be unknown, wholly or in part,
 * because only Terraform can compute them.
 */
export type Value = StringValue | ScalarValue | ArrayValue | ObjectValue | UnknownValue;

/** Stands in a string where an expression stood. It is opaque: no ARN, no wildcard, nothing can be said of it. */
export const unknownPart = "\uE000";

export interface StringValue {
  readonly kind: "string";
  readonly place: Place;
  /** The decoded text, with `unknownPart` for each expression. */
  readonly value: string;
  /** The expressions in order, without `${` and `}`. */
  readonly expressions: readonly string[];
  /** From an index in `value` to an offset in the text of `place`. */
  readonly offsetOf: (index: number) => number;
}

export interface ScalarValue {
  readonly kind: "scalar";
  readonly place: Place;
  readonly value: number | boolean | null;
}

export interface ArrayValue {
  readonly kind: "array";
  readonly place: Place;
  readonly items: readonly Value[];
}

export interface Member {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: Value;
}

export interface ObjectValue {
  readonly kind: "object";
  readonly place: Place;
  readonly members: readonly Member[];
}

export interface UnknownValue {
  readonly kind: "unknown";
  readonly place: Place;
  /** What would have to be known, for the message. */
  readonly expression: string;
}

/** The member's value; of duplicate keys the last, as every JSON reader does. */
export function member(object: Value | undefined, key: string): Value | undefined {
  if (object?.kind !== "object") return undefined;
  for (let index = object.members.length - 1; index >= 0; index--) {
    const found = object.members[index];
    if (found?.key === key) return found.value;
  }
  return undefined;
}

/** The text of a wholly known string. */
export function knownString(value: Value | undefined): string | undefined {
  return value?.kind === "string" && value.expressions.length === 0 && !value.value.includes(unknownPart)
    ? value.value
    : undefined;
}

/** The one expression that is the whole of the string: `${aws_iam_role.x.name}`. */
export function wholeExpression(value: Value | undefined): string | undefined {
  return value?.kind === "string" && value.value === unknownPart ? value.expressions[0] : undefined;
}

/** One value or a list of them, as a list: IAM and Terraform both allow either form in many places. */
export function asList(value: Value | undefined): readonly Value[] {
  if (value === undefined || (value.kind === "scalar" && value.value === null)) return [];
  return value.kind === "array" ? value.items : [value];
}

/** A text with its unknown parts made readable: as Terraform's expressions where they are known and short. */
export function display(text: string, expressions: readonly string[] = []): string {
  if (!text.includes(unknownPart)) return text;
  const left = [...expressions];
  return text.replaceAll(unknownPart, () => {
    const expression = left.shift();
    return expression === undefined || !isShown.test(expression) ? "${…}" : `\${${expression}}`;
  });
}

/** References and calls on them; a whole document in an expression would fill the message. */
const isShown = /^(?=[^"]*[.(])[\w.\-[\]*(), "]{1,80}$/;
