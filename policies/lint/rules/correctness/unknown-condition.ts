import { globalKeyTypes, isKnownService } from "../../model/actions";
import { findConditionKey, hasKey, type KnownKey } from "../../model/known-condition-keys";
import { nearestName } from "../../model/nearest-name";
import { serviceDetails, useOfAction } from "../../model/service-details";
import type { Condition, Policy, Statement } from "../../model/types";
import { unknownPart } from "../../model/value";
import { allow, policyExample } from "../example";
import { renameOperator } from "../fixes";
import type { Rule, RuleResult } from "../rule";
import { findOperator, operatorNames } from "./operator-names";

const bucket = allow("s3:ListBucket", "arn:aws:s3:::photos");

export const unknownCondition: Rule = {
  id: "IAM104",
  name: "unknown-condition",
  severity: "error",
  why: "IAM refuses condition operators that it does not know. A key that does not exist, or that requests for the statement's actions never have, is taken without a word: the condition then never holds, or always.",
  whatToDo: "Write operator and key as AWS documents them, and use keys that the actions have.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
  examples: {
    bad: policyExample({ ...bucket, Condition: { StringLikes: { "s3:prefix": "2024/*" } } }),
    good: policyExample({ ...bucket, Condition: { StringLike: { "s3:prefix": "2024/*" } } }),
  },
  check: ({ policies }) =>
    policies.flatMap((policy) =>
      policy.statements.flatMap((statement) =>
        statement.conditions.flatMap((condition) => [
          ...checkOperator(condition, statement, policy),
          ...checkKey(condition, statement, policy),
        ]),
      ),
    ),
};

function checkOperator(condition: Condition, statement: Statement, policy: Policy): RuleResult[] {
  const { operator, place, pointer } = condition;
  const { resource } = policy;
  const known = findOperator(operator);
  if (known === operator || operator.includes(unknownPart)) return [];
  if (known !== undefined) {
    const message = `AWS writes the condition operator "${operator}" as "${known}"; whether IAM takes other letters is not documented.`;
    return [{ severity: "warning", message, place, pointer, resource }];
  }
  const meant = nearestName(operator, operatorNames);
  const advice = meant === undefined ? "." : `; did you mean "${meant}"?`;
  const message = `IAM has no condition operator "${operator}"${advice}`;
  // IAM refuses the policy as it is, so the right operator grants nothing that was not meant.
  const fix = meant === undefined ? undefined : renameOperator(policy, statement, condition, meant);
  return [{ severity: "error", message, place, pointer, resource, ...(fix === undefined ? {} : { fix }) }];
}

function checkKey(condition: Condition, statement: Statement, policy: Policy): RuleResult[] {
  const { key, place, pointer } = condition;
  if (key.includes(unknownPart) || isOfIdentityProvider(key)) return [];
  const known = findConditionKey(key);
  const message = known === undefined ? unknownKey(key) : unusedKey(key, known, statement);
  if (message === undefined) return [];
  return [{ severity: "warning", message, place, pointer, resource: policy.resource }];
}

/** `token.actions.githubusercontent.com:sub`: the provider decides what its tokens say. */
function isOfIdentityProvider(key: string): boolean {
  return /^[^:]*\.[^:]*:/.test(key);
}

function unknownKey(key: string): string {
  const service = key.slice(0, Math.max(key.indexOf(":"), 0)).toLowerCase();
  const candidates =
    service !== "aws" && isKnownService(service)
      ? [...(serviceDetails(service)?.conditionKeys.keys() ?? [])]
      : Object.keys(globalKeyTypes());
  const meant = nearestName(key, candidates);
  const advice = meant === undefined ? "" : ` Did you mean "${meant}"?`;
  return `AWS documents no condition key "${key}", so no request has it.${advice}`;
}

/** Undefined where at least one of the actions has the key, or where that is not known. */
function unusedKey(key: string, known: KnownKey, { actions }: Statement): string | undefined {
  if (known.global || actions === undefined) return undefined;
  if (actions.some(({ pattern }) => pattern.isEverything || pattern.actions.length === 0)) return undefined;
  if (actions.some(({ pattern }) => pattern.actions.some(({ name }) => mayHave(name, known))))
    return undefined;
  const [first = "", second] = actions.map(({ value }) => value);
  const whose = second === undefined ? first : `${first} and the other actions of the statement`;
  return `Requests for ${whose} have no condition key "${key}". Move the condition to the actions that have it, or leave it out.`;
}

function mayHave(action: string, key: KnownKey): boolean {
  const use = useOfAction(action);
  return use !== undefined && hasKey(use, key);
}
