import { readSuppressions, type SuppressionEntry } from "../../suppressions/entry";
import { allow, terraformExample } from "../example";
import type { Rule, RuleResult } from "../rule";

/** A role policy that allows too much, with a suppression beside it. */
function accepted(suppression: Readonly<Record<string, string>>) {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [allow("polly:*")] });
  return terraformExample({
    aws_iam_policy: { speech: { "//": { "policy-lint": [suppression] }, name: "speech", policy } },
  });
}

const complete = {
  rule: "IAM202",
  reason: "Polly is all that this account is for.",
  owner: "speech-team",
  expires: "2999-12-31",
};

export const suppression: Rule = {
  id: "IAM090",
  name: "suppression",
  severity: "error",
  why: "A suppression hides a risk that somebody accepted. Without a reason, an owner or a day on which it is looked at again, or when it has expired or hides nothing, nobody knows any more why the risk is there.",
  whatToDo:
    "Give the rule, what it matches, a reason, an owner and the last day on which it holds; remove those that match nothing.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-archive-rules.html",
  examples: {
    bad: accepted({ ...complete, expires: "2021-12-31" }),
    good: accepted(complete),
  },
  check: ({ suppressions }, options) =>
    readSuppressions(suppressions, options).faults.map((fault) => ({ ...fault, severity: "error" })),
};

/** What is said of a complete suppression that hides nothing. It is known only after all other rules have looked. */
export function unmatchedSuppression(entry: SuppressionEntry, ruleExists: boolean): RuleResult {
  const { place, pointer, resource, rule } = entry;
  if (!ruleExists) {
    const message = `The suppression names the rule "${rule}", which does not exist; \`policy-lint rules\` lists them.`;
    return { severity: "error", message, place, pointer: `${pointer}/rule`, resource };
  }
  const message = `The suppression of ${rule} matches no finding. Remove it, or correct what it matches.`;
  return { severity: "warning", message, place, pointer, resource };
}
