import { pinsDown } from "../../model/callers";
import { ownAccounts } from "../../model/own-accounts";
import { namedPrincipal } from "../../model/principal-elements";
import type { Element, Model, Policy, Statement } from "../../model/types";
import { policyExample } from "../example";
import type { Rule, RuleOptions, RuleResult } from "../rule";
import { demandsExternalId } from "./external-id";

export const thirdPartyWithoutExternalId: Rule = {
  id: "IAM403",
  name: "third-party-without-external-id",
  severity: "warning",
  why: 'Another account that works for many customers can be talked into using its access to yours for one of them (the "confused deputy"); the external id tells them apart.',
  whatToDo:
    "Demand the id that the other side uses for you by sts:ExternalId. Accounts of your own belong under trustedAccounts, or are told by aws:PrincipalOrgID.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html",
  examples: {
    bad: policyExample(assumedBy("arn:aws:iam::111122223333:role/scanner")),
    good: policyExample({
      ...assumedBy("arn:aws:iam::111122223333:role/scanner"),
      Condition: { StringEquals: { "sts:ExternalId": "c0ffee-4711" } },
    }),
  },
  check: (model, options) =>
    model.policies
      .filter(({ kind }) => kind === "trust")
      .flatMap((policy) =>
        policy.statements.flatMap((statement) => checkStatement(policy, statement, model, options)),
      ),
};

function assumedBy(principal: string): object {
  return { Effect: "Allow", Principal: { AWS: principal }, Action: "sts:AssumeRole" };
}

function checkStatement(
  policy: Policy,
  statement: Statement,
  model: Model,
  { trustedAccounts }: RuleOptions,
): RuleResult[] {
  if (statement.effect !== "Allow" || !allowsAssumeRole(statement)) return [];
  if (demandsExternalId(statement) || isNoDeputy(statement)) return [];
  const own = ownAccounts(policy, model, trustedAccounts);
  // One finding an account: several roles of it are one third party.
  const first = new Map<string, Element>();
  for (const element of statement.principals ?? []) {
    const principal = namedPrincipal(element);
    const accountId = principal.kind === "account" || principal.kind === "one" ? principal.accountId : null;
    if (accountId !== null && !own.has(accountId) && !first.has(accountId)) first.set(accountId, element);
  }
  return [...first].map(([accountId, element]) => ({
    severity: "warning",
    message: `Account ${accountId} may assume the role without an external id: whoever else it works for can make it do so. Demand sts:ExternalId; if the account is yours, list it under trustedAccounts.`,
    place: element.place,
    pointer: element.pointer,
    resource: policy.resource,
    fix: {
      description: "Demand the id that the other account uses for you.",
      edits: [],
      suggestion: {
        Condition: { StringEquals: { "sts:ExternalId": "<the id that the other account gives you>" } },
      },
    },
  }));
}

function allowsAssumeRole({ actions = [], notActions }: Statement): boolean {
  return (
    notActions !== undefined ||
    actions.some(({ value }) => /^(\*|sts:(\*|Assume\*|AssumeRole))$/i.test(value))
  );
}

/** Members of one's own organization are no third party, and people who sign in with MFA are no deputy. */
function isNoDeputy({ conditions }: Statement): boolean {
  return conditions.some(
    (condition) =>
      /^aws:(principalorgid|principalorgpaths|multifactorauthpresent|multifactorauthage)$/i.test(
        condition.key,
      ) &&
      (pinsDown(condition) || /^numericless/i.test(condition.operator)),
  );
}
