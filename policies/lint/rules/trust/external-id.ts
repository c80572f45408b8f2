import { pinsDown } from "../../model/callers";
import type { Statement } from "../../model/types";

/** Whether only callers that know the external id may assume the role. */
export function demandsExternalId({ conditions }: Statement): boolean {
  return conditions.some((condition) => {
    if (condition.key.toLowerCase() !== "sts:externalid") return false;
    // An external id may be short; only a wildcard makes it none.
    return pinsDown({ ...condition, operator: exactly(condition.operator) }) && !isAny(condition.values);
  });
}

function exactly(operator: string): string {
  return operator.replace(/^StringLike$/i, "StringEquals");
}

function isAny(values: Statement["conditions"][number]["values"]): boolean {
  return values.some(({ value }) => /^[*?]+$/.test(value));
}
