import type { AccountFacts, MissingFacts } from "../../model/account";
import type { Example, Rule, RuleResult } from "../rule";

export const missingPermission: Rule = {
  id: "IAM007",
  name: "missing-permission",
  severity: "warning",
  why: "A part of the account could not be read. What the rules do not say of it is unknown, not clean.",
  whatToDo: "Allow the permission and scan again; `policy-lint iam-policy` prints all that a scan needs.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html",
  examples: {
    bad: snapshot([
      {
        area: "functions",
        region: "eu-west-1",
        permission: "lambda:ListFunctions",
        message: "AccessDeniedException: not authorized to perform lambda:ListFunctions",
      },
    ]),
    good: snapshot([]),
  },
  check: ({ accounts }) => accounts.flatMap((account) => gaps(account).map((gap) => resultOf(account, gap))),
};

interface Gap extends MissingFacts {
  readonly regions: readonly string[];
}

/** The same gap in several regions is one finding: one permission closes it. */
function gaps({ missing }: AccountFacts): Gap[] {
  const byCause = new Map<string, Gap>();
  for (const facts of missing) {
    const key = `${facts.area} ${facts.permission ?? facts.message}`;
    const regions = [...(byCause.get(key)?.regions ?? []), ...(facts.region === null ? [] : [facts.region])];
    byCause.set(key, { ...(byCause.get(key) ?? facts), regions: [...new Set(regions)] });
  }
  return [...byCause.values()];
}

function resultOf(
  { accountId, place }: AccountFacts,
  { area, regions, permission, message }: Gap,
): RuleResult {
  const where = regions.length === 0 ? "" : ` in ${regions.join(", ")}`;
  const cause =
    permission === null
      ? `AWS answered "${message}".`
      : `The permission ${permission} is missing: AWS answered "${message}".`;
  return {
    severity: "warning",
    message: `${describeArea(area)} of account ${accountId}${where} could not be read, so nothing is known of it. ${cause}`,
    place,
    pointer: "/missing",
    resource: null,
  };
}

/** `credential-report` -> `The part "credential report"`. */
function describeArea(area: MissingFacts["area"]): string {
  return `The part "${area.replaceAll("-", " ")}"`;
}

function snapshot(missing: readonly object[]): Example {
  return {
    file: "account.json",
    content: {
      format: "policy-lint-account",
      version: 1,
      accountId: "111122223333",
      collectedAt: "2026-01-01T00:00:00Z",
      regions: { names: ["eu-west-1"], all: true },
      roles: [],
      users: [],
      groups: [],
      managedPolicies: [],
      functions: [],
      root: null,
      serviceUse: [],
      missing,
    },
  };
}
