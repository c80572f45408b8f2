import type { Model } from "../../model/types";
import { allow, policyExample } from "../example";
import type { Rule, RuleResult } from "../rule";

export const syntax: Rule = {
  id: "IAM003",
  name: "syntax",
  severity: "error",
  why: "IAM refuses a document that breaks its grammar, so the change fails when it is applied, or an older policy stays in force.",
  whatToDo: "Correct the element as the message says.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  examples: {
    bad: policyExample({ Effect: "Permit", Action: "s3:GetObject", Resource: "arn:aws:s3:::photos/*" }),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: (model) => [
    ...model.problems
      .filter(({ kind }) => kind === "syntax")
      .map((problem): RuleResult => ({ ...problem, severity: "error" })),
    ...doubleStars(model),
  ],
};

/** The grammar knows one star; how IAM reads two is not documented. Other rules read them as one. */
function doubleStars({ policies }: Model): RuleResult[] {
  return policies.flatMap(({ statements, resource }) =>
    statements.flatMap(({ actions, notActions = [], entries }) =>
      (actions === undefined ? notActions : entries.wildcard)
        .filter(({ value }) => value.includes("**"))
        .map(({ value, place, pointer }) => ({
          severity: "warning" as const,
          message: `The action "${value}" has two stars in a row, which IAM's grammar does not know; it is read as one here. Write "${value.replace(/\*+/g, "*")}", or better the actions that are used.`,
          place,
          pointer,
          resource,
        })),
    ),
  );
}
