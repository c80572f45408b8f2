import { knownServices } from "../../model/actions";
import { nearestName } from "../../model/nearest-name";
import { remembered } from "../../model/remembered";
import { allow, policyExample } from "../example";
import type { Rule } from "../rule";
import { emptyEffect, faultyActions } from "./action-names";

export const unknownService: Rule = {
  id: "IAM101",
  name: "unknown-service",
  severity: "error",
  why: "IAM takes actions of services that do not exist without a word. An Allow then grants nothing, a Deny forbids nothing, and a name in NotAction leaves nothing out.",
  whatToDo: "Write the service's prefix as AWS's Service Authorization Reference does.",
  reference:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  examples: {
    bad: policyExample(
      allow("sagmaker:InvokeEndpoint", "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/dogs"),
    ),
    good: policyExample(
      allow("sagemaker:InvokeEndpoint", "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/dogs"),
    ),
  },
  check: ({ policies }) =>
    faultyActions(policies, "unknown-service").map(
      ({ element: { value, place, pointer, pattern }, statement, policy }) => {
        const { service } = pattern;
        const meant = meantBy(service);
        const advice = meant === null ? "" : ` Did you mean "${meant}"?`;
        return {
          severity: "error",
          message: `AWS has no service "${service}": ${emptyEffect(statement)} ("${value}").${advice}`,
          place,
          pointer,
          resource: policy.resource,
        };
      },
    ),
};

/** Null where no service is near. */
const meantBy = remembered((service: string) => nearestName(service, knownServices()) ?? null);
