import type { AccountFacts, RoleFacts } from "../../model/account";
import type { Rule, RuleOptions, RuleResult } from "../rule";
import { leftoverRoles } from "./function-roles";
import { idleness } from "./idleness";
import { exampleRole, snapshotExample } from "./snapshot-example";

/** Roles left by functions are those of `orphan-function-role`, which says more. */
export const staleRole: Rule = {
  id: "IAM501",
  name: "stale-role",
  severity: "warning",
  why: "A role that nobody uses still lets in whoever it trusts, and nobody would notice that it is used again.",
  whatToDo:
    "Delete the role, or take its policies away and delete it later. Roles for emergencies belong in a suppression.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials",
  examples: {
    bad: snapshotExample({
      roles: [
        exampleRole({
          name: "importer",
          service: "ec2.amazonaws.com",
          lastUsed: { at: "2026-01-10T12:00:00Z", region: "eu-west-1" },
        }),
      ],
    }),
    good: snapshotExample({ roles: [exampleRole({ name: "importer", service: "ec2.amazonaws.com" })] }),
  },
  check: (model, options) =>
    model.accounts.flatMap((account) => {
      const leftover = new Set(leftoverRoles(model, account, options).map(({ role }) => role.arn));
      return account.roles
        .filter(({ arn, path }) => !leftover.has(arn) && !isManagedByAws(path))
        .flatMap((role) => checkRole(role, account, options));
    }),
};

/** Roles that services or IAM Identity Center make and delete themselves. */
function isManagedByAws(path: string): boolean {
  return path.startsWith("/aws-service-role/") || path.startsWith("/aws-reserved/");
}

function checkRole(role: RoleFacts, { collectedAt }: AccountFacts, { staleDays }: RuleOptions): RuleResult[] {
  const { arn, createdAt, lastUsed, place, pointer } = role;
  const idle = idleness(lastUsed, createdAt, collectedAt);
  if (idle === undefined || (idle.days < staleDays && !idle.orMore)) return [];
  // With a limit beyond what AWS tracks, nobody can tell.
  const isStale = idle.days >= staleDays;
  const advice = isStale
    ? "Delete it if nobody needs it."
    : `Whether it was used in the last ${staleDays} days cannot be told.`;
  return [
    {
      severity: isStale ? "warning" : "info",
      message: `The role ${idle.words}. ${advice}`,
      place,
      pointer,
      resource: arn,
    },
  ];
}
