import { parseOperator } from "../../model/condition-operators";
import { alwaysHolds } from "../../model/conditions";
import { isAlwaysPresent, isPresentWhereItApplies } from "../../model/condition-keys";
import { findConditionKey } from "../../model/known-condition-keys";
import type { Condition, Policy, Statement } from "../../model/types";
import { allow, policyExample } from "../example";
import { renameOperator } from "../fixes";
import type { Fix, Rule } from "../rule";
import { isMfaKey } from "./mfa-pattern";

const statement = allow("s3:GetObject", "arn:aws:s3:::photos/*");

export const conditionDoesNotNarrow: Rule = {
  id: "IAM105",
  name: "condition-does-not-narrow",
  severity: "warning",
  why: "The condition looks like a limit and is none: it holds for every request, or for each that leaves the key out.",
  whatToDo:
    "Compare the key with the values that are meant; with ForAllValues, ask by Null that the key is there.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  examples: {
    bad: policyExample({ ...statement, Condition: { StringLike: { "aws:PrincipalArn": "*" } } }),
    good: policyExample({
      ...statement,
      Condition: { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/jobs/*" } },
    }),
  },
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      policy.statements
        .filter(({ effect }) => effect === "Allow")
        .flatMap((allowing) =>
          allowing.conditions.flatMap((condition) => {
            const why = whyNoLimit(condition, allowing);
            if (why === undefined) return [];
            const { operator, key, place, pointer } = condition;
            const fix = fixOf(condition, allowing, policy);
            return {
              severity: "warning" as const,
              message: `The condition ${operator} on ${key} limits nothing: ${why}.`,
              place,
              pointer,
              resource: policy.resource,
              ...(fix === undefined ? {} : { fix }),
            };
          }),
        ),
    ),
};

function whyNoLimit(condition: Condition, { conditions }: Statement): string | undefined {
  const { operator, key, values } = condition;
  if (isMfaKey(key)) return undefined;
  const { base, qualifier, ifExists, wildcards } = parseOperator(operator);
  if (alwaysHolds(condition)) return "it holds for every request";
  const texts = values.map(({ value }) => value);
  if (base === "ipaddress" && texts.some((text) => /\/0$/.test(text))) {
    return "its range holds every address. Write the ranges that are meant";
  }
  if (wildcards && texts.some((text) => /^\*+$/.test(text)) && !mayAskForPresence(key)) {
    return `its value "*" matches everything. Write the values that are meant`;
  }
  if (isRequired(key, conditions)) return undefined;
  if (qualifier === "ForAllValues" && !isFineWhenAbsent(key)) {
    const advice = isSingleValued(key) ? "Leave ForAllValues off: the key has a single value" : addNull(key);
    return `ForAllValues holds, too, when a request has no ${key}. ${advice}`;
  }
  if (ifExists && isOfEveryRequest(key)) {
    return `IfExists lets through each request that has no ${key}. Leave IfExists off, or add another condition for those`;
  }
  return undefined;
}

/** Where the operator alone is wrong: IfExists on a key that every request should have, ForAllValues on a single value. */
function fixOf(condition: Condition, statement: Statement, policy: Policy): Fix | undefined {
  const { operator, key, values } = condition;
  const { qualifier, ifExists } = parseOperator(operator);
  if (alwaysHolds(condition) || values.some(({ value }) => /^\*+$|\/0$/.test(value))) return undefined;
  if (qualifier === "ForAllValues" && isSingleValued(key)) {
    return renameOperator(policy, statement, condition, operator.replace(/^ForAllValues:/i, ""));
  }
  return ifExists && qualifier === null
    ? renameOperator(policy, statement, condition, operator.replace(/IfExists$/i, ""))
    : undefined;
}

/** A tag with any value is a usual thing to ask for. */
function mayAskForPresence(key: string): boolean {
  return !isPresentWhereItApplies(key) && !isAlwaysPresent(key);
}

/**
 * Services' own keys with several values say what a request holds of something (tags, a grant's operations): without it
 * there is nothing to limit. The same goes for tags.
 */
function isFineWhenAbsent(key: string): boolean {
  if (/^aws:tagkeys$/i.test(key)) return true;
  const known = findConditionKey(key);
  return known === undefined || (!known.global && !isSingleValued(key));
}

function isSingleValued(key: string): boolean {
  const type = findConditionKey(key)?.type;
  return type !== undefined && !type.startsWith("ArrayOf");
}

function addNull(key: string): string {
  return `Add "Null": {"${key}": "false"}`;
}

/**
 * Keys that say who calls and from where. Services' own keys belong to some resources of a request and not to others, and
 * IfExists is the right thing for them.
 */
function isOfEveryRequest(key: string): boolean {
  return /^aws:(sourceip|sourcevpc|sourcevpce|principalorgid|principalorgpaths|principalaccount|sourceaccount|sourcearn|sourceorgid|securetransport)$/i.test(
    key,
  );
}

function isRequired(key: string, conditions: readonly Condition[]): boolean {
  return conditions.some(
    (other) =>
      parseOperator(other.operator).base === "null" &&
      other.key.toLowerCase() === key.toLowerCase() &&
      other.values.length > 0 &&
      other.values.every(({ value }) => /^false$/i.test(value)),
  );
}
