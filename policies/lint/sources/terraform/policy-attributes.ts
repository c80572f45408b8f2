import type { PolicyKind } from "../../model/types";

/** Where Terraform's AWS resources hold policy documents. */
export const policyAttributes: Readonly<Record<string, Readonly<Record<string, PolicyKind>>>> = {
  aws_iam_policy: { policy: "identity" },
  aws_iam_role_policy: { policy: "identity" },
  aws_iam_user_policy: { policy: "identity" },
  aws_iam_group_policy: { policy: "identity" },
  aws_iam_role: { assume_role_policy: "trust" },
  aws_ssoadmin_permission_set_inline_policy: { inline_policy: "identity" },
  aws_organizations_policy: { content: "limit" },
  aws_vpc_endpoint: { policy: "limit" },
  aws_vpc_endpoint_policy: { policy: "limit" },
  aws_s3_bucket: { policy: "resource" },
  aws_s3_bucket_policy: { policy: "resource" },
  aws_kms_key: { policy: "resource" },
  aws_kms_key_policy: { policy: "resource" },
  aws_kms_external_key: { policy: "resource" },
  aws_sqs_queue: { policy: "resource" },
  aws_sqs_queue_policy: { policy: "resource" },
  aws_sns_topic: { policy: "resource" },
  aws_sns_topic_policy: { policy: "resource" },
  aws_ecr_repository_policy: { policy: "resource" },
  aws_ecr_registry_policy: { policy: "resource" },
  aws_secretsmanager_secret: { policy: "resource" },
  aws_secretsmanager_secret_policy: { policy: "resource" },
  aws_cloudwatch_log_resource_policy: { policy_document: "resource" },
  aws_cloudwatch_event_bus_policy: { policy: "resource" },
  aws_backup_vault_policy: { policy: "resource" },
  aws_efs_file_system_policy: { policy: "resource" },
  aws_api_gateway_rest_api: { policy: "resource" },
  aws_dynamodb_resource_policy: { policy: "resource" },
  aws_sagemaker_model_package_group_policy: { resource_policy: "resource" },
};

/** Attachments: the attributes that name the managed policies and the principals. */
export interface AttachmentAttributes {
  readonly policies: readonly string[];
  /** Attribute -> kind of principal. */
  readonly principals: Readonly<Record<string, "role" | "user" | "group" | "permission-set">>;
}

export const attachmentAttributes: Readonly<Record<string, AttachmentAttributes>> = {
  aws_iam_role_policy_attachment: { policies: ["policy_arn"], principals: { role: "role" } },
  aws_iam_user_policy_attachment: { policies: ["policy_arn"], principals: { user: "user" } },
  aws_iam_group_policy_attachment: { policies: ["policy_arn"], principals: { group: "group" } },
  aws_iam_policy_attachment: {
    policies: ["policy_arn"],
    principals: { roles: "role", users: "user", groups: "group" },
  },
  aws_iam_role_policy_attachments_exclusive: { policies: ["policy_arns"], principals: { role_name: "role" } },
  aws_iam_user_policy_attachments_exclusive: { policies: ["policy_arns"], principals: { user_name: "user" } },
  aws_iam_group_policy_attachments_exclusive: { policies: ["policy_arns"], principals: { group_name: "group" } },
  aws_ssoadmin_managed_policy_attachment: {
    policies: ["managed_policy_arn"],
    principals: { permission_set_arn: "permission-set" },
  },
};

/** The attribute by which an inline policy names its principal. */
export const inlinePrincipal: Readonly<Record<string, readonly [string, "role" | "user" | "group"]>> = {
  aws_iam_role_policy: ["role", "role"],
  aws_iam_user_policy: ["user", "user"],
  aws_iam_group_policy: ["group", "group"],
};

/** Resources that are principals. */
export const principalTypes: Readonly<Record<string, "role" | "user" | "group" | "permission-set">> = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
  aws_ssoadmin_permission_set: "permission-set",
};
