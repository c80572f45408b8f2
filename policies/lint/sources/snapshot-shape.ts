import { describeKind } from "../model/describe";
import type { Place } from "../model/text";
import type { Problem } from "../model/types";
import { member, type Value } from "../model/value";
import { partProblem } from "./problems";

/** Reads a JSON value of a snapshot. What is wrong becomes a problem; then the result is `invalid`. */
export type Shape<Type> = (
  value: Value | undefined,
  pointer: string,
  context: ShapeContext,
) => Type | typeof invalid;

export const invalid = Symbol("invalid");

export interface ShapeContext {
  readonly problems: Problem[];
  /** Where something stands that lacks a member. */
  readonly place: Place;
}

/** Where an object stands in the snapshot. */
export interface Located {
  readonly place: Place;
  readonly pointer: string;
}

export type Decoded<Of extends Shape<unknown>> = Exclude<ReturnType<Of>, typeof invalid>;

const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

export const text = leaf("a text", (value) => (value.kind === "string" ? value.value : invalid));

export const time = leaf("a time in UTC like 2026-01-31T09:00:00Z", (value) =>
  value.kind === "string" && isoTime.test(value.value) && !Number.isNaN(Date.parse(value.value))
    ? value.value
    : invalid,
);

export const accountId = leaf("an account id of twelve digits", (value) =>
  value.kind === "string" && /^\d{12}$/.test(value.value) ? value.value : invalid,
);

export const flag = leaf("true or false", (value) =>
  value.kind === "scalar" && typeof value.value === "boolean" ? value.value : invalid,
);

export const count = leaf("a number from 0", (value) =>
  value.kind === "scalar" && typeof value.value === "number" && value.value >= 0 ? value.value : invalid,
);

/** A policy document: it is read as such later. */
export const document: Shape<Value> = leaf("a policy document", (value) => value);

/** One of these texts. */
export function choice<Choice extends string>(...choices: readonly Choice[]): Shape<Choice> {
  return leaf(
    `one of ${choices.join(", ")}`,
    (value) => choices.find((candidate) => value.kind === "string" && value.value === candidate) ?? invalid,
  );
}

export function nullable<Type>(shape: Shape<Type>): Shape<Type | null> {
  return (value, pointer, context) =>
    value?.kind === "scalar" && value.value === null ? null : shape(value, pointer, context);
}

/** A member that may be left out. */
export function optional<Type>(shape: Shape<Type>): Shape<Type | undefined> {
  return (value, pointer, context) => (value === undefined ? undefined : shape(value, pointer, context));
}

/** Entries that are invalid are left out. */
export function list<Type>(shape: Shape<Type>): Shape<readonly Type[]> {
  return (value, pointer, context) => {
    if (value?.kind !== "array") return refuse(value, pointer, context, "a list");
    return value.items.flatMap((item, index) => {
      const read = shape(item, `${pointer}/${index}`, { ...context, place: item.place });
      return read === invalid ? [] : [read];
    });
  };
}

/** A value together with where it stands. */
export function located<Type>(shape: Shape<Type>): Shape<Located & { readonly value: Type }> {
  return (value, pointer, context) => {
    const read = shape(value, pointer, context);
    return read === invalid ? invalid : { value: read, pointer, place: value?.place ?? context.place };
  };
}

/** An object with these members; others are passed over, so that later versions can add some. */
export function record<Type extends object>(shapes: {
  readonly [Key in keyof Type]: Shape<Type[Key]>;
}): Shape<Type & Located> {
  return (value, pointer, context) => {
    if (value?.kind !== "object") return refuse(value, pointer, context, "an object");
    const read: Record<string, unknown> = { place: value.place, pointer };
    let complete = true;
    for (const [key, shape] of Object.entries<Shape<unknown>>(shapes)) {
      const found = shape(member(value, key), `${pointer}/${key}`, { ...context, place: value.place });
      if (found === invalid) complete = false;
      read[key] = found;
    }
    // Each member has gone through the shape of its key.
    return complete ? (read as Type & Located) : invalid;
  };
}

function leaf<Type>(expected: string, read: (value: Value) => Type | typeof invalid): Shape<Type> {
  return (value, pointer, context) => {
    const found = value === undefined ? invalid : read(value);
    return found === invalid ? refuse(value, pointer, context, expected) : found;
  };
}

function refuse(
  value: Value | undefined,
  pointer: string,
  { problems, place }: ShapeContext,
  expected: string,
): typeof invalid {
  const is = value === undefined ? "is missing" : `is ${shown(value)}`;
  problems.push(
    partProblem(value?.place ?? place, `${pointer || "/"} ${is}; it must be ${expected}`, { pointer }),
  );
  return invalid;
}

function shown(value: Value): string {
  return value.kind === "string" ? `"${value.value.slice(0, 60)}"` : describeKind(value);
}
