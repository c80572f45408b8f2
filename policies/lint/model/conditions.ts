import {
  actionMayHaveKey,
  allPowerfulPolicies,
  isAlwaysPresent,
  isOfSomeActions,
  isPresentWhereItApplies,
  meaningOfKey,
  whyKeyDoesNotNarrow,
} from "./condition-keys";
import { parseOperator } from "./condition-operators";
import { covers, isEffectiveStar } from "./patterns";
import type { Condition, Statement } from "./types";

/*
 * How conditions weigh.
 *
 * In an Allow, a condition counts only when it leaves out part of what is acted on or handed over: a tag of the resource,
 * a permissions boundary, the service that a role is passed to. Who fulfils a condition on MFA, network, time or
 * organization has the whole permission, so the risk stays. `condition-keys.ts` has the table.
 *
 * In a Deny, a condition counts against the Deny: it covers only when its conditions always hold.
 *
 * A condition that could not be read narrows no Allow, and makes a Deny cover nothing.
 */

/** Why the condition does not narrow an Allow; undefined where it does. `among` are all conditions of the statement. */
export function whyNotNarrowing(
  condition: Condition,
  among: readonly Condition[] = [condition],
): string | undefined {
  const { qualifier, base, negated, ifExists } = parseOperator(condition.operator);
  const { key, values } = condition;
  if (base === "null") return "it only asks whether the key is there";
  if (values.length === 0) return "it has no value";
  const mustExist = requiresKey(key, among);
  if (qualifier === "ForAllValues" && !mustExist) return "ForAllValues holds when the key is absent";
  if (ifExists && !mustExist && !isPresentWhereItApplies(key)) return "IfExists holds when the key is absent";
  if (negated) return "it leaves out only what it names";
  if (letsEverythingThrough(condition)) return "its value matches everything";
  // A tag of the caller that must equal a tag of the resource says something about the resource.
  if (values.every(({ value }) => namesTarget(value, key))) return undefined;
  return whyKeyDoesNotNarrow(key);
}

/** Whether the condition makes an Allow reach less. */
export function narrows(condition: Condition, among: readonly Condition[] = [condition]): boolean {
  return whyNotNarrowing(condition, among) === undefined;
}

/** Whether nothing narrows the statement: it has no conditions, or only such that leave its reach as it is. */
export function isUnconditional(statement: Statement): boolean {
  return !statement.conditions.some((condition) => narrows(condition, statement.conditions));
}

/** Whether the condition holds for every request there can be. */
export function alwaysHolds(condition: Condition, among: readonly Condition[] = [condition]): boolean {
  const { qualifier, base, negated, ifExists } = parseOperator(condition.operator);
  const values = condition.values.map(({ value }) => value.toLowerCase());
  if (base === "null") {
    if (values.includes("true") && values.includes("false")) return true;
    return values.includes("false") && isAlwaysPresent(condition.key);
  }
  if (negated) return false;
  const absentIsFine = ifExists || qualifier === "ForAllValues" || isAlwaysPresent(condition.key);
  if (base === "bool") return absentIsFine && values.includes("true") && values.includes("false");
  const matchesAll =
    parseOperator(condition.operator).wildcards && values.some((value) => /^\*+$/.test(value));
  return matchesAll && (absentIsFine || requiresKey(condition.key, among));
}

/**
 * Whether a Deny holds whenever the Allow does, as far as conditions go: it has none, they always hold, or the Allow has
 * the same ones.
 */
export function holdsWheneverAllowed(deny: Statement, allow: Pick<Statement, "conditions">): boolean {
  if (!deny.conditional) return true;
  if (deny.conditions.length === 0) return false;
  return deny.conditions.every(
    (condition) =>
      alwaysHolds(condition, deny.conditions) || allow.conditions.some((other) => isSame(condition, other)),
  );
}

/** Whether the conditions of an Allow may hold for some actions and never for others. */
export function tellsActionsApart({ conditions }: Statement): boolean {
  return conditions.some(({ key }) => isOfSomeActions(key));
}

/**
 * Whether the conditions of an Allow can hold for the action at all. `iam:PassedToService` beside `lambda:CreateFunction`
 * never does: only PassRole has that key.
 */
export function mayHoldFor(action: string, statement: Statement): boolean {
  return statement.conditions.every((condition) => {
    if (actionMayHaveKey(action, condition.key)) return true;
    const { qualifier, base, negated, ifExists } = parseOperator(condition.operator);
    if (base === "null") return condition.values.some(({ value }) => value.toLowerCase() === "true");
    return ifExists || qualifier === "ForAllValues" || (negated && qualifier === null);
  });
}

function requiresKey(key: string, among: readonly Condition[]): boolean {
  if (isAlwaysPresent(key)) return true;
  return among.some(
    (other) =>
      parseOperator(other.operator).base === "null" &&
      other.key.toLowerCase() === key.toLowerCase() &&
      other.values.length > 0 &&
      other.values.every(({ value }) => value.toLowerCase() === "false"),
  );
}

function letsEverythingThrough({ operator, key, values }: Condition): boolean {
  const { base, wildcards } = parseOperator(operator);
  const texts = values.map(({ value }) => value);
  if (base === "bool")
    return texts.some((text) => /^true$/i.test(text)) && texts.some((text) => /^false$/i.test(text));
  if (texts.some((text) => isOwnVariable(text, key))) return true;
  if (["iam:policyarn", "iam:permissionsboundary"].includes(key.toLowerCase())) {
    const lets = (text: string, arn: string) => (wildcards ? covers(text, arn) : text === arn);
    return texts.some((text) => allPowerfulPolicies.some((arn) => lets(text, arn)));
  }
  if (base === "ipaddress") return texts.some((text) => /\/0$/.test(text));
  if (!wildcards) return false;
  if (key.toLowerCase() === "iam:passedtoservice") return texts.some(matchesEveryService);
  return texts.some((text) => /^[*?]*\*[*?]*$/.test(text) || isEffectiveStar(text));
}

/** `"aws:username": "${aws:username}"` compares a key with itself. */
function isOwnVariable(text: string, key: string): boolean {
  return text.toLowerCase() === `\${${key.toLowerCase()}}`;
}

/** Whether a value is a variable that stands for something about the target: `${aws:ResourceTag/team}`. */
function namesTarget(value: string, key: string): boolean {
  const variable = /^\$\{([^},]+)/.exec(value)?.[1];
  return variable !== undefined && !isOwnVariable(value, key) && meaningOfKey(variable) === "target";
}

function matchesEveryService(text: string): boolean {
  const names = ["ec2", "lambda", "sagemaker", "glue", "cloudformation"];
  return names.every((name) => covers(text.toLowerCase(), `${name}.amazonaws.com`));
}

function isSame(a: Condition, b: Condition): boolean {
  const key = ({ operator, key: name, values }: Condition) =>
    [operator, name.toLowerCase(), ...values.map(({ value }) => value).sort()].join("\n");
  return a.key.length === b.key.length && key(a) === key(b);
}
