import { awsManagedPolicyName } from "../../model/managed-policies";
import { remainingOfPattern } from "../../model/grants";
import { boundariesOf, limitsOf } from "../../model/boundaries";
import { servicesLeft } from "../../model/full-services";
import { partOf } from "../../model/parts";
import type { Attachment, Model, Policy, Principal } from "../../model/types";
import { terraformExample } from "../example";
import type { Rule, RuleResult } from "../rule";
import { adviseInvokeOnly, invokeOnly } from "./invoke-only";
import { invokersPolicies, isAllOfSageMaker, isFullSageMaker, onlyInvokes } from "./invokers";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

const functionsRole = { classifier: { name: "classifier", assume_role_policy: JSON.stringify(trust) } };

export const fullAccessToInvoke: Rule = {
  id: "IAM209",
  name: "full-access-to-invoke",
  severity: "error",
  why: "A function that asks a model for answers needs one action on one endpoint. With all of SageMaker, a fault in its code can start instances, read training data and pass roles.",
  whatToDo: "Detach the policy, and allow sagemaker:InvokeEndpoint on the endpoint's ARN.",
  reference: "https://docs.aws.amazon.com/sagemaker/latest/dg/security-iam-awsmanpol.html",
  examples: {
    bad: terraformExample({
      aws_iam_role: functionsRole,
      aws_iam_role_policy_attachment: {
        classifier: {
          role: "${aws_iam_role.classifier.name}",
          policy_arn: "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess",
        },
      },
    }),
    good: terraformExample({
      aws_iam_role: functionsRole,
      aws_iam_role_policy: {
        classifier: {
          role: "${aws_iam_role.classifier.name}",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: "sagemaker:InvokeEndpoint",
                Resource: "arn:aws:sagemaker:us-east-1:111122223333:endpoint/classifier",
              },
            ],
          }),
        },
      },
    }),
  },
  check: (model) => [
    ...model.attachments.flatMap((attachment) => checkAttachment(attachment, model)),
    ...[...invokersPolicies(model)].flatMap((policy) => checkPolicy(policy, model)),
  ],
};

/** Whether this rule speaks of the attachment, so that the general rule on full access does not. */
export function isInvokersFullAccess(attachment: Attachment, model: Model): boolean {
  const { principal } = attachment;
  if (principal === null || !isFullSageMaker(attachment, model) || !onlyInvokes(principal, model))
    return false;
  const boundary = principal.boundary === "unknown" ? null : principal.boundary;
  return servicesLeft(["sagemaker"], principal.policies, boundary).length > 0;
}

/** A customer's policy with `sagemaker:*` is named where it says so. */
function checkAttachment(attachment: Attachment, model: Model): RuleResult[] {
  const { principal, policy, policyArn, place, pointer, resource } = attachment;
  if (principal === null || !isInvokersFullAccess(attachment, model)) return [];
  if (policy !== null && invokersPolicies(model).has(policy)) return [];
  const part = partOf(principal, model);
  const name = policy?.resource ?? (policyArn === null ? undefined : awsManagedPolicyName(policyArn));
  return [
    {
      severity: "error",
      message: `${name ?? "The attached policy"} on ${describe(principal)} allows managing all of SageMaker to a principal that only invokes an endpoint. ${adviseInvokeOnly(part)}`,
      place,
      pointer,
      resource,
      limits: limitsOf(principal),
      fix: invokeOnly(part),
    },
  ];
}

function checkPolicy(policy: Policy, model: Model): RuleResult[] {
  const boundaries = boundariesOf(policy, model);
  const part = partOf(policy, model);
  return policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) =>
      (statement.actions ?? [])
        .filter(({ value }) => isAllOfSageMaker(value))
        .filter(({ value }) => remainingOfPattern(value, statement, policy, boundaries).kind === "all")
        .map(({ value, place, pointer }) => ({
          severity: "error" as const,
          message: `"${value}" allows all of SageMaker to a principal that only invokes an endpoint. ${adviseInvokeOnly(part)}`,
          place,
          pointer,
          resource: policy.resource,
          limits: boundaries,
          fix: invokeOnly(part),
        })),
    );
}

function describe({ kind, resource, trustedServices }: Principal): string {
  const services = trustedServices ?? [];
  return `${kind} ${resource}${services.length > 0 ? `, which ${services.join(", ")} assumes,` : ""}`;
}
