import { principalAccessActions } from "../../model/escalation-paths";
import { accessPathsOf } from "../../model/access-paths";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { pathFindings } from "./path-findings";
import { withoutRepeats } from "./report";
import { singleActionFindings } from "./single-actions";

/**
 * Errors, on everything; and where permissions can be given to somebody whom one can become, named or not. Warnings where
 * it is not known whose permissions change.
 */
export const principalAccess: Rule = {
  id: "IAM304",
  name: "principal-access",
  severity: "error",
  why: "Who may make keys, passwords or sessions of others can do all that they can, administrators among them.",
  whatToDo: "Name the users or roles; for a user's own keys write arn:aws:iam::*:user/${aws:username}.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_iam_credentials_console.html",
  examples: {
    bad: policyExample(allow(["iam:CreateAccessKey", "iam:UpdateLoginProfile"])),
    good: policyExample(allow("iam:CreateAccessKey", "arn:aws:iam::*:user/${aws:username}")),
  },
  check: (model) => [
    ...singleActionFindings(
      model,
      principalAccessActions(),
      ({ reach }) => reach === "all",
      (who, grants) => `${who} can become any other principal: ${grants}. Name the users or roles.`,
    ),
    ...withoutRepeats(
      pathFindings(
        model,
        accessPathsOf(model),
        { open: "error", "target-dependent": "warning", "one-target": "warning" },
        () => "Whatever it may do now, it can be given everything: keep the two apart.",
      ),
    ),
  ],
};
