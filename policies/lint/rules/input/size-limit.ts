import { minifiedLength } from "../../model/minified-length";
import type { Model, Policy, Principal } from "../../model/types";
import { allow } from "../example";
import type { Rule, RuleResult } from "../rule";
import { homeOf, inlineLimits, managedLimit, serviceControlLimit, trustLimit } from "./policy-home";

/** Actions of a long policy, 7,000 characters or more: the table of actions is not needed for an example. */
const manyBuckets = Array.from(
  { length: 200 },
  (_, index) => `arn:aws:s3:::photos-of-the-year-${2000 + index}/*`,
);

export const sizeLimit: Rule = {
  id: "IAM004",
  name: "size-limit",
  severity: "error",
  why: "IAM refuses policies that are too long: 6,144 characters for a managed policy, 2,048, 5,120 and 10,240 for all inline policies of a user, a group and a role together, 2,048 for a trust policy, 5,120 for a service control policy. White space does not count.",
  whatToDo:
    "Split the policy into several managed ones, or name resources by prefixes and tags instead of one by one.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  examples: {
    bad: {
      file: "main.tf.json",
      content: {
        resource: {
          aws_iam_policy: {
            photos: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [allow("s3:GetObject", manyBuckets)],
              }),
            },
          },
        },
      },
    },
    good: {
      file: "main.tf.json",
      content: {
        resource: {
          aws_iam_policy: {
            photos: {
              policy: JSON.stringify({
                Version: "2012-10-17",
                Statement: [allow("s3:GetObject", "arn:aws:s3:::photos-of-the-year-*/*")],
              }),
            },
          },
        },
      },
    },
  },
  check: (model) => {
    const totals = inlineTotals(model);
    const counted = new Set(totals.flatMap(({ policies }) => policies));
    return [
      ...totals.flatMap(checkTotal),
      ...model.policies.filter((policy) => !counted.has(policy)).flatMap(checkAlone),
    ];
  },
};

interface Total {
  readonly principal: Pick<Principal, "kind" | "resource">;
  readonly policies: readonly Policy[];
}

/** The inline policies of each principal. */
function inlineTotals({ principals }: Model): Total[] {
  return principals
    .map((principal) => ({
      principal,
      // Those of a user's groups act for the user, too, but count for the group.
      policies: principal.policies.filter((policy) => homeOf(policy) === principal.kind),
    }))
    .filter(({ policies }) => policies.length > 0);
}

function checkTotal({ principal, policies }: Total): RuleResult[] {
  const limit = inlineLimits[principal.kind];
  const sizes = policies.map(({ document }) => minifiedLength(document));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const largest = policies[sizes.indexOf(Math.max(...sizes))];
  if (limit === null || total <= limit || largest === undefined) return [];
  const what =
    policies.length === 1
      ? `The inline policy of the ${principal.kind} has`
      : `The ${policies.length} inline policies of the ${principal.kind} ${principal.resource} have together`;
  const message = `${what} ${tooMany(total, limit)}. Move statements into managed policies.`;
  return [result(largest, "error", message)];
}

function checkAlone(policy: Policy): RuleResult[] {
  if (isShortAsWritten(policy)) return [];
  const size = minifiedLength(policy.document);
  const check = (limit: number, what: string, advice: string): RuleResult[] =>
    size <= limit ? [] : [result(policy, "error", `${what} has ${tooMany(size, limit)}. ${advice}`)];
  const home = homeOf(policy);
  switch (home) {
    case "managed":
      return check(managedLimit, "The managed policy", "Split it: a principal can have several.");
    case "trust":
      return check(trustLimit, "The trust policy", "AWS can raise this limit on request.");
    case "service-control":
      return check(serviceControlLimit, "The service control policy", "Split it: a target can have several.");
    case "file":
      return checkFile(policy, size);
    case "elsewhere":
      return [];
    default: {
      const limit = inlineLimits[home];
      return limit === null
        ? []
        : checkTotal({ principal: { kind: home, resource: "" }, policies: [policy] });
    }
  }
}

/** A file that is short enough with its white space needs no counting. */
function isShortAsWritten(policy: Policy): boolean {
  return homeOf(policy) === "file" && policy.place.text.content.length <= managedLimit;
}

/** Nobody knows yet what the document will be: the largest of limits that fits decides. */
function checkFile(policy: Policy, size: number): RuleResult[] {
  const largest = inlineLimits.role ?? managedLimit;
  if (size > largest) {
    const message = `The policy has ${tooMany(size, largest)}, which is the largest of IAM's limits (a role's inline policies). Split it.`;
    return [result(policy, "error", message)];
  }
  if (size <= managedLimit) return [];
  const message = `The policy has ${tooMany(size, managedLimit)} for a managed policy; only a role's inline policies take it. Split it.`;
  return [result(policy, "warning", message)];
}

function tooMany(size: number, limit: number): string {
  const number = (value: number) => value.toLocaleString("en-US");
  return `${number(size)} characters without white space, ${number(size - limit)} more than the ${number(limit)} that IAM allows`;
}

function result({ place, resource }: Policy, severity: RuleResult["severity"], message: string): RuleResult {
  return { severity, message, place, pointer: "", resource };
}
