import { isForKnownSources } from "../../model/callers";
import { namedPrincipal } from "../../model/principal-elements";
import { sendsSourceTo } from "../../model/service-sources";
import type { Policy, Statement } from "../../model/types";
import { policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

/** Only for services that are known to say for whom they act: a condition would lock the others out. */
export const serviceWithoutSource: Rule = {
  id: "IAM406",
  name: "service-without-source",
  severity: "warning",
  why: "An AWS service works for every account. Without a condition on its source, somebody else's bucket, topic or rule makes the service use this resource just the same.",
  whatToDo: "Demand the own account or the exact resource: aws:SourceAccount, aws:SourceArn.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  examples: {
    bad: policyExample(publishedBy("s3.amazonaws.com")),
    good: policyExample({
      ...publishedBy("s3.amazonaws.com"),
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    }),
  },
  check: ({ policies }) =>
    policies
      .filter(({ kind }) => kind === "resource")
      .flatMap((policy) => policy.statements.flatMap((statement) => checkStatement(policy, statement))),
};

function publishedBy(service: string): object {
  return {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: "arn:aws:sns:eu-west-1:111122223333:uploads",
  };
}

function checkStatement(policy: Policy, statement: Statement): RuleResult[] {
  if (statement.effect !== "Allow" || isForKnownSources(statement)) return [];
  // A condition that only Terraform knows may be the right one.
  if (statement.conditional && statement.conditions.length === 0) return [];
  const called = calledServices(statement);
  return (statement.principals ?? []).flatMap((element): RuleResult[] => {
    const principal = namedPrincipal(element);
    if (principal.kind !== "service") return [];
    if (!called.some((service) => sendsSourceTo(principal.name, service))) return [];
    return [
      {
        severity: "warning",
        message: `${principal.name} may use this for any account that makes it do so. Demand aws:SourceAccount, or aws:SourceArn of the one resource that it acts for.`,
        place: element.place,
        pointer: element.pointer,
        resource: policy.resource,
        fix: {
          description: `Let ${principal.name} act for your own account only.`,
          edits: [],
          suggestion: { Condition: { StringEquals: { "aws:SourceAccount": accountOf(statement) } } },
        },
      },
    ];
  });
}

/** The services whose actions the statement allows; `*` in a key's policy is said by its other statements. */
function calledServices({ actions = [] }: Statement): string[] {
  return [...new Set(actions.map(({ value }) => value.slice(0, value.indexOf(":")).toLowerCase()))];
}

function accountOf({ resources = [] }: Statement): string {
  const accounts = resources.map(({ value }) => /^(?:[^:]*:){4}(\d{12}):/.exec(value)?.[1]);
  return accounts.find((account) => account !== undefined) ?? "<your account>";
}
