/*
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
 */

const comparisons = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const plain: readonly string[] = [
  ...["Equals", "NotEquals", "EqualsIgnoreCase", "NotEqualsIgnoreCase", "Like", "NotLike"].map(
    (name) => `String${name}`,
  ),
  ...comparisons.map((name) => `Numeric${name}`),
  ...comparisons.map((name) => `Date${name}`),
  ...["Equals", "NotEquals", "Like", "NotLike"].map((name) => `Arn${name}`),
  "Bool",
  "BinaryEquals",
  "IpAddress",
  "NotIpAddress",
];

const qualified = (names: readonly string[]) =>
  ["", "ForAllValues:", "ForAnyValue:"].flatMap((qualifier) => names.map((name) => qualifier + name));

/** All condition operators that IAM knows. `Null` asks for a key's absence itself, so it has no `IfExists`. */
export const operatorNames: readonly string[] = qualified([
  ...plain,
  ...plain.map((name) => `${name}IfExists`),
  "Null",
]);

const byLowerCase = new Map(operatorNames.map((name) => [name.toLowerCase(), name]));

/** The operator in AWS's own spelling; undefined where there is none. */
export function findOperator(operator: string): string | undefined {
  return byLowerCase.get(operator.toLowerCase());
}
