import { remainingOfNotAction, remainingOfPattern } from "../../model/grants";
import { display } from "../../model/value";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";
import { checkAllows, granting, type Allow } from "./allows";

export const allowNotResource: Rule = {
  id: "IAM205",
  name: "allow-not-resource",
  severity: "error",
  why: "Allow with NotResource grants its actions on everything except what is listed, in every account that can be reached.",
  whatToDo: "List the resources under Resource. To protect a few from a broader grant, use a Deny.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html",
  examples: {
    bad: policyExample({ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::salaries/*" }),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) => checkAllows(model, granting, checkStatement),
};

function checkStatement({ statement, policy, boundaries }: Allow): RuleResult[] {
  const { actions, notActions, notResources, pointer, place } = statement;
  if (notResources === undefined) return [];
  const isTakenAway =
    notActions === undefined
      ? actions?.every(
          ({ value }) => remainingOfPattern(value, statement, policy, boundaries).kind === "nothing",
        )
      : remainingOfNotAction(statement, policy, boundaries).kind === "nothing";
  if (isTakenAway) return [];
  const listed =
    notResources.map(({ value, expressions }) => display(value, expressions)).join(", ") || "nothing";
  return [
    {
      severity: "error",
      message: `Allows its actions on everything except ${listed}. List the resources under Resource instead.`,
      place: notResources[0]?.place ?? place,
      pointer: `${pointer}/NotResource`,
      resource: policy.resource,
    },
  ];
}
