import type { Place } from "./text";
import type { Value } from "./value";

/** Takes what is wrong with a part of a policy: where, its JSON pointer inside the policy, and the words. */
export type Report = (value: { readonly place: Place }, pointer: string, message: string) => void;

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
