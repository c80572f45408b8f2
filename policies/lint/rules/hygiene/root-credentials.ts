import type { AccountFacts } from "../../model/account";
import type { Rule, RuleResult } from "../rule";
import { snapshotExample } from "./snapshot-example";

/** A root user without password cannot log in, so that it needs no MFA. */
export const rootCredentials: Rule = {
  id: "IAM508",
  name: "root-credentials",
  severity: "error",
  why: "No policy limits the root user. Its access keys, and its password without MFA, give the whole account away.",
  whatToDo: "Delete the root user's access keys and register an MFA device for it; work with roles.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html",
  examples: {
    bad: snapshotExample({ root: { hasAccessKeys: true, hasMfa: true, hasPassword: true } }),
    good: snapshotExample({ root: { hasAccessKeys: false, hasMfa: true, hasPassword: true } }),
  },
  check: ({ accounts }) => accounts.flatMap(checkAccount),
};

function checkAccount({ root, accountId }: AccountFacts): RuleResult[] {
  if (root === null) return [];
  const finding = (message: string): RuleResult => ({
    severity: "error",
    message,
    place: root.place,
    pointer: root.pointer,
    resource: `arn:aws:iam::${accountId}:root`,
  });
  return [
    ...(root.hasAccessKeys
      ? [finding("The root user has access keys, which no policy limits. Delete them and work with a role.")]
      : []),
    ...(!root.hasMfa && root.hasPassword !== false
      ? [
          finding(
            "The root user has no MFA device: its password alone opens the whole account. Register one.",
          ),
        ]
      : []),
  ];
}
