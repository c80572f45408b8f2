/** The rules that a single input's kind implies, each with both renderings: a test in TypeScript, a condition in Terraform. */
import { hclString } from "./hcl-literal";
import type { Kind } from "./kinds";

export interface FieldRule {
  /** Completes "<field> …". */
  says: string;
  holds(value: unknown): boolean;
  /** The same as a Terraform condition on the expression `x`. */
  condition(x: string): string;
}

export function fieldRules(kind: Kind): FieldRule[] {
  switch (kind.kind) {
    case "string":
      return stringRules(kind);
    case "number":
      return numberRules(kind);
    case "list":
    case "set":
    case "map":
      return sizeRules(kind);
    default:
      return [];
  }
}

function stringRules(kind: Extract<Kind, { kind: "string" }>): FieldRule[] {
  const rules: FieldRule[] = [];
  const text = (value: unknown) => value as string;
  const { pattern, minLength, maxLength, oneOf } = kind;
  if (oneOf) {
    rules.push({
      says: `must be one of ${oneOf.join(", ")}`,
      holds: (value) => oneOf.includes(text(value)),
      condition: (x) => `contains([${oneOf.map(hclString).join(", ")}], ${x})`,
    });
  }
  if (pattern) {
    rules.push({
      says: kind.patternSays ? `must be ${kind.patternSays}` : `must match ${pattern}`,
      holds: (value) => new RegExp(pattern).test(text(value)),
      condition: (x) => `can(regex(${hclString(pattern)}, ${x}))`,
    });
  }
  if (minLength !== undefined) {
    rules.push({
      says: `must have at least ${minLength} character(s)`,
      holds: (value) => text(value).length >= minLength,
      condition: (x) => `length(${x}) >= ${minLength}`,
    });
  }
  if (maxLength !== undefined) {
    rules.push({
      says: `must have at most ${maxLength} characters`,
      holds: (value) => text(value).length <= maxLength,
      condition: (x) => `length(${x}) <= ${maxLength}`,
    });
  }
  return rules;
}

function numberRules(kind: Extract<Kind, { kind: "number" }>): FieldRule[] {
  const rules: FieldRule[] = [];
  const { min, max, oneOf } = kind;
  const number = (value: unknown) => value as number;
  if (oneOf) {
    rules.push({
      says: `must be one of ${oneOf.join(", ")}`,
      holds: (value) => oneOf.includes(number(value)),
      condition: (x) => `contains([${oneOf.join(", ")}], ${x})`,
    });
  }
  if (kind.integer) {
    rules.push({
      says: "must be a whole number",
      holds: (value) => Number.isInteger(value),
      condition: (x) => `floor(${x}) == ${x}`,
    });
  }
  if (min !== undefined && max !== undefined) {
    rules.push({
      says: `must be between ${min} and ${max}`,
      holds: (value) => number(value) >= min && number(value) <= max,
      condition: (x) => `${x} >= ${min} && ${x} <= ${max}`,
    });
  } else if (min !== undefined) {
    rules.push({
      says: `must be at least ${min}`,
      holds: (v) => number(v) >= min,
      condition: (x) => `${x} >= ${min}`,
    });
  } else if (max !== undefined) {
    rules.push({
      says: `must be at most ${max}`,
      holds: (v) => number(v) <= max,
      condition: (x) => `${x} <= ${max}`,
    });
  }
  return rules;
}

function sizeRules(kind: Extract<Kind, { kind: "list" | "set" | "map" }>): FieldRule[] {
  const rules: FieldRule[] = [];
  const { minItems, maxItems } = kind;
  const size = (value: unknown) =>
    Array.isArray(value) ? value.length : Object.keys(value as object).length;
  if (minItems !== undefined) {
    rules.push({
      says: `must have at least ${minItems} element(s)`,
      holds: (value) => size(value) >= minItems,
      condition: (x) => `length(${x}) >= ${minItems}`,
    });
  }
  if (maxItems !== undefined) {
    rules.push({
      says: `must have at most ${maxItems} element(s)`,
      holds: (value) => size(value) <= maxItems,
      condition: (x) => `length(${x}) <= ${maxItems}`,
    });
  }
  return rules;
}
