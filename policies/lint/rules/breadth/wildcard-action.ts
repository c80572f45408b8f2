import type { ActionPattern } from "../../model/action-pattern";
import type { KnownAction } from "../../model/actions";
import { isUnconditional } from "../../model/conditions";
import { describeActions, wholeServices } from "../../model/describe-actions";
import { isStarFor } from "../../model/effective-star";
import { escalationPaths } from "../../model/escalation-paths";
import { narrowedReach, reachOf, remainingOfPattern } from "../../model/grants";
import { isLeftToOwnAccount } from "../../model/key-policies";
import { remembered } from "../../model/remembered";
import { wholeServicesOn } from "../../model/left";
import { sensitiveServices } from "../../model/sensitive-services";
import type { Statement } from "../../model/types";
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
  yieldsTo: ["IAM301", "IAM303", "IAM304", "IAM305", "IAM306"],
  check: (model) =>
    checkAllows(model, granting, (allowed) =>
      checkStatement(allowed, invokersPolicies(model).has(allowed.policy)),
    ),
};

/** All of SageMaker for a principal that only invokes is what IAM209 names. */
function checkStatement(allowed: Allow, isInvokers: boolean): RuleResult[] {
  const { statement, policy } = allowed;
  const results: RuleResult[] = [];
  for (const action of statement.entries.wildcard) {
    if (action.pattern.isUndecided) continue;
    if (isInvokers && isAllOfSageMaker(action.value)) continue;
    const verdict = judge(action.pattern, allowed);
    if (verdict === undefined) continue;
    results.push({
      severity: verdict.severity,
      message: `${verdict.message} ${describeScope(statement, verdict.left)}. Name the actions that are used.`,
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
  /** Resources that Denies and boundaries leave, where that is less than the statement says. */
  readonly left?: readonly string[];
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
  const remaining = remainingOfPattern(pattern.text, statement, policy, boundaries);
  // What names no action has a fault of its own: IAM101, IAM102, IAM107.
  if (remaining.kind === "nothing" || pattern.actions.length === 0) return undefined;
  // Everything, or nearly, is what IAM201 names.
  if (pattern.isEverything && isNearlyEverything(remaining)) return undefined;
  const actions = remaining.kind === "some" ? remaining.actions : pattern.actions;
  const left = narrowedReach(actions, statement, policy, boundaries);
  const verdict =
    remaining.kind === "some"
      ? judgeRest(pattern.text, actions, left, allowed)
      : /^\*+$/.test(pattern.name)
        ? judgeService(pattern, allowed)
        : judgePattern(pattern, allowed);
  return verdict === undefined ? undefined : { ...verdict, left };
}

function judgeService(pattern: ActionPattern, allowed: Allow): Verdict | undefined {
  const service = pattern.service.toLowerCase();
  if (service === "kms" && isLeftToOwnAccount(allowed)) return undefined;
  return {
    severity: severityOfService(pattern, allowed),
    message: `"${pattern.text}" allows every action of ${service} (${pattern.actions.length} actions today)`,
  };
}

/** A whole service weighs no less than the worst of its actions would alone. */
function severityOfService(pattern: ActionPattern, allowed: Allow): Severity {
  if (sensitiveServices.has(pattern.service.toLowerCase())) return onSensitiveService(allowed);
  if (allowed.policy.kind !== "identity") return "warning";
  return worstActions(pattern).some(({ name }) => isOnStar(name, allowed)) ? "error" : "warning";
}

/** Actions of which each alone, on everything, is an error. */
const worstActions = remembered(({ actions }: ActionPattern) =>
  actions.filter(({ name, level }) => level === "permissions" || escalatesAlone(name)),
);

const escalatesAlone = remembered((action: string) =>
  escalationPaths().some(({ actions: [first, second] }) => first === action && second === undefined),
);

/** A resource policy reaches one resource; what it says to the account's own principals is narrower than an identity's. */
function onSensitiveService({ statement, policy }: Allow): Severity {
  if (policy.kind !== "resource") return "error";
  const isPublic =
    statement.principals?.some(({ value }) => value === "*") ?? statement.notPrincipals !== undefined;
  return isPublic && !statement.conditional ? "error" : "warning";
}

function judgePattern(pattern: ActionPattern, allowed: Allow): Verdict | undefined {
  const { text, actions } = pattern;
  // One fault, one finding: reading all data weighs more than the pattern that it is written with.
  if (readsDataOnStar(actions, allowed) || invokesOnStar(pattern, allowed)) return undefined;
  return {
    severity: severityOf(actions, allowed),
    message: `"${text}" allows ${describePattern(pattern)}`,
    actions,
  };
}

const describePattern = remembered(({ actions }: ActionPattern) => describeActions(actions));

function judgeRest(
  pattern: string,
  actions: readonly KnownAction[],
  left: readonly string[] | undefined,
  allowed: Allow,
): Verdict | undefined {
  if (readsDataOnStar(actions, allowed) || boundaryNamesAll(actions, allowed)) return undefined;
  const whole = left === undefined ? wholeServices(actions) : wholeServicesOn(left, actions);
  const sensitive = whole.some((service) => sensitiveServices.has(service));
  return {
    severity: sensitive ? onSensitiveService(allowed) : severityOf(actions, allowed),
    message: `"${pattern}" allows, as far as conditions and Denies leave it, ${describeActions(actions)}`,
    actions,
  };
}

/** Whether what is left are actions that the boundary names one by one, on resources that it names. */
function boundaryNamesAll(actions: readonly KnownAction[], allowed: Allow): boolean {
  const { boundaries } = allowed;
  if (boundaries.length === 0) return false;
  const named = new Set(
    boundaries
      .flatMap(({ statements }) => statements)
      .flatMap(({ effect, actions: own = [] }) => (effect === "Allow" ? own : []))
      .map(({ value }) => value.toLowerCase()),
  );
  return actions.every(({ name }) => named.has(name.toLowerCase()) && !isOnStar(name, allowed));
}

function severityOf(actions: readonly KnownAction[], allowed: Allow): Severity {
  if (isOnOneself(allowed.statement)) return "info";
  if (actions.some((action) => action.level === "permissions" && isOnStar(action.name, allowed)))
    return "error";
  const changes = actions.some(
    ({ level }) => level === "permissions" || level === "write" || level === "tagging",
  );
  return changes ? "warning" : "info";
}

function isOnStar(action: string, { statement, policy, boundaries }: Allow): boolean {
  if (!isUnconditional(statement)) return false;
  if (statement.notResources !== undefined) return true;
  const reach = reachOf(statement, policy, boundaries)(action);
  return reach.some((resource) => isStarFor(resource, action));
}

/** `user/${aws:username}`: everybody reaches the own user only. */
function isOnOneself({ resources }: Statement): boolean {
  return resources?.every(({ value }) => /:user\/(.*\/)?\$\{aws:username\}$/i.test(value)) ?? false;
}
