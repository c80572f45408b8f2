import type { ActionPattern } from "../../model/action-pattern";
import type { KnownAction } from "../../model/actions";
import { listNames } from "../../model/describe-actions";
import { remainingOfPattern, StarQuery, starGrants, type StarGrant } from "../../model/grants";
import { isDataRead } from "../../model/sensitive-actions";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";
import { checkAllows, describeScope, type Allow } from "./allows";

export const dataReadOnStar: Rule = {
  id: "IAM207",
  name: "data-read-on-star",
  severity: "warning",
  why: "Reading objects, secrets, parameters or tables on everything also reads those that will be stored tomorrow, by anybody, in the whole account.",
  whatToDo: "Name the buckets, secrets, parameters, keys or tables that are read.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: policyExample(allow(["s3:GetObject", "secretsmanager:GetSecretValue"])),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) => checkAllows(model, ["identity"], checkStatement),
};

/** Whether a pattern stands for reads only, and lets data be read on everything: then this rule speaks, and no other. */
export function readsDataOnStar(actions: readonly KnownAction[], allowed: Allow): boolean {
  if (allowed.policy.kind !== "identity" || !actions.some(isDataRead) || !onlyReads(actions)) return false;
  const names = new Set(actions.map(({ name }) => name));
  return dataGrants(allowed).some(({ action }) => names.has(action.name));
}

function onlyReads(actions: readonly KnownAction[]): boolean {
  return actions.every((action) => action.level === "read" || action.level === "list" || isDataRead(action));
}

const dataReadsOnStar = new StarQuery("data", isDataRead);

function dataGrants({ statement, policy, boundaries }: Allow): readonly StarGrant[] {
  return starGrants(statement, policy, boundaries, dataReadsOnStar);
}

/** What is granted by a broader fault, a whole service or everything except some, is not said again. */
function checkStatement(allowed: Allow): RuleResult[] {
  const { statement, policy } = allowed;
  if (statement.notActions !== undefined || statement.notResources !== undefined) return [];
  const grants = dataGrants(allowed).filter(({ element }) => isOwnMatter(element?.pattern, allowed));
  const element = grants[0]?.element;
  if (element == null) return [];
  return [
    {
      severity: "warning",
      message: `${listNames(grants.map(({ action }) => action.name))} can read all data there is, ${describeScope(statement)}. Name what is read.`,
      place: element.place,
      pointer: element.pointer,
      resource: policy.resource,
    },
  ];
}

function isOwnMatter(pattern: ActionPattern | undefined, { statement, policy, boundaries }: Allow): boolean {
  if (pattern === undefined) return false;
  if (!pattern.hasWildcard) return true;
  const remaining = remainingOfPattern(pattern.text, statement, policy, boundaries);
  return onlyReads(remaining.kind === "some" ? remaining.actions : pattern.actions);
}
