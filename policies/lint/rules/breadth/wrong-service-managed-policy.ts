import { limitsOf } from "../../model/boundaries";
import { awsManagedPolicyName } from "../../model/managed-policies";
import type { Attachment } from "../../model/types";
import { terraformExample } from "../example";
import type { Rule, RuleResult } from "../rule";

/** Managed policies whose names are easily taken for another service's, and what does the same for that service. */
const lookAlikes: readonly (readonly [name: RegExp, right: string])[] = [
  [
    /^AmazonMachineLearning(ManageRealTimeEndpointOnly|RealTimePredictionOnly|BatchPredictions)Access$/,
    "to invoke a SageMaker endpoint, allow sagemaker:InvokeEndpoint on that endpoint's ARN",
  ],
  [
    /^AmazonMachineLearning/,
    "for SageMaker, allow the sagemaker actions that are used on the resources that are used",
  ],
];

export const wrongServiceManagedPolicy: Rule = {
  id: "IAM210",
  name: "wrong-service-managed-policy",
  severity: "warning",
  why: "The AmazonMachineLearning policies belong to Amazon Machine Learning, a service that takes no new customers; they grant nothing in SageMaker, so the caller stays denied and a broader policy follows.",
  whatToDo: "Detach it, and allow what is used: sagemaker:InvokeEndpoint on the endpoint's ARN.",
  reference:
    "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonMachineLearningManageRealTimeEndpointOnlyAccess.html",
  examples: {
    bad: attached("AmazonMachineLearningManageRealTimeEndpointOnlyAccess"),
    good: attached("service-role/AWSLambdaBasicExecutionRole"),
  },
  check: ({ attachments }) => attachments.flatMap(checkAttachment),
};

function attached(policy: string) {
  const policyArn = `arn:aws:iam::aws:policy/${policy}`;
  return terraformExample({
    aws_iam_role_policy_attachment: { classifier: { role: "classifier", policy_arn: policyArn } },
  });
}

/** Whether this rule speaks of the attachment, so that the general rule on full access does not. */
export function isOfWrongService({ policyArn }: Attachment): boolean {
  return rightFor(policyArn) !== undefined;
}

function rightFor(policyArn: string | null): string | undefined {
  const name = policyArn === null ? undefined : awsManagedPolicyName(policyArn);
  return name === undefined ? undefined : lookAlikes.find(([pattern]) => pattern.test(name))?.[1];
}

function checkAttachment({ policyArn, principal, resource, place, pointer }: Attachment): RuleResult[] {
  const right = rightFor(policyArn);
  if (policyArn === null || right === undefined) return [];
  const holder =
    principal === null
      ? "a principal that is not part of this input"
      : `${principal.kind} ${principal.resource}`;
  return [
    {
      severity: "warning",
      message: `${awsManagedPolicyName(policyArn) ?? policyArn} on ${holder} is for Amazon Machine Learning, not for SageMaker: it grants nothing there. Detach it; ${right}.`,
      place,
      pointer,
      resource,
      limits: limitsOf(principal),
    },
  ];
}
