import type { Place } from "./text";
import type { Element } from "./types";
import { unknownPart, type Value } from "./value";

/**
 * Takes what is wrong with a part of a policy: where, its JSON pointer inside the policy, and the words. What Terraform
 * has yet to compute could not be decided; anything else is what IAM would refuse.
 */
export type Report = (value: Reported, pointer: string, message: string) => void;

/** A value, an element, or any other place. */
export type Reported = Value | Element | { readonly place: Place };

/** Whether the value, or a part of it, is known only when Terraform runs. */
export function isUndecided(value: Reported): boolean {
  if ("kind" in value && value.kind === "unknown") return true;
  return "value" in value && typeof value.value === "string" && value.value.includes(unknownPart);
}

/** What a value is, in the words of a message. */
export function describeKind(value: Value): string {
  switch (value.kind) {
    case "string":
      return "a string";
    case "array":
      return "a list";
    case "object":
      return "an object";
    case "unknown":
      return "known only when Terraform runs";
    case "scalar":
      return value.value === null ? "null" : `a ${typeof value.value}`;
  }
}
