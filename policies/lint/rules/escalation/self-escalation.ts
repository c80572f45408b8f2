import { selfEscalationActions } from "../../model/escalation-paths";
import { isOnItself } from "../../model/own-resources";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { singleActionFindings } from "./single-actions";

/** Errors, on everything and on the principal itself. */
export const selfEscalation: Rule = {
  id: "IAM303",
  name: "self-escalation",
  severity: "error",
  why: "Who may change its own permissions has every permission.",
  whatToDo:
    "Leave permission management to the pipeline that deploys roles, or limit it by name and by a permissions boundary.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  examples: {
    bad: policyExample(allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/*")),
    good: policyExample(allow("iam:GetUser", "arn:aws:iam::*:user/*")),
  },
  check: (model) =>
    singleActionFindings(
      model,
      selfEscalationActions(),
      (grant, subject) => grant.reach === "all" || isOnItself(grant, subject),
      (who, grants) =>
        `${who} can give itself any permission: ${grants}. Leave it out, or limit it to named resources of others.`,
    ),
};
