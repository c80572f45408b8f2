import { allow, policyExample, terraformExample } from "../example";
import type { Rule } from "../rule";

/** What could not be read or decided is said, and is an error: silence would look like a clean bill. */
export const notAnalysable: Rule = {
  id: "IAM001",
  name: "not-analysable",
  severity: "error",
  why: "A policy that could not be read or decided may grant anything; passing it silently would be wrong.",
  whatToDo: "Correct the file, write the value out, or lint the plan, in which the value is known.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
  examples: {
    bad: terraformExample({ aws_iam_policy: { photos: { policy: "${var.policy}" } } }),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: ({ problems }) =>
    problems
      .filter(({ kind }) => kind === "not-analysable")
      .map((problem) => ({ ...problem, severity: problem.extent === "ignored" ? "info" : "error" })),
};
