import type { Rule } from "../rule";
import { leftoverPolicies } from "./leftover-policies";
import { snapshotExample } from "./snapshot-example";

const readPhotos = {
  arn: "arn:aws:iam::123456789012:policy/read-photos",
  name: "read-photos",
  createdAt: "2025-03-01T09:00:00Z",
  updatedAt: "2025-03-01T09:00:00Z",
  attachmentCount: 0,
  boundaryCount: 0,
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }],
  },
};

/** It grants nothing as it is, so it is only an information. Those left by functions are of `orphan-function-role`. */
export const unattachedPolicy: Rule = {
  id: "IAM504",
  name: "unattached-policy",
  severity: "info",
  why: "A policy that nobody has is not looked after, and one call attaches it with all that it allows.",
  whatToDo: "Delete the policy, or attach it to whom it was made for.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials",
  examples: {
    bad: snapshotExample({ managedPolicies: [readPhotos] }),
    good: snapshotExample({ managedPolicies: [{ ...readPhotos, attachmentCount: 1 }] }),
  },
  check: (model) =>
    model.accounts.flatMap((account) => {
      const leftover = new Set(leftoverPolicies(model, account).map(({ policy }) => policy.arn));
      return account.managedPolicies
        .filter(
          ({ arn, attachmentCount, boundaryCount }) =>
            attachmentCount + boundaryCount === 0 && !leftover.has(arn),
        )
        .map(({ arn, name, place, pointer }) => ({
          severity: "info" as const,
          message: `The policy ${name} is attached to nobody and bounds nobody. Delete it if nobody needs it.`,
          place,
          pointer,
          resource: arn,
        }));
    }),
};
