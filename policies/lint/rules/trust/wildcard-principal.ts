import { isForKnownCallers, othersAreDenied, pinsDown } from "../../model/callers";
import { remainingOfPattern } from "../../model/grants";
import { namedPrincipal } from "../../model/principal-elements";
import type { Element, Policy, Statement } from "../../model/types";
import { display } from "../../model/value";
import { policyExample } from "../example";
import type { Rule, RuleResult, Severity } from "../rule";

/**
 * Errors: nothing says who is meant. Warnings: a condition may say it, or says only through which service. Information: API
 * Gateway, whose methods have authorizers of their own. A condition that names accounts, networks or resources is enough.
 */
export const wildcardPrincipal: Rule = {
  id: "IAM401",
  name: "wildcard-principal",
  severity: "error",
  why: 'Principal "*" is everybody: every AWS account there is and, for most resources, callers without any.',
  whatToDo:
    "Name the accounts, roles or services. Where many have to get in, keep the wildcard and add a condition that only they fulfil: aws:PrincipalOrgID, aws:SourceAccount, aws:SourceArn, aws:SourceVpce.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  examples: {
    bad: policyExample({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::photos/*",
    }),
    good: policyExample({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "arn:aws:s3:::photos/*",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    }),
  },
  check: ({ policies }) =>
    policies
      // What only limits may say "everybody": it lets nobody in.
      .filter(({ kind }) => kind !== "limit")
      .flatMap((policy) => policy.statements.flatMap((statement) => checkStatement(policy, statement))),
};

function checkStatement(policy: Policy, statement: Statement): RuleResult[] {
  if (statement.effect !== "Allow") return [];
  const element = everybody(statement);
  if (element === undefined || grantsNothing(statement, policy)) return [];
  if (isForKnownCallers(statement) || othersAreDenied(statement, policy)) return [];
  const { severity, message } = judge(policy, statement, element);
  return [{ severity, message, place: element.place, pointer: element.pointer, resource: policy.resource }];
}

function everybody({ principals, notPrincipals }: Statement): Element | undefined {
  return principals?.find((element) => namedPrincipal(element).kind === "everyone") ?? notPrincipals?.[0];
}

function grantsNothing(statement: Statement, policy: Policy): boolean {
  return (
    statement.actions?.every(
      ({ value }) => remainingOfPattern(value, statement, policy).kind === "nothing",
    ) ?? false
  );
}

function judge(
  policy: Policy,
  statement: Statement,
  element: Element,
): { severity: Severity; message: string } {
  const who =
    statement.notPrincipals === undefined
      ? "Everybody"
      : `Everybody except ${statement.notPrincipals.map(({ value }) => display(value)).join(", ")}`;
  const what = `${who} may ${deed(policy, statement)}`;
  const name = element.pointer.includes("NotPrincipal")
    ? "Name under Principal who may"
    : "Name who may, or add a condition that only they fulfil (aws:PrincipalOrgID, aws:SourceAccount, aws:SourceArn, aws:SourceVpce)";
  if (statement.conditional && statement.conditions.length === 0) {
    return {
      severity: "warning",
      message: `${what}, unless the condition, which is known only when Terraform runs, says who. ${name}.`,
    };
  }
  if (statement.conditions.some((one) => /^kms:viaservice$/i.test(one.key) && pinsDown(one))) {
    return {
      severity: "warning",
      message: `${what}, as long as it is through that service: kms:ViaService says how, not who. Add kms:CallerAccount.`,
    };
  }
  if (
    statement.conditions.some((one) => /^lambda:functionurlauthtype$/i.test(one.key) && hasValue(one, "NONE"))
  ) {
    return {
      severity: "error",
      message: `Whoever knows the function's URL may call it: its auth type is NONE. Use AWS_IAM and name who may invoke it.`,
    };
  }
  if (policy.carrier?.startsWith("api_gateway") || isApi(statement)) {
    return {
      severity: "info",
      message: `${what}; only the API's own authorizers decide. ${name} where the API is not public.`,
    };
  }
  const weak = statement.conditional ? "; the conditions do not say who" : "";
  return { severity: "error", message: `${what}${weak}. ${name}.` };
}

function hasValue({ values }: Statement["conditions"][number], wanted: string): boolean {
  return values.some(({ value }) => value === wanted);
}

function isApi({ actions = [] }: Statement): boolean {
  return actions.length > 0 && actions.every(({ value }) => /^execute-api:/i.test(value));
}

function deed(policy: Policy, { actions = [], notActions }: Statement): string {
  if (policy.kind === "trust") return "assume the role";
  if (notActions !== undefined) return "do almost everything here";
  const names = actions.slice(0, 3).map(({ value }) => display(value));
  const more = actions.length > names.length ? ` and ${actions.length - names.length} more` : "";
  return `do ${names.join(", ")}${more} here`;
}
