import { escalationsOf, type Escalation } from "../../model/escalations";
import type { Model } from "../../model/types";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { pathFindings, startOf } from "./path-findings";
import { withoutRepeats } from "./report";

/**
 * Errors where everything of the kind can be taken over, or something whose role is known to be more powerful; warnings
 * for patterns of names; information for single things, as their roles may well be harmless.
 */
export const existingPassRolePath: Rule = {
  id: "IAM306",
  name: "existing-passrole-path",
  severity: "error",
  why: "Who may change or use something that has a role can do all that this role can.",
  whatToDo:
    "Name the functions, instances, stacks or projects whose roles are no more powerful than the principal itself.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  examples: {
    bad: policyExample(allow("lambda:UpdateFunctionCode")),
    good: policyExample(
      allow("lambda:GetFunction", "arn:aws:lambda:eu-central-1:111122223333:function:images"),
    ),
  },
  check: (model) =>
    withoutRepeats(
      pathFindings(
        model,
        takeovers(model),
        { open: "error", "target-dependent": "warning", "one-target": "info" },
        () => "Allow it only on things whose roles are no more powerful than this principal.",
      ),
    ),
};

/** The paths of which this rule speaks: where the same PassRole serves for something new, that is said already. */
export function takeovers(model: Model): readonly Escalation[] {
  const all = escalationsOf(model);
  const newStarts = new Set(all.filter(({ path }) => path.category === "new-passrole").map(startOf));
  return all.filter(
    (escalation) => escalation.path.category === "existing-passrole" && !newStarts.has(startOf(escalation)),
  );
}
