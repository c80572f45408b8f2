import { passRole } from "../../model/escalation-paths";
import { isExact } from "../../model/escalation-targets";
import { escalationsOf, type Escalation } from "../../model/escalations";
import type { Model } from "../../model/types";
import { allow, documentText, policyExample, terraformExample } from "../example";
import type { Rule } from "../rule";
import { pathFindings } from "./path-findings";
import { withoutRepeats } from "./report";
import { isLeftToSageMakerRule } from "./sagemaker-passing";

/** Errors; warnings where only certain roles can be handed over, of which it is not known what they may do. */
export const newPassRolePath: Rule = {
  id: "IAM305",
  name: "new-passrole-path",
  severity: "error",
  why: "Who may hand a role to a service and start something there can do all that the role can, not only what was meant for it.",
  whatToDo: "Name the roles in iam:PassRole, and the service in the condition iam:PassedToService.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  examples: {
    bad: policyExample(allow("iam:PassRole"), allow(["lambda:CreateFunction", "lambda:InvokeFunction"])),
    // The role is part of what is looked at, so it is known that nothing is gained through it.
    good: terraformExample({
      aws_iam_role: {
        images: {
          name: "images",
          assume_role_policy: documentText({
            Effect: "Allow",
            Principal: { Service: "lambda.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        },
      },
      aws_lambda_function: { images: { function_name: "images", role: "${aws_iam_role.images.arn}" } },
      aws_iam_role_policy: {
        deployer: {
          role: "deployer",
          policy: documentText(
            {
              Effect: "Allow",
              Action: "iam:PassRole",
              Resource: "arn:aws:iam::111122223333:role/images",
              Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
            },
            allow(
              ["lambda:CreateFunction", "lambda:InvokeFunction"],
              "arn:aws:lambda:eu-central-1:111122223333:function:images",
            ),
          ),
        },
      },
    }),
  },
  check: (model) =>
    withoutRepeats(
      pathFindings(
        model,
        handovers(model),
        { open: "error", "target-dependent": "warning", "one-target": "info" },
        adviceFor,
      ),
    ),
};

/** The paths of which this rule speaks. */
export function handovers(model: Model): readonly Escalation[] {
  return escalationsOf(model).filter(
    (escalation) => escalation.path.category === "new-passrole" && !isLeftToSageMakerRule(escalation),
  );
}

function adviceFor({ grants }: Escalation): string {
  const passing = grants.find(({ action }) => action === passRole);
  const isNamed = passing?.passesTo !== "any" && passing?.resources.every(isExact);
  return isNamed
    ? "What these roles may do is not part of this input: look at them together, and keep each no more powerful than this principal."
    : "Name the roles that may be handed over, each no more powerful than this principal, and the service.";
}
