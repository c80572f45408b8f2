import type { Rule } from "./rule";

export const duplicateKey: Rule = {
  id: "IAM002",
  name: "duplicate-key",
  severity: "error",
  why: "IAM refuses a document in which an element stands twice, and other readers keep the last one silently, so a review sees something else than what is written.",
  whatToDo: "Keep one of the two elements; several actions belong into one list.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html",
  check: ({ problems }) =>
    problems
      .filter(({ kind }) => kind === "duplicate-key")
      .map((problem) => ({ ...problem, severity: "error" })),
};
