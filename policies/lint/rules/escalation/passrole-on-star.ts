import { passRole } from "../../model/escalation-paths";
import { grantsOf, type Grant } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { breadthSpeaks } from "./breadth-speaks";
import { blockedActions, isOneService, usesOfRole } from "./one-service";
import { startsOf } from "./path-findings";
import { startWith, whereOf, withoutRepeats } from "./report";

/** An error; a warning where a condition leaves one service, and nothing there is known to use the role. Complete paths are left to the rule on them. */
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
          .filter((grant) => blockedActions(grant, grants).length === 0)
          .map((grant) => ({
            severity:
              isOneService(grant) && usesOfRole(grant, grants).length === 0
                ? ("warning" as const)
                : ("error" as const),
            message: `${startWith(subject, [grant])} can pass every role in the account to ${describeServices(grant)}${describeUses(usesOfRole(grant, grants))}. Name the roles that may be passed${grant.passesTo === "any" ? ", and the service in the condition iam:PassedToService" : ""}.`,
            ...whereOf(model, subject, grant),
          }));
      }),
    );
  },
};

function describeServices({ passesTo, passesNotTo }: Grant): string {
  if (passesTo !== "any") return passesTo.join(", ");
  return passesNotTo.length === 0 ? "every service" : `every service except ${passesNotTo.join(", ")}`;
}

function describeUses(actions: readonly string[]): string {
  return actions.length === 0 ? "" : `, and use it there by ${actions.join(", ")}`;
}
