import { powersOf } from "../../model/escalation-targets";
import { passRole } from "../../model/escalation-paths";
import type { Subject } from "../../model/subjects";

/** The actions on IAM with which the subject, a role of notebooks or training, can give itself everything. */
export function administrationOf(subject: Subject): readonly string[] {
  if (!isJobRole(subject)) return [];
  return powersOf(subject).filter((action) => action.startsWith("iam:") && action !== passRole);
}

/** SageMaker's roles; and those of instances that by their name or their permissions are for machine learning. */
function isJobRole({ principal, policies, managedPolicies }: Subject): boolean {
  const services = principal?.trustedServices ?? [];
  if (services.some((service) => service.startsWith("sagemaker."))) return true;
  if (!services.some((service) => service.startsWith("ec2."))) return false;
  return (
    mlName.test(principal?.name ?? principal?.resource ?? "") ||
    managedPolicies.some((name) => /SageMaker|MachineLearning|Bedrock/.test(name)) ||
    policies.some(({ statements }) =>
      statements.some(
        ({ effect, actions = [] }) =>
          effect === "Allow" && actions.some(({ value }) => /^(sagemaker|bedrock)[a-z-]*:/i.test(value)),
      ),
    )
  );
}

const mlName = /train|notebook|inference|jupyter|sagemaker|(^|[^a-z])(gpu|ml|ai|llm)([^a-z]|$)/i;
