import { parseOperator } from "./condition-operators";
import { alwaysHolds, narrows } from "./conditions";
import { covers, overlaps } from "./patterns";
import type { Condition, Statement } from "./types";

/**
 * To which services an Allow of iam:PassRole lets a role be passed: host names in lower case (`lambda.amazonaws.com`), or
 * patterns of them; `any` where conditions do not limit it to some. An empty list: to none.
 *
 * Several conditions must all hold, so what is left is what each of them lets through.
 */
export function servicesPassedTo(statement: Statement): readonly string[] | "any" {
  const excluded = servicesExcluded(statement);
  const allowed = limitsOf(statement).map(valuesOf).reduce<readonly string[] | "any">(commonServices, "any");
  return allowed === "any"
    ? "any"
    : allowed.filter((service) => !excluded.some((pattern) => covers(pattern, service)));
}

/** Services, or patterns of them, that negated conditions of an Allow of iam:PassRole leave out. */
export function servicesExcluded(statement: Statement): readonly string[] {
  return onService(statement).filter(isNegated).flatMap(valuesOf);
}

/** What a Deny of iam:PassRole that asks for the service leaves: of all services some only, or all but some. */
export interface ServicesLeft {
  /** `any` where it does not limit them to some. */
  readonly only: readonly string[] | "any";
  readonly except: readonly string[];
}

/**
 * What a Deny leaves whose one condition is on iam:PassedToService, or whose others always hold. Null for other Denies:
 * these cover everything, or nothing for sure.
 */
export function servicesLeftBy(deny: Statement): ServicesLeft | null {
  const conditions = onService(deny);
  const [condition] = conditions;
  const others = deny.conditions.filter((other) => !conditions.includes(other));
  if (condition === undefined || conditions.length > 1) return null;
  if (!others.every((other) => alwaysHolds(other, deny.conditions))) return null;
  if (parseOperator(condition.operator).base === "null") return null;
  const values = valuesOf(condition);
  return isNegated(condition) ? { only: values, except: [] } : { only: "any", except: values };
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

function isNegated({ operator }: Condition): boolean {
  return parseOperator(operator).negated;
}

/** What both lists let through. */
export function commonServices(
  left: readonly string[] | "any",
  right: readonly string[] | "any",
): readonly string[] | "any" {
  if (left === "any") return right;
  if (right === "any") return left;
  return [...new Set(left.flatMap((a) => right.flatMap((b) => both(a, b))))];
}

/** What both patterns let through: the narrower one, or each of two that only partly meet. */
function both(a: string, b: string): string[] {
  if (covers(a, b)) return [b];
  if (covers(b, a)) return [a];
  return overlaps(a, b) ? [a, b] : [];
}
