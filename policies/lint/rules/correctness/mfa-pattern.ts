import { parseOperator } from "../../model/condition-operators";
import type { Condition, Policy, Statement } from "../../model/types";
import { allow, policyExample } from "../example";
import { renameOperator } from "../fixes";
import type { Rule, RuleResult } from "../rule";

const denyAll = { Effect: "Deny", Action: "*", Resource: "*" };

export const mfaPattern: Rule = {
  id: "IAM106",
  name: "mfa-pattern",
  severity: "warning",
  why: "Requests with long-term access keys have no aws:MultiFactorAuthPresent at all. A Deny that asks whether it is false passes them by, and an Allow with IfExists lets them in.",
  whatToDo: "In a Deny write BoolIfExists with false, in an Allow write Bool with true.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-multifactorauthpresent",
  examples: {
    bad: policyExample(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"), {
      ...denyAll,
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } },
    }),
    good: policyExample(allow("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:jobs"), {
      ...denyAll,
      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },
    }),
  },
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      policy.statements.flatMap((statement) =>
        statement.conditions.flatMap((condition) => checkCondition(condition, statement, policy)),
      ),
    ),
};

export function isMfaKey(key: string): boolean {
  return /^aws:multifactorauth(present|age)$/i.test(key);
}

function checkCondition(condition: Condition, statement: Statement, policy: Policy): RuleResult[] {
  const fault = faultOf(condition, statement, policy);
  if (fault === undefined) return [];
  const { message, right } = fault;
  const { place, pointer } = condition;
  const fix = renameOperator(policy, statement, condition, right);
  const result = { severity: "warning", message, place, pointer, resource: policy.resource } as const;
  return [fix === undefined ? result : { ...result, fix }];
}

interface Fault {
  readonly message: string;
  /** The operator that does what is meant. */
  readonly right: string;
}

function faultOf(condition: Condition, { effect }: Statement, policy: Policy): Fault | undefined {
  const { operator, key } = condition;
  if (!isMfaKey(key)) return undefined;
  const { base, ifExists, negated, qualifier } = parseOperator(operator);
  if (base === "null") return undefined;
  const holdsWhenAbsent = ifExists || qualifier === "ForAllValues" || (negated && qualifier === null);
  if (effect === "Deny" && !holdsWhenAbsent && asksForMissingMfa(condition) && !deniesAbsence(policy)) {
    const right = `${operator}IfExists`;
    return {
      message: `Requests with long-term access keys have no ${key}, so the Deny misses them. Write "${right}".`,
      right,
    };
  }
  if (effect === "Allow" && holdsWhenAbsent && !asksForMissingMfa(condition)) {
    const right = ifExists ? operator.replace(/IfExists$/i, "") : "Bool";
    return {
      message: `Requests with long-term access keys have no ${key}, and the Allow lets them in without MFA. Write "${right}".`,
      right,
    };
  }
  return undefined;
}

/** `Bool … false`, or an age that is greater than something. */
function asksForMissingMfa({ operator, values }: Condition): boolean {
  if (/greater/i.test(operator)) return true;
  return values.some(({ value }) => /^false$/i.test(value)) && !/not/i.test(operator);
}

/** Another Deny may ask for the absence of the key. */
function deniesAbsence({ statements }: Policy): boolean {
  return statements.some(
    ({ effect, conditions }) =>
      effect === "Deny" &&
      conditions.some(
        ({ operator, key, values }) =>
          isMfaKey(key) &&
          parseOperator(operator).base === "null" &&
          values.some(({ value }) => /^true$/i.test(value)),
      ),
  );
}
