import { actionsOf } from "../../model/actions";
import { nearestName } from "../../model/nearest-name";
import { allow, policyExample } from "../example";
import { replaceText } from "../fixes";
import type { Fix, Rule, RuleResult } from "../rule";
import { emptyEffect, faultyActions, type FaultyAction } from "./action-names";

export const unknownAction: Rule = {
  id: "IAM102",
  name: "unknown-action",
  severity: "error",
  why: "IAM takes actions that do not exist without a word. An Allow then grants nothing, a Deny forbids nothing, and a name in NotAction leaves nothing out: an Allow of all but a misspelt action is an Allow of everything.",
  whatToDo: "Write the action as AWS's Service Authorization Reference does, or leave it out.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  examples: {
    bad: policyExample(allow("s3:GetObjct", "arn:aws:s3:::photos/*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: ({ policies }) => faultyActions(policies, "unknown-action").map(resultOf),
};

function resultOf(action: FaultyAction): RuleResult {
  const { element, policy } = action;
  const { service, name, hasWildcard } = element.pattern;
  const meant = hasWildcard ? undefined : nearestName(name, namesOf(service));
  const right = `${service.toLowerCase()}:${meant}`;
  return {
    severity: "error",
    message: messageOf(action, meant === undefined ? "" : ` Did you mean "${right}"?`),
    place: element.place,
    pointer: element.pointer,
    resource: policy.resource,
    ...(meant === undefined ? {} : { fix: fixOf(action, right) }),
  };
}

/** In an Allow, the right name grants what is not granted now: that is for a person to decide. */
function fixOf({ element, statement }: FaultyAction, right: string): Fix {
  const wouldGrant = (statement.effect === "Allow") === (statement.notActions === undefined);
  return wouldGrant
    ? { description: `If it is to be allowed, write ${right}`, edits: [], suggestion: right }
    : replaceText(element, right, `Write ${right}`);
}

function namesOf(service: string): readonly string[] {
  return actionsOf(service).map(({ name }) => name.slice(name.indexOf(":") + 1));
}

function messageOf({ element: { value, pattern }, statement }: FaultyAction, advice: string): string {
  const { service, name, hasWildcard } = pattern;
  const effect = emptyEffect(statement);
  if (hasWildcard) return `"${value}" matches no action of ${service}: ${effect}.`;
  return `${service} has no action "${name}": ${effect}.${advice}`;
}
