import { ADDED } from "./differences-added";

/**
 * Every difference between the schema that AWS provider 5.32 printed and the one derived from the bindings of 6.25, with its reason.
 * A difference that is not listed fails the test, and so does an entry that is no difference any more.
 *
 * An entry is a path for arguments that came or went, and `path kind: printed -> derived` for all else. Data sources are named `data.aws_…`.
 */
export interface DifferenceGroup {
  reason: string;
  kind: "added" | "removed" | "changed";
  entries: Record<string, string[]>;
}

export const DIFFERENCES: DifferenceGroup[] = [
  ...ADDED,
  {
    reason: "Removed from the provider in 6.0 after a time of deprecation",
    kind: "removed",
    entries: {
      aws_eip: ["vpc"],
      aws_flow_log: ["log_group_name"],
      aws_instance: ["cpu_core_count", "cpu_threads_per_core"],
      aws_launch_template: ["elastic_gpu_specifications", "elastic_inference_accelerator"],
      aws_sagemaker_notebook_instance: ["accelerator_types"],
      aws_spot_instance_request: ["block_duration_minutes", "cpu_core_count", "cpu_threads_per_core"],
      aws_ssm_association: ["instance_id"],
    },
  },
  {
    reason:
      "Provider 6 computes this argument when it is left out (flag from the @cdktn bindings of 6.66, where they tell it)",
    kind: "changed",
    entries: {
      aws_autoscaling_group: [
        "launch_template.version flags: optional -> optional+computed",
        "mixed_instances_policy.launch_template.launch_template_specification.version flags: optional -> optional+computed",
        "mixed_instances_policy.launch_template.override.launch_template_specification.version flags: optional -> optional+computed",
      ],
      aws_nat_gateway: ["secondary_allocation_ids flags: optional -> optional+computed"],
      aws_s3_bucket_lifecycle_configuration: [
        "expected_bucket_owner flags: optional -> optional+computed",
        "rule.prefix flags: optional -> optional+computed",
        "rule.expiration.days flags: optional -> optional+computed",
        "rule.filter.object_size_greater_than flags: optional -> optional+computed",
        "rule.filter.object_size_less_than flags: optional -> optional+computed",
        "rule.filter.prefix flags: optional -> optional+computed",
        "rule.filter.and.object_size_greater_than flags: optional -> optional+computed",
        "rule.filter.and.object_size_less_than flags: optional -> optional+computed",
        "rule.filter.and.prefix flags: optional -> optional+computed",
        "rule.transition.days flags: optional -> optional+computed",
      ],
      aws_s3_bucket_server_side_encryption_configuration: [
        "rule.bucket_key_enabled flags: optional -> optional+computed",
        "rule.apply_server_side_encryption_by_default.kms_master_key_id flags: optional -> optional+computed",
      ],
      aws_subnet: [
        "cidr_block flags: optional -> optional+computed",
        "ipv6_cidr_block flags: optional -> optional+computed",
      ],
      aws_vpc_endpoint: ["private_dns_enabled flags: optional -> optional+computed"],
    },
  },
  {
    reason: "Provider 6 no longer requires it",
    kind: "changed",
    entries: {
      aws_nat_gateway: ["subnet_id flags: required -> optional"],
      aws_sagemaker_endpoint_configuration: [
        "production_variants.model_name flags: required -> optional",
        "shadow_production_variants.model_name flags: required -> optional",
      ],
      aws_vpc_endpoint: ["service_name flags: required -> optional"],
    },
  },
  {
    reason: "Provider 6 requires it now",
    kind: "changed",
    entries: {
      aws_s3_bucket_lifecycle_configuration: [
        "rule.noncurrent_version_expiration.noncurrent_days flags: optional -> required",
        "rule.noncurrent_version_transition.noncurrent_days flags: optional -> required",
      ],
    },
  },
  {
    reason:
      "The lifecycle configuration was rewritten in provider 5.86: counts became numbers, and the number of rules is checked by the provider (and by offline/behaviour)",
    kind: "changed",
    entries: {
      aws_s3_bucket_lifecycle_configuration: [
        "id flags: optional+computed -> computed",
        "rule items: 1..any -> 0..any",
        'rule.filter.object_size_greater_than type: "string" -> "number"',
        'rule.filter.object_size_less_than type: "string" -> "number"',
        'rule.noncurrent_version_expiration.newer_noncurrent_versions type: "string" -> "number"',
        'rule.noncurrent_version_transition.newer_noncurrent_versions type: "string" -> "number"',
      ],
    },
  },
  {
    reason: "The region became an argument of every regional resource and data source in provider 6.0",
    kind: "changed",
    entries: {
      aws_s3_bucket: ["region flags: computed -> optional+computed"],
      "data.aws_sagemaker_prebuilt_ecr_image": ["region flags: optional -> optional+computed"],
    },
  },
  {
    reason: "Provider 6 stores user data as it was given",
    kind: "changed",
    entries: {
      aws_instance: ["user_data flags: optional+computed -> optional"],
      aws_spot_instance_request: ["user_data flags: optional+computed -> optional"],
    },
  },
  {
    reason: "Provider 6 can no longer be told it, only asked for it",
    kind: "changed",
    entries: {
      aws_spot_instance_request: ["network_interface.network_card_index flags: optional -> computed"],
    },
  },
  {
    reason: "Provider 6 tells one fact more of each accelerator",
    kind: "changed",
    entries: {
      "data.aws_ec2_instance_type": [
        'inference_accelerators type: ["set",["object",{"count":"number","manufacturer":"string","name":"string"}]] -> ["set",["object",{"count":"number","manufacturer":"string","memory_size":"number","name":"string"}]]',
      ],
    },
  },
];

/** Types in use that 5.32 printed no schema of; nothing holds their derived schema but Terraform itself. */
export const NOT_PRINTED: Record<string, string> = {
  aws_ce_anomaly_monitor: "the printed schema leaves out Cost Explorer",
  aws_ce_anomaly_subscription: "the printed schema leaves out Cost Explorer",
  aws_ce_cost_allocation_tag: "the printed schema leaves out Cost Explorer",
};
