import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { faultyActions } from "./action-names";

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
    faultyActions(policies, "wildcard-in-service").map(({ element: { value, place, pointer }, policy }) => ({
      severity: "error",
      message: `The action "${value}" has a wildcard in its service, which IAM does not allow.`,
      place,
      pointer,
      resource: policy.resource,
    })),
};
