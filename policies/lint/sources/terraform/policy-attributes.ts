import type { PolicyKind, Principal } from "../../model/types";

export interface PolicyAttribute {
  readonly attribute: string;
  readonly kind: PolicyKind;
  /** See `Policy.carrier`. */
  readonly carrier: string | null;
}

const identity = (attribute = "policy"): PolicyAttribute => ({ attribute, kind: "identity", carrier: null });
const limit = (attribute = "policy"): PolicyAttribute => ({ attribute, kind: "limit", carrier: null });
const on = (carrier: string, attribute = "policy"): PolicyAttribute => ({
  attribute,
  kind: "resource",
  carrier,
});

/**
 * Where Terraform's AWS resources hold policy documents: each type has them in one attribute. A role's inline policies,
 * and policies of types that are missing here, are found by other ways.
 */
export const policyAttributes: Readonly<Record<string, PolicyAttribute>> = {
  aws_iam_policy: identity(),
  aws_iam_role_policy: identity(),
  aws_iam_user_policy: identity(),
  aws_iam_group_policy: identity(),
  aws_ssoadmin_permission_set_inline_policy: identity("inline_policy"),
  aws_iam_role: { attribute: "assume_role_policy", kind: "trust", carrier: null },

  aws_organizations_policy: limit("content"),
  aws_vpc_endpoint: limit(),
  aws_vpc_endpoint_policy: limit(),
  aws_rolesanywhere_profile: limit("session_policy"),
  aws_transfer_access: limit(),
  aws_transfer_user: limit(),

  aws_acmpca_policy: on("acmpca_certificate_authority"),
  aws_api_gateway_domain_name: on("api_gateway_domain_name"),
  aws_api_gateway_rest_api: on("api_gateway_rest_api"),
  aws_api_gateway_rest_api_policy: on("api_gateway_rest_api"),
  aws_backup_vault_policy: on("backup_vault"),
  aws_cloudsearch_domain_service_access_policy: on("cloudsearch_domain", "access_policy"),
  aws_cloudwatch_event_bus_policy: on("cloudwatch_event_bus"),
  aws_cloudwatch_log_delivery_destination_policy: on(
    "cloudwatch_log_delivery_destination",
    "delivery_destination_policy",
  ),
  aws_cloudwatch_log_destination_policy: on("cloudwatch_log_destination", "access_policy"),
  aws_cloudwatch_log_resource_policy: on("cloudwatch_log_group", "policy_document"),
  aws_codeartifact_domain_permissions_policy: on("codeartifact_domain", "policy_document"),
  aws_codeartifact_repository_permissions_policy: on("codeartifact_repository", "policy_document"),
  aws_codebuild_resource_policy: on("codebuild_project"),
  aws_dynamodb_resource_policy: on("dynamodb_table"),
  aws_ecr_registry_policy: on("ecr_registry"),
  aws_ecr_repository_creation_template: on("ecr_repository", "repository_policy"),
  aws_ecr_repository_policy: on("ecr_repository"),
  aws_ecrpublic_repository_policy: on("ecrpublic_repository"),
  aws_efs_file_system_policy: on("efs_file_system"),
  aws_elasticsearch_domain: on("elasticsearch_domain", "access_policies"),
  aws_elasticsearch_domain_policy: on("elasticsearch_domain", "access_policies"),
  aws_glacier_vault: on("glacier_vault", "access_policy"),
  aws_glue_resource_policy: on("glue_catalog_database"),
  aws_kinesis_resource_policy: on("kinesis_stream"),
  aws_kms_external_key: on("kms_key"),
  aws_kms_key: on("kms_key"),
  aws_kms_key_policy: on("kms_key"),
  aws_kms_replica_external_key: on("kms_key"),
  aws_kms_replica_key: on("kms_key"),
  aws_media_store_container_policy: on("media_store_container"),
  aws_msk_cluster_policy: on("msk_cluster"),
  aws_networkfirewall_resource_policy: on("networkfirewall_firewall_policy"),
  aws_oam_sink_policy: on("oam_sink"),
  aws_opensearch_domain: on("opensearch_domain", "access_policies"),
  aws_opensearch_domain_policy: on("opensearch_domain", "access_policies"),
  aws_organizations_resource_policy: on("organizations_organization", "content"),
  aws_prometheus_resource_policy: on("prometheus_workspace", "policy_document"),
  aws_redshift_resource_policy: on("redshift_cluster"),
  aws_redshiftserverless_resource_policy: on("redshiftserverless_namespace"),
  aws_s3_access_point: on("s3_access_point"),
  aws_s3_bucket: on("s3_bucket"),
  aws_s3_bucket_policy: on("s3_bucket"),
  aws_s3control_access_grants_instance_resource_policy: on("s3control_access_grants_instance"),
  aws_s3control_access_point_policy: on("s3_access_point"),
  aws_s3control_bucket_policy: on("s3control_bucket"),
  aws_s3control_object_lambda_access_point_policy: on("s3control_object_lambda_access_point"),
  aws_s3tables_table_bucket_policy: on("s3tables_table_bucket", "resource_policy"),
  aws_s3tables_table_policy: on("s3tables_table", "resource_policy"),
  aws_s3vectors_vector_bucket_policy: on("s3vectors_vector_bucket"),
  aws_sagemaker_model_package_group_policy: on("sagemaker_model_package_group", "resource_policy"),
  aws_schemas_registry_policy: on("schemas_registry"),
  aws_secretsmanager_secret: on("secretsmanager_secret"),
  aws_secretsmanager_secret_policy: on("secretsmanager_secret"),
  aws_ses_identity_policy: on("ses_domain_identity"),
  aws_sesv2_email_identity_policy: on("sesv2_email_identity"),
  aws_sns_topic: on("sns_topic"),
  aws_sns_topic_policy: on("sns_topic"),
  aws_sqs_queue: on("sqs_queue"),
  aws_sqs_queue_policy: on("sqs_queue"),
  aws_vpclattice_auth_policy: on("vpclattice_service"),
  aws_vpclattice_resource_policy: on("vpclattice_service"),
  aws_xray_resource_policy: on("xray_group", "policy_document"),
};

type PrincipalKind = Principal["kind"];

/** Attachments: the attributes that name the managed policies and the principals. */
export interface AttachmentAttributes {
  readonly policies: string;
  /** Attribute -> kind of principal. */
  readonly principals: Readonly<Record<string, PrincipalKind>>;
  /** Names what is attached by other resources, too: it keeps everything else off. */
  readonly exclusive?: true;
}

export const attachmentAttributes: Readonly<Record<string, AttachmentAttributes>> = {
  aws_iam_role_policy_attachment: { policies: "policy_arn", principals: { role: "role" } },
  aws_iam_user_policy_attachment: { policies: "policy_arn", principals: { user: "user" } },
  aws_iam_group_policy_attachment: { policies: "policy_arn", principals: { group: "group" } },
  aws_iam_policy_attachment: {
    policies: "policy_arn",
    principals: { roles: "role", users: "user", groups: "group" },
  },
  aws_ssoadmin_managed_policy_attachment: {
    policies: "managed_policy_arn",
    principals: { permission_set_arn: "permission-set" },
  },
  aws_ssoadmin_customer_managed_policy_attachment: {
    policies: "customer_managed_policy_reference",
    principals: { permission_set_arn: "permission-set" },
  },
  aws_iam_role_policy_attachments_exclusive: {
    policies: "policy_arns",
    principals: { role_name: "role" },
    exclusive: true,
  },
  aws_iam_user_policy_attachments_exclusive: {
    policies: "policy_arns",
    principals: { user_name: "user" },
    exclusive: true,
  },
  aws_iam_group_policy_attachments_exclusive: {
    policies: "policy_arns",
    principals: { group_name: "group" },
    exclusive: true,
  },
  aws_ssoadmin_managed_policy_attachments_exclusive: {
    policies: "managed_policy_arns",
    principals: { permission_set_arn: "permission-set" },
    exclusive: true,
  },
  aws_ssoadmin_customer_managed_policy_attachments_exclusive: {
    policies: "customer_managed_policy_reference",
    principals: { permission_set_arn: "permission-set" },
    exclusive: true,
  },
  // In plans and states, computed from the attachments.
  aws_iam_role: { policies: "managed_policy_arns", principals: {}, exclusive: true },
};

/** The attribute by which an inline policy names its principal. */
export const inlinePrincipal: Readonly<Record<string, readonly [string, PrincipalKind]>> = {
  aws_iam_role_policy: ["role", "role"],
  aws_iam_user_policy: ["user", "user"],
  aws_iam_group_policy: ["group", "group"],
  aws_ssoadmin_permission_set_inline_policy: ["permission_set_arn", "permission-set"],
};

/** Resources that are principals. */
export const principalTypes: Readonly<Record<string, PrincipalKind>> = {
  aws_iam_role: "role",
  aws_iam_user: "user",
  aws_iam_group: "group",
  aws_ssoadmin_permission_set: "permission-set",
};
