import { passRole } from "../../model/escalation-paths";
import { grantsOf } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { breadthSpeaks } from "./breadth-speaks";
import { demandService, fixed, startedService } from "./passing-fix";
import { startsOf } from "./path-findings";
import { describeResources, startWith, whereOf, withoutRepeats } from "./report";
import { passesEverything, passesNamedRolesAnywhere, sageMakerPassings } from "./sagemaker-passing";

const role = "arn:aws:iam::111122223333:role/images";

/** A warning. Complete paths and SageMaker's are left to the rules on them. */
export const passRoleWithoutService: Rule = {
  id: "IAM302",
  name: "passrole-without-service",
  severity: "warning",
  why: "Without the condition the role can be handed to every service that it trusts, now and later.",
  whatToDo: "Add the condition iam:PassedToService with the service that the role is for.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html",
  examples: {
    bad: policyExample(allow("iam:PassRole", role)),
    good: policyExample({
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: role,
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    }),
  },
  check: (model) => {
    const starts = startsOf(model);
    return withoutRepeats(
      subjects(model).flatMap((subject) => {
        const grants = grantsOf(subject);
        if (passesEverything(grants)) return [];
        const leftToSageMakerRule = sageMakerPassings(grants);
        const service = startedService(grants);
        return (grants.get(passRole) ?? [])
          .filter((grant) => passesNamedRolesAnywhere(grant) && !starts.has(grant) && !breadthSpeaks(grant))
          .filter((grant) => !leftToSageMakerRule.includes(grant))
          .map((grant) => ({
            severity: "warning" as const,
            message: `${startWith(subject, [grant])} can pass ${describeResources(grant)} to every service that the role trusts. Add the condition iam:PassedToService with the one that it is for.`,
            ...whereOf(model, subject, grant),
            ...fixed(service === undefined ? undefined : demandService(grant, service)),
          }));
      }),
    );
  },
};
