import { grantsOf } from "../../model/subject-grants";
import { subjects } from "../../model/subjects";
import { terraformExample } from "../example";
import type { Rule } from "../rule";
import { administrationOf } from "./job-roles";
import { describeGrants, whereOf } from "./report";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "sagemaker.amazonaws.com" }, Action: "sts:AssumeRole" },
  ],
});

function roleWith(action: string, resource: string) {
  return terraformExample({
    aws_iam_role: { notebook: { name: "notebook", assume_role_policy: trust } },
    aws_iam_role_policy: {
      notebook: {
        role: "${aws_iam_role.notebook.id}",
        policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
        }),
      },
    },
  });
}

/** An error, once a role, for roles that SageMaker or EC2 assumes. */
export const mlRoleAdministersIam: Rule = {
  id: "IAM308",
  name: "ml-role-administers-iam",
  severity: "error",
  why: "In notebooks, training jobs and on their instances runs code of many authors: packages, models, whatever a user opens. Each of them would administer the account.",
  whatToDo:
    "Give the role the data and the log groups of its jobs only, and leave IAM to the pipeline that deploys it.",
  reference: "https://docs.aws.amazon.com/sagemaker/latest/dg/security-iam.html",
  examples: {
    bad: roleWith("iam:AttachRolePolicy", "*"),
    good: roleWith("s3:GetObject", "arn:aws:s3:::training-data/*"),
  },
  yieldsTo: ["IAM206"],
  check: (model) =>
    subjects(model).flatMap((subject) => {
      const actions = administrationOf(subject);
      const grants = actions.flatMap(
        (action) =>
          grantsOf(subject)
            .get(action)
            ?.filter(({ reach }) => reach === "all")
            .slice(0, 1) ?? [],
      );
      const [first] = grants;
      if (first === undefined) return [];
      const shown = grants.slice(0, 3);
      const more = grants.length > shown.length ? `, and ${grants.length - shown.length} more actions` : "";
      const services = subject.principal?.trustedServices?.join(", ") ?? "";
      return [
        {
          severity: "error" as const,
          message: `Role ${subject.principal?.resource}, which ${services} assumes, can administer IAM: ${describeGrants(shown)}${more}. Code that runs there needs none of it.`,
          ...whereOf(model, subject, first),
          resource: subject.principal?.resource ?? null,
        },
      ];
    }),
};
