import type { ObjectValue, Value } from "../../model/value";

/**
 * Strings that hold or refer to a policy document in attributes that no table names. A text that only mentions the word
 * (a script, a description) is not one.
 */
export function findHiddenPolicies(body: ObjectValue, named: ReadonlySet<string>): Value[] {
  const found: Value[] = [];
  const visit = (value: Value): void => {
    if (value.kind === "array") value.items.forEach(visit);
    else if (value.kind === "object") value.members.forEach(({ value: inner }) => visit(inner));
    else if (value.kind === "string" && looksLikePolicy(value)) found.push(value);
  };
  for (const { key, value } of body.members) {
    if (key !== "//" && !named.has(key)) visit(value);
  }
  return found;
}

function looksLikePolicy({ value, expressions }: Extract<Value, { kind: "string" }>): boolean {
  if (/^\s*\{/.test(value) && value.includes('"Statement"') && value.includes('"Effect"')) return true;
  const [expression = ""] = expressions;
  const whole = expressions.length === 1 && value.length === 1;
  return (
    whole &&
    (/aws_iam_policy_document\.[\w-]+.*\.json$/.test(expression) ||
      /^jsonencode\([\s\S]*\bStatement"?\s*[=:]/.test(expression))
  );
}
