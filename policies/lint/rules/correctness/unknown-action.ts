import { actionsOf, expandAction, findAction, isKnownService } from "../../model/actions";
import { nearestName } from "../../model/nearest-name";
import { hasWildcard } from "../../model/patterns";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { emptyEffect, namedActions, type NamedAction } from "./action-names";

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
  check: ({ policies }) =>
    namedActions(policies)
      .filter(({ service, element }) => isKnownService(service) && !exists(element.value))
      .map((action) => ({
        severity: "error",
        message: messageOf(action),
        place: action.element.place,
        pointer: action.element.pointer,
        resource: action.policy.resource,
      })),
};

function exists(action: string): boolean {
  return hasWildcard(action) ? expandAction(action).length > 0 : findAction(action) !== undefined;
}

function messageOf({ element: { value }, service, name, statement }: NamedAction): string {
  const effect = emptyEffect(statement);
  const known = actionsOf(service).map((action) => action.name.slice(action.name.indexOf(":") + 1));
  if (hasWildcard(name)) return `"${value}" matches no action of ${service}: ${effect}.`;
  const meant = nearestName(name, known);
  const advice = meant === undefined ? "" : ` Did you mean "${service.toLowerCase()}:${meant}"?`;
  return `${service} has no action "${name}": ${effect}.${advice}`;
}
