import { escalationPaths, passRole } from "../../model/escalation-paths";
import { hasWildcard } from "../../model/patterns";
import { grantsOf, type Grant, type Grants } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { breadthSpeaks } from "./breadth-speaks";
import { startsOf } from "./path-findings";
import { boundaryNote, startWith, whereOf, withoutRepeats } from "./report";

/** An error; a warning where a condition leaves one service. Complete paths are left to the rule on them. */
export const passRoleOnStar: Rule = {
  id: "IAM301",
  name: "passrole-on-star",
  severity: "error",
  why: "A role that is handed to a service acts there for whoever handed it over: with every role, that is every permission in the account that a service has.",
  whatToDo: "Name the roles, and the service that each is for in the condition iam:PassedToService.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  examples: {
    bad: policyExample(allow("iam:PassRole")),
    good: policyExample({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: "arn:aws:iam::111122223333:role/training",
      Condition: { StringEquals: { "iam:PassedToService": "sagemaker.amazonaws.com" } },
    }),
  },
  check: (model) => {
    const starts = startsOf(model);
    return withoutRepeats(
      subjects(model).flatMap((subject) => {
        const grants = grantsOf(subject);
        return (grants.get(passRole) ?? [])
          .filter((grant) => grant.reach === "all" && !starts.has(grant) && !breadthSpeaks(grant))
          .filter((grant) => !isBlocked(grant, grants))
          .map((grant) => ({
            severity: isOneService(grant) ? ("warning" as const) : ("error" as const),
            message: `${startWith(subject, [grant])} can pass every role in the account to ${describeServices(grant)}. Name the roles that may be passed${grant.passesTo === "any" ? ", and the service in the condition iam:PassedToService" : ""}.${boundaryNote(subject)}`,
            ...whereOf(model, subject, grant),
          }));
      }),
    );
  },
};

function isOneService({ passesTo }: Grant): boolean {
  return passesTo !== "any" && passesTo.length === 1 && !hasWildcard(passesTo[0] ?? "*");
}

function describeServices({ passesTo, passesNotTo }: Grant): string {
  if (passesTo !== "any") return passesTo.join(", ");
  return passesNotTo.length === 0 ? "every service" : `every service except ${passesNotTo.join(", ")}`;
}

/**
 * Whether the condition does what it is there for: everything but PassRole is granted for another service's path, which
 * it blocks, and nothing for a path of the service that it leaves.
 */
function isBlocked(passing: Grant, grants: Grants): boolean {
  const { passesTo } = passing;
  if (passesTo === "any" || !isOneService(passing)) return false;
  const paths = escalationPaths().filter(({ services }) => services.length > 0);
  const has = (action: string) => action === passRole || grants.has(action);
  const isForOther = paths.some(
    ({ services, actions }) => !services.some((service) => passesTo.includes(service)) && actions.every(has),
  );
  const isForThis = paths.some(
    ({ services, actions }) =>
      services.some((service) => passesTo.includes(service)) &&
      actions.some((action) => action !== passRole && grants.has(action)),
  );
  return isForOther && !isForThis;
}
