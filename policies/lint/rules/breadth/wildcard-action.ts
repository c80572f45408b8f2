import { actionsOf, expandAction, type KnownAction } from "../../model/actions";
import {
  describeActions,
  isOnEverything,
  remainingOfPattern,
  wholeServices,
  type Remaining,
} from "../../model/grants";
import { hasWildcard } from "../../model/patterns";
import { sensitiveServices } from "../../model/sensitive-services";
import type { Policy, Statement } from "../../model/types";
import { display, unknownPart } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult, Severity } from "../rule";

/**
 * Errors: all actions, every action of a sensitive service, and patterns that match permission management on everything.
 * Warnings: other whole services, patterns that match writes. Information: patterns that match reads only.
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
  check: ({ policies }) =>
    policies
      .filter(({ kind }) => kind !== "limit")
      .flatMap((policy) =>
        policy.statements
          .filter(({ effect }) => effect === "Allow")
          .flatMap((statement) => checkStatement(policy, statement)),
      ),
};

function checkStatement(policy: Policy, statement: Statement): RuleResult[] {
  const results: RuleResult[] = [];
  for (const action of statement.actions ?? []) {
    if (!hasWildcard(action.value) || action.value.includes(unknownPart)) continue;
    const verdict = judge(action.value, statement, policy);
    if (verdict === undefined) continue;
    results.push({
      severity: verdict.severity,
      message: `${verdict.message} ${scope(statement)}. Name the actions that are used.`,
      place: action.place,
      pointer: action.pointer,
      resource: policy.resource,
    });
  }
  return results;
}

interface Verdict {
  readonly severity: Severity;
  readonly message: string;
}

function judge(pattern: string, statement: Statement, policy: Policy): Verdict | undefined {
  const remaining = remainingOfPattern(pattern, statement, policy);
  if (remaining.kind === "nothing") return undefined;
  if (remaining.kind === "some") return judgeRest(pattern, remaining, statement, policy);
  if (isEverything(pattern)) {
    return { severity: "error", message: `"${pattern}" allows every action of every service` };
  }
  const [service = "", name = ""] = pattern.toLowerCase().split(":");
  // A wildcard in the service is no wildcard that IAM expands; IAM107 names it.
  if (hasWildcard(service)) return undefined;
  if (/^\*+$/.test(name)) return judgeService(pattern, service, statement, policy);
  return judgePattern(pattern, expandAction(pattern), statement);
}

function isEverything(pattern: string): boolean {
  return /^\*+$/.test(pattern) || /^\*+:\*+$/.test(pattern);
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

function judgePattern(pattern: string, actions: readonly KnownAction[], statement: Statement): Verdict {
  if (actions.length === 0) {
    return {
      severity: "warning",
      message: `"${pattern}" matches no action that AWS's action table lists; it allows what may come`,
    };
  }
  return {
    severity: severityOf(actions, statement),
    message: `"${pattern}" allows ${describeActions(actions)}`,
  };
}

function judgeRest(
  pattern: string,
  remaining: Extract<Remaining, { kind: "some" }>,
  statement: Statement,
  policy: Policy,
): Verdict {
  const sensitive = wholeServices(remaining.actions).some((service) => sensitiveServices.has(service));
  return {
    severity: sensitive ? onSensitiveService(statement, policy) : severityOf(remaining.actions, statement),
    message: `"${pattern}" allows, after what is denied, ${describeActions(remaining.actions)}`,
  };
}

function severityOf(actions: readonly KnownAction[], statement: Statement): Severity {
  const levels = new Set(actions.map(({ level }) => level));
  if (levels.has("permissions") && isOnEverything(statement)) return "error";
  return levels.has("permissions") || levels.has("write") || levels.has("tagging") ? "warning" : "info";
}

function scope(statement: Statement): string {
  if (statement.notResources !== undefined) return "on everything but a few resources";
  const resources = statement.resources?.map(({ value }) => display(value)) ?? [];
  if (resources.length === 0) return "on the resource that carries the policy";
  const first = resources.slice(0, 2).join(", ");
  return `on ${resources.length > 2 ? `${first} and ${resources.length - 2} more` : first}`;
}
