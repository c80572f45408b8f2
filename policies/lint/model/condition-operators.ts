/** A condition operator, taken apart: `ForAllValues:StringNotLikeIfExists`. */
export interface Operator {
  /** `ForAllValues` holds when the key is absent, `ForAnyValue` does not; null for neither. */
  readonly qualifier: "ForAllValues" | "ForAnyValue" | null;
  /** In lower case, without qualifier and `IfExists`: `stringnotlike`. */
  readonly base: string;
  /** Holds when no value matches, and when the key is absent. */
  readonly negated: boolean;
  /** Holds when the key is absent. */
  readonly ifExists: boolean;
  /** Whether `*` and `?` in a value are wildcards. */
  readonly wildcards: boolean;
}

const wildcardOperators = new Set([
  "stringlike",
  "stringnotlike",
  "arnlike",
  "arnnotlike",
  "arnequals",
  "arnnotequals",
]);

const parsed = new Map<string, Operator>();

/** Spelling does not matter here; the rule on unknown conditions says where IAM would refuse it. */
export function parseOperator(operator: string): Operator {
  const known = parsed.get(operator);
  if (known !== undefined) return known;
  const [, qualifier, name = "", ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  const result: Operator = {
    qualifier: qualifier === undefined ? null : qualifier === "forallvalues" ? "ForAllValues" : "ForAnyValue",
    base: name,
    negated: name.includes("not") && name !== "null",
    ifExists: ifExists !== undefined,
    wildcards: wildcardOperators.has(name),
  };
  parsed.set(operator, result);
  return result;
}
