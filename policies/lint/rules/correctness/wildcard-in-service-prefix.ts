import { hasWildcard } from "../../model/patterns";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";

export const wildcardInServicePrefix: Rule = {
  id: "IAM107",
  name: "wildcard-in-service-prefix",
  severity: "error",
  why: "IAM allows no wildcard in the service part of an action: such a policy is refused, or grants something else than was meant.",
  whatToDo: "Write the service out, one entry for each service.",
  reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
  examples: {
    bad: policyExample(allow("s?:GetObject", "arn:aws:s3:::photos/*")),
    good: policyExample(allow("s3:GetObject", "arn:aws:s3:::photos/*")),
  },
  check: ({ policies }) =>
    policies.flatMap(({ statements, resource }) =>
      statements
        .flatMap(({ actions = [], notActions = [] }) => [...actions, ...notActions])
        .filter(({ value }) => isInvalid(value))
        .map((action) => ({
          severity: "error" as const,
          message: `The action "${action.value}" has a wildcard in its service, which IAM does not allow.`,
          place: action.place,
          pointer: action.pointer,
          resource,
        })),
    ),
};

/** `*` and `*:*` are legal and mean everything. */
function isInvalid(action: string): boolean {
  const colon = action.indexOf(":");
  if (colon === -1 || /^\*+:\*+$/.test(action)) return false;
  return hasWildcard(action.slice(0, colon));
}
