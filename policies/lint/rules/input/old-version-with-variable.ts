import type { Element, Policy } from "../../model/types";
import { member } from "../../model/value";
import { allow } from "../example";
import type { Rule, RuleResult } from "../rule";

const statement = allow("s3:GetObject", "arn:aws:s3:::home/${aws:username}/*");

export const oldVersionWithVariable: Rule = {
  id: "IAM006",
  name: "old-version-with-variable",
  severity: "warning",
  why: "Policy variables work from version 2012-10-17 on. In an older version, which is also the one that counts where Version is missing, ${aws:username} is plain text: an Allow grants nothing, a Deny forbids nothing.",
  whatToDo: 'Write "Version": "2012-10-17".',
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html",
  examples: {
    bad: { file: "policy.json", content: { Version: "2008-10-17", Statement: [statement] } },
    good: { file: "policy.json", content: { Version: "2012-10-17", Statement: [statement] } },
  },
  check: ({ policies }) => policies.flatMap((policy) => resultOf(policy) ?? []),
};

/** One finding a policy: one change corrects all of its variables. */
function resultOf(policy: Policy): RuleResult | undefined {
  const version = member(policy.document, "Version");
  const isMissing = version === undefined;
  if (!isMissing && policy.version !== "2008-10-17") return undefined;
  const first = variablesOf(policy)[0];
  if (first === undefined) return undefined;
  const variable = /\$\{[^}]+\}/.exec(first.value)?.[0] ?? first.value;
  const found = isMissing
    ? "The policy has no Version, which counts as 2008-10-17"
    : "The policy has version 2008-10-17";
  return {
    severity: "warning",
    message: `${found}: "${variable}" is plain text there, no variable. Write "Version": "2012-10-17".`,
    place: first.place,
    pointer: first.pointer,
    resource: policy.resource,
    fix: {
      description: "Give the policy the version in which variables work",
      edits: [
        isMissing
          ? { place: policy.document.place, member: "Version", value: "2012-10-17" }
          : { place: version.place, value: "2012-10-17" },
      ],
    },
  };
}

/** Variables work in resources and in the values of conditions. */
function variablesOf({ statements }: Policy): Element[] {
  return statements
    .flatMap(({ resources = [], notResources = [], conditions }) => [
      ...resources,
      ...notResources,
      ...conditions.flatMap(({ values }) => values),
    ])
    .filter(({ value }) => /\$\{[^}]+\}/.test(value));
}
