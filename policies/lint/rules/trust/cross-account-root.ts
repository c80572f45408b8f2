import { isForKnownCallers } from "../../model/callers";
import { loadBalancerAccounts, ownAccounts } from "../../model/own-accounts";
import { namedPrincipal } from "../../model/principal-elements";
import type { Model, Policy, Statement } from "../../model/types";
import { terraformExample } from "../example";
import { demandsExternalId } from "./external-id";
import type { Rule, RuleOptions, RuleResult } from "../rule";

/** Warnings; information where an external id is demanded, which is how vendors are let in. */
export const crossAccountRoot: Rule = {
  id: "IAM402",
  name: "cross-account-root",
  severity: "warning",
  why: "The root of an account, or its number, stands for everybody there to whom that account gives the permission: who that is, its administrators decide.",
  whatToDo:
    "Name the role that needs it, or narrow by aws:PrincipalArn. Accounts of your own belong under trustedAccounts.",
  reference:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-accounts",
  examples: {
    bad: trust("arn:aws:iam::111122223333:root"),
    good: trust("arn:aws:iam::111122223333:role/deployer", {
      StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
    }),
  },
  check: (model, options) =>
    model.policies
      .filter(({ kind }) => kind !== "limit")
      .flatMap((policy) =>
        policy.statements.flatMap((statement) => checkStatement(policy, statement, model, options)),
      ),
};

function trust(principal: string, condition?: object) {
  return terraformExample({
    aws_iam_role: {
      reader: {
        assume_role_policy: JSON.stringify({
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Principal: { AWS: principal },
              Action: "sts:AssumeRole",
              ...(condition === undefined ? {} : { Condition: condition }),
            },
          ],
        }),
      },
    },
  });
}

function checkStatement(
  policy: Policy,
  statement: Statement,
  model: Model,
  { trustedAccounts }: RuleOptions,
): RuleResult[] {
  if (statement.effect !== "Allow" || statement.principals === undefined) return [];
  if (namesPrincipals(statement)) return [];
  return statement.principals.flatMap((element): RuleResult[] => {
    const principal = namedPrincipal(element);
    if (principal.kind !== "account" || principal.accountId === null) return [];
    const { accountId } = principal;
    if (ownAccounts(policy, model, trustedAccounts).has(accountId)) return [];
    if (policy.kind === "resource" && loadBalancerAccounts.has(accountId)) return [];
    const what = policy.kind === "trust" ? "assume the role" : "use what this statement allows";
    const hasId = policy.kind === "trust" && demandsExternalId(statement);
    const how = hasId ? " with the external id" : "";
    return [
      {
        severity: hasId ? "info" : "warning",
        message: `Everybody whom account ${accountId} lets may ${what}${how}. Name the role that needs it; if the account is yours, list it under trustedAccounts.`,
        place: element.place,
        pointer: element.pointer,
        resource: policy.resource,
      },
    ];
  });
}

/** Conditions that say which principals of the account are meant. */
function namesPrincipals(statement: Statement): boolean {
  const conditions = statement.conditions.filter(({ key }) =>
    /^aws:(principalarn|userid|sourcearn|sourcevpce?)$/i.test(key),
  );
  return isForKnownCallers({ ...statement, conditions });
}
