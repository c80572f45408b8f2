import type { Rule } from "../rule";
import { exampleUser, snapshotExample } from "./snapshot-example";

const console = { password: { exists: true, lastUsed: { at: "2026-06-30T12:00:00Z", region: null } } };

/** Without a password there is no console to log in to, and nothing is said. */
export const noMfa: Rule = {
  id: "IAM507",
  name: "no-mfa",
  severity: "warning",
  why: "Whoever learns the password has all that the user may do in the console.",
  whatToDo:
    "Register an MFA device for the user, or take the password away; people log in through IAM Identity Center.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html",
  examples: {
    bad: snapshotExample({ users: [exampleUser(console)] }),
    good: snapshotExample({
      users: [exampleUser({ ...console, mfaDevices: ["arn:aws:iam::123456789012:mfa/ann"] })],
    }),
  },
  check: ({ accounts }) =>
    accounts.flatMap(({ users }) =>
      users
        .filter(({ hasPassword, mfaDevices }) => hasPassword === true && mfaDevices === 0)
        .map(({ name, arn, place, pointer }) => ({
          severity: "warning" as const,
          message: `User ${name} has a console password and no MFA device. Register one, or take the password away.`,
          place,
          pointer,
          resource: arn,
        })),
    ),
};
