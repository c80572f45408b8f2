import type { Rule } from "../rule";
import { daysBetween } from "./idleness";
import { activeKeys, idleKey } from "./keys";
import { exampleKey, exampleUser, snapshotExample } from "./snapshot-example";

/**
 * CIS AWS Foundations Benchmark 3.0.0, 1.14: access keys are rotated every 90 days or less; Security Hub's control IAM.3 checks
 * the same.
 */
const maximumDays = 90;

/** A key that nobody uses is one of `unused-key`: it should be deleted and not replaced. */
export const oldKey: Rule = {
  id: "IAM505",
  name: "old-key",
  severity: "warning",
  why: `The longer an access key lives, the more places know it; ${maximumDays} days is the limit of the CIS benchmark.`,
  whatToDo:
    "Let the user take a role with temporary credentials instead; where that cannot be, make a new key and delete this one.",
  reference: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3",
  examples: {
    bad: snapshotExample({
      users: [exampleUser({ accessKeys: [exampleKey({ createdAt: "2025-11-01T09:00:00Z" })] })],
    }),
    good: snapshotExample({ users: [exampleUser({ accessKeys: [exampleKey()] })] }),
  },
  check: (model, options) =>
    activeKeys(model).flatMap((active) => {
      const { account, user, key } = active;
      const days = daysBetween(key.createdAt, account.collectedAt);
      if (days <= maximumDays || idleKey(active, options) !== undefined) return [];
      const message = `The access key ${key.id} of user ${user.name} is ${days} days old; after ${maximumDays} days a new one should have taken its place.`;
      return [{ severity: "warning", message, place: key.place, pointer: key.pointer, resource: user.arn }];
    }),
};
