import { grantsOf } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { demandService, fixed } from "./passing-fix";
import { describeGrants, describeResources, startWith, whereOf, withoutRepeats } from "./report";
import { sageMaker, sageMakerPassings, sageMakerStarts } from "./sagemaker-passing";

const training = "arn:aws:iam::111122223333:role/training";

/** A warning: the roles are named, so what they may do is what it comes to. */
export const sageMakerPassRoleWithoutService: Rule = {
  id: "IAM307",
  name: "sagemaker-passrole-without-service",
  severity: "warning",
  why: "A role that is meant for training jobs, but may be passed to any service, can also end in a function or on an instance.",
  whatToDo: `Add the condition {"StringEquals": {"iam:PassedToService": "${sageMaker}"}} to iam:PassRole.`,
  reference: "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html",
  examples: {
    bad: policyExample(allow("iam:PassRole", training), allow("sagemaker:CreateTrainingJob")),
    good: policyExample(
      {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: training,
        Condition: { StringEquals: { "iam:PassedToService": sageMaker } },
      },
      allow("sagemaker:CreateTrainingJob"),
    ),
  },
  check: (model) =>
    withoutRepeats(
      subjects(model).flatMap((subject) => {
        const grants = grantsOf(subject);
        const starts = sageMakerStarts(grants);
        const shown = starts.slice(0, 3);
        const more = starts.length > shown.length ? `, and ${starts.length - shown.length} more actions` : "";
        return sageMakerPassings(grants).map((grant) => ({
          severity: "warning" as const,
          message: `${startWith(subject, [grant, ...starts])} can pass ${describeResources(grant)} to SageMaker (${describeGrants(shown)}${more}) and to every other service that the role trusts. Add the condition iam:PassedToService "${sageMaker}".`,
          ...whereOf(model, subject, grant),
          ...fixed(demandService(grant, sageMaker)),
        }));
      }),
    ),
};
