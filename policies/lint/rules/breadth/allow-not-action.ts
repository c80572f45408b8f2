import { describeActions, remainingOfNotAction } from "../../model/grants";
import type { Policy, Statement } from "../../model/types";
import { display } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

export const allowNotAction: Rule = {
  id: "IAM204",
  name: "allow-not-action",
  severity: "error",
  why: "Allow with NotAction grants everything except what is listed: every other service, and every action that AWS will add.",
  whatToDo: "List the allowed actions under Action. To take something away from a broader grant, use a Deny.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  examples: {
    bad: policyExample({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: ({ policies }) =>
    policies
      .filter(({ kind }) => kind !== "limit")
      .flatMap((policy) => policy.statements.flatMap((statement) => checkStatement(policy, statement))),
};

function checkStatement(policy: Policy, statement: Statement): RuleResult[] {
  const { effect, notActions, pointer, place } = statement;
  if (effect !== "Allow" || notActions === undefined) return [];
  const remaining = remainingOfNotAction(statement, policy);
  if (remaining.kind === "nothing") return [];
  const listed = notActions.map(({ value }) => display(value)).join(", ") || "nothing";
  const rest =
    remaining.kind === "some" ? `; after what is denied, that is ${describeActions(remaining.actions)}` : "";
  return [
    {
      severity: "error",
      message: `Allows every action except ${listed}${rest}. List the allowed actions under Action instead.`,
      place: notActions[0]?.place ?? place,
      pointer: `${pointer}/NotAction`,
      resource: policy.resource,
    },
  ];
}
