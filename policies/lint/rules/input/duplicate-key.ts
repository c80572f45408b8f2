import { allow, policyExample } from "../example";
import type { Rule } from "../rule";

export const duplicateKey: Rule = {
  id: "IAM002",
  name: "duplicate-key",
  severity: "error",
  why: "IAM refuses a document in which an element stands twice, and other readers keep the last one silently, so a review sees something else than what is written.",
  whatToDo: "Keep one of the two elements; several actions belong into one list.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  examples: {
    bad: {
      file: "policy.json",
      content: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:PutObject", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::photos/*" }
  ]
}`,
    },
    good: policyExample(allow(["s3:PutObject", "s3:GetObject"], "arn:aws:s3:::photos/*")),
  },
  check: ({ problems }) =>
    problems
      .filter(({ kind }) => kind === "duplicate-key")
      .map((problem) => ({ ...problem, severity: "error" })),
};
