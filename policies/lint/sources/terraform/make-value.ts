import type { ArrayValue, Member, ObjectValue, StringValue, Value } from "../../model/value";

/*
 * Parts of a document that an input does not hold as they stand in IAM's: they have the place of what they were made from.
 */

export function pair(at: Pick<Value, "place">, key: string, value: Value): Member {
  return { key, keyPlace: at.place, value };
}

export function object(at: Pick<Value, "place">, members: readonly Member[]): ObjectValue {
  return { kind: "object", place: at.place, members };
}

export function list(at: Pick<Value, "place">, items: readonly Value[]): ArrayValue {
  return { kind: "array", place: at.place, items };
}

export function text(at: Pick<Value, "place">, value: string): StringValue {
  return { kind: "string", place: at.place, value, expressions: [], offsetOf: () => at.place.offset };
}
