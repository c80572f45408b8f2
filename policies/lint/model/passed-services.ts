import { parseOperator } from "./condition-operators";
import { narrows } from "./conditions";
import { covers, overlaps } from "./patterns";
import type { Condition, Statement } from "./types";

/**
 * To which services an Allow of iam:PassRole lets a role be passed: host names in lower case (`lambda.amazonaws.com`), or
 * patterns of them; `any` where conditions do not limit it to some. An empty list: to none.
 *
 * Several conditions must all hold, so what is left is what each of them lets through.
 */
export function servicesPassedTo(statement: Statement): readonly string[] | "any" {
  const limits = limitsOf(statement);
  const [first, ...others] = limits.map(valuesOf);
  if (first === undefined) return "any";
  return others
    .reduce<readonly string[]>(
      (left, right) => [...new Set(left.flatMap((a) => right.flatMap((b) => both(a, b))))],
      first,
    )
    .filter((service) => (!/[*?]/.test(service) ? !isExcluded(service, statement) : true));
}

/** Whether an Allow of iam:PassRole lets a role be passed to the service: `lambda.amazonaws.com`. */
export function mayPassTo(statement: Statement, service: string): boolean {
  const host = service.toLowerCase();
  const lets = limitsOf(statement).every((limit) => valuesOf(limit).some((value) => covers(value, host)));
  return lets && !isExcluded(host, statement);
}

function onService({ conditions }: Statement): readonly Condition[] {
  return conditions.filter(({ key }) => key.toLowerCase() === "iam:passedtoservice");
}

function limitsOf(statement: Statement): readonly Condition[] {
  return onService(statement).filter((condition) => narrows(condition, statement.conditions));
}

/** What a condition lets through. A value with wildcards under `StringEquals` is the name of no service. */
function valuesOf({ operator, values }: Condition): string[] {
  const { wildcards } = parseOperator(operator);
  return values.map(({ value }) => value.toLowerCase()).filter((value) => wildcards || !/[*?]/.test(value));
}

/** Whether a negated condition names the service. */
function isExcluded(host: string, statement: Statement): boolean {
  return onService(statement).some((condition) => {
    const { negated } = parseOperator(condition.operator);
    return negated && valuesOf(condition).some((value) => covers(value, host));
  });
}

/** What both patterns let through: the narrower one, or each of two that only partly meet. */
function both(a: string, b: string): string[] {
  if (covers(a, b)) return [b];
  if (covers(b, a)) return [a];
  return overlaps(a, b) ? [a, b] : [];
}
