import type { ActionPattern } from "../../model/action-pattern";
import { actionsOf, type KnownAction } from "../../model/actions";
import { isUnconditional } from "../../model/conditions";
import { describeActions, wholeServices } from "../../model/describe-actions";
import { isStarFor } from "../../model/effective-star";
import { remainingOfPattern, type Remaining } from "../../model/grants";
import { remembered } from "../../model/remembered";
import { sensitiveServices } from "../../model/sensitive-services";
import type { Policy, Statement } from "../../model/types";
import { unknownPart } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Fix, Rule, RuleResult, Severity } from "../rule";
import { isNearlyEverything } from "./all-actions";
import { checkAllows, describeScope, granting, type Allow } from "./allows";
import { readsDataOnStar } from "./data-read-on-star";
import { invokesOnStar } from "./invoke-endpoint-on-star";
import { invokersPolicies, isAllOfSageMaker } from "./invokers";

/**
 * Errors: every action of a sensitive service, and patterns that match permission management on everything. Warnings:
 * other whole services, patterns that match writes. Information: patterns that match reads only.
 */
export const wildcardAction: Rule = {
  id: "IAM202",
  name: "wildcard-action",
  severity: "error",
  why: "A wildcard grants more than the task needs today, and whatever AWS adds to the service tomorrow.",
  whatToDo: "Name the actions that are used.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: policyExample(allow("s3:*", "arn:aws:s3:::photos/*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) =>
    checkAllows(model, granting, (allowed) =>
      checkStatement(allowed, invokersPolicies(model).has(allowed.policy)),
    ),
};

/** All of SageMaker for a principal that only invokes is what IAM209 names. */
function checkStatement(allowed: Allow, isInvokers: boolean): RuleResult[] {
  const { statement, policy } = allowed;
  const results: RuleResult[] = [];
  for (const action of statement.actions ?? []) {
    if (!action.pattern.hasWildcard || action.value.includes(unknownPart)) continue;
    if (isInvokers && isAllOfSageMaker(action.value)) continue;
    const verdict = judge(action.pattern, allowed);
    if (verdict === undefined) continue;
    results.push({
      severity: verdict.severity,
      message: `${verdict.message} ${describeScope(statement)}. Name the actions that are used.`,
      place: action.place,
      pointer: action.pointer,
      resource: policy.resource,
      ...suggestNames(verdict.actions),
    });
  }
  return results;
}

interface Verdict {
  readonly severity: Severity;
  readonly message: string;
  /** What the pattern allows, where it is less than a whole service. */
  readonly actions?: readonly KnownAction[];
}

/** Above this, a list of names helps nobody to choose. */
const mostSuggested = 20;

/** The names that the pattern stands for are no least privilege yet: which of them are used, a person has to say. */
function suggestNames(actions: readonly KnownAction[] = []): { readonly fix?: Fix } {
  if (actions.length === 0 || actions.length > mostSuggested) return {};
  return {
    fix: {
      description:
        actions.length === 1
          ? "Name the one action that the pattern stands for"
          : `Name those of these ${actions.length} actions that are used`,
      edits: [],
      suggestion: actions.map(({ name }) => name),
    },
  };
}

function judge(pattern: ActionPattern, allowed: Allow): Verdict | undefined {
  const { statement, policy, boundaries } = allowed;
  const { text, service, name } = pattern;
  const remaining = remainingOfPattern(text, statement, policy, boundaries);
  if (remaining.kind === "nothing") return undefined;
  // Everything, or nearly, is what IAM201 names.
  if (pattern.isEverything && isNearlyEverything(remaining)) return undefined;
  if (remaining.kind === "some") return judgeRest(text, remaining, allowed);
  // A wildcard in the service is no wildcard that IAM expands; IAM107 names it.
  if (pattern.fault === "wildcard-in-service") return undefined;
  if (/^\*+$/.test(name)) return judgeService(text, service.toLowerCase(), statement, policy);
  return judgePattern(pattern, allowed);
}

function judgeService(pattern: string, service: string, statement: Statement, policy: Policy): Verdict {
  const count = actionsOf(service).length;
  const known = count === 0 ? "a service that AWS's action table does not list" : `${count} actions today`;
  return {
    severity: sensitiveServices.has(service) ? onSensitiveService(statement, policy) : "warning",
    message: `"${pattern}" allows every action of ${service} (${known})`,
  };
}

/** A resource policy reaches one resource; what it says to the account's own principals is narrower than an identity's. */
function onSensitiveService(statement: Statement, policy: Policy): Severity {
  if (policy.kind !== "resource") return "error";
  const isPublic =
    statement.principals?.some(({ value }) => value === "*") ?? statement.notPrincipals !== undefined;
  return isPublic && !statement.conditional ? "error" : "warning";
}

function judgePattern(pattern: ActionPattern, allowed: Allow): Verdict | undefined {
  const { text, actions } = pattern;
  if (actions.length === 0) {
    return {
      severity: "warning",
      message: `"${text}" matches no action that AWS's action table lists; it allows what may come`,
    };
  }
  // One fault, one finding: reading all data weighs more than the pattern that it is written with.
  if (readsDataOnStar(actions, allowed) || invokesOnStar(pattern, allowed)) return undefined;
  return {
    severity: severityOf(actions, allowed.statement),
    message: `"${text}" allows ${describePattern(pattern)}`,
    actions,
  };
}

const describePattern = remembered(({ actions }: ActionPattern) => describeActions(actions));

function judgeRest(
  pattern: string,
  remaining: Extract<Remaining, { kind: "some" }>,
  allowed: Allow,
): Verdict | undefined {
  if (readsDataOnStar(remaining.actions, allowed)) return undefined;
  const { statement, policy } = allowed;
  const sensitive = wholeServices(remaining.actions).some((service) => sensitiveServices.has(service));
  return {
    severity: sensitive ? onSensitiveService(statement, policy) : severityOf(remaining.actions, statement),
    message: `"${pattern}" allows, as far as conditions and Denies leave it, ${describeActions(remaining.actions)}`,
    actions: remaining.actions,
  };
}

function severityOf(actions: readonly KnownAction[], statement: Statement): Severity {
  if (isOnOneself(statement)) return "info";
  if (actions.some((action) => action.level === "permissions" && isOnStar(action.name, statement)))
    return "error";
  const changes = actions.some(
    ({ level }) => level === "permissions" || level === "write" || level === "tagging",
  );
  return changes ? "warning" : "info";
}

function isOnStar(action: string, statement: Statement): boolean {
  if (!isUnconditional(statement)) return false;
  if (statement.notResources !== undefined) return true;
  return statement.resources?.some(({ value }) => isStarFor(value, action)) ?? false;
}

/** `user/${aws:username}`: everybody reaches the own user only. */
function isOnOneself({ resources }: Statement): boolean {
  return resources?.every(({ value }) => /:user\/(.*\/)?\$\{aws:username\}$/i.test(value)) ?? false;
}
