import { unknownPart, type Value } from "./value";

/**
 * Characters of the JSON without white space between its parts, as IAM counts a policy's size. What only Terraform knows
 * counts nothing, so that the result is the least that it can be.
 */
export function minifiedLength(value: Value): number {
  switch (value.kind) {
    case "string":
      return textLength(value.value);
    case "scalar":
      return String(value.value).length;
    case "unknown":
      return 0;
    case "array":
      return listLength(value.items.map(minifiedLength));
    case "object":
      return listLength(
        value.members.map(({ key, value: inner }) => textLength(key) + 1 + minifiedLength(inner)),
      );
  }
}

const needsCare = new RegExp(`["\\\\\\u0000-\\u001f\\ud800-\\udfff${unknownPart}]`);

function textLength(text: string): number {
  // Most texts are written as they are, between quotes.
  return needsCare.test(text) ? JSON.stringify(text.replaceAll(unknownPart, "")).length : text.length + 2;
}

/** Brackets around, commas between. */
function listLength(lengths: readonly number[]): number {
  return lengths.reduce((sum, length) => sum + length, 2) + Math.max(lengths.length - 1, 0);
}
