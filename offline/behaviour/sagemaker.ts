import { asText } from "../provider/values";
import {
  arn,
  between,
  countBetween,
  each,
  exactlyOneOf,
  lengthBetween,
  matches,
  name,
  oneOf,
  rule,
} from "./checks";
import type { BehaviourTable, Check } from "./types";

const SAGEMAKER = "arn:{partition}:sagemaker:{region}:{account}:";

/** SageMaker's names: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
const sagemakerName = (argument = "name"): Check =>
  name(argument, 63, /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/, "letters, digits and single hyphens between them");

const instanceType = (path: string): Check =>
  matches(path, /^ml\.[a-z0-9-]+\.[a-z0-9]+$/, "an instance type such as ml.m5.large");

const base64 = (path: string): Check =>
  matches(path, /^[A-Za-z0-9+/\s]*={0,2}\s*$/, "base64 text (use base64encode or Fn.base64encode)");

const containers = (path: string): readonly Check[] => [
  oneOf(`${path}.mode`, ["SingleModel", "MultiModel"]),
  matches(
    `${path}.model_data_url`,
    /^(https|s3):\/\/[^/]+\/?.*$/,
    "an S3 address such as s3://bucket/model.tar.gz",
  ),
  countBetween(`${path}.model_data_source`, 0, 1),
];

const variants = (path: string): readonly Check[] => [
  instanceType(`${path}.instance_type`),
  between(`${path}.initial_instance_count`, 0, 1000),
  between(`${path}.initial_variant_weight`, 0, Number.MAX_SAFE_INTEGER),
  between(`${path}.volume_size_in_gb`, 1, 512),
  between(`${path}.model_data_download_timeout_in_seconds`, 60, 3600),
  between(`${path}.container_startup_health_check_timeout_in_seconds`, 60, 3600),
  between(`${path}.serverless_config.max_concurrency`, 1, 200),
  between(`${path}.serverless_config.provisioned_concurrency`, 1, 200),
  oneOfMemory(`${path}.serverless_config.memory_size_in_mb`),
  sagemakerName(`${path}.variant_name`),
  each(path, (value) => {
    const variant = value as { serverless_config?: unknown; instance_type?: unknown };
    const serverless = Array.isArray(variant.serverless_config) && variant.serverless_config.length > 0;
    if (serverless && typeof variant.instance_type === "string")
      return "a serverless variant takes no instance_type";
    if (!serverless && (variant.instance_type === null || variant.instance_type === undefined)) {
      return "a variant needs instance_type or serverless_config";
    }
    return undefined;
  }),
];

/** 1 to 6 GB in whole GB: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantServerlessConfig.html */
function oneOfMemory(path: string): Check {
  return each(path, (value) =>
    Number(value) % 1024 === 0 && Number(value) >= 1024 && Number(value) <= 6144
      ? undefined
      : `expected 1024, 2048, 3072, 4096, 5120 or 6144, got ${asText(value)}`,
  );
}

export const sagemaker: BehaviourTable = {
  aws_sagemaker_notebook_instance: {
    id: "{name}",
    arn: `${SAGEMAKER}notebook-instance/{name}`,
    defaults: { direct_internet_access: "Enabled", root_access: "Enabled", volume_size: 5 },
    replacedBy: [
      "name",
      "subnet_id",
      "kms_key_id",
      "direct_internet_access",
      "security_groups",
      "platform_identifier",
    ],
    computed: {
      network_interface_id: ({ values, hash }) =>
        values.subnet_id ? `eni-${hash("network-interface", 17)}` : "",
      url: "{name}.notebook.{region}.sagemaker.aws",
      platform_identifier: "notebook-al2-v2",
    },
    checks: [
      sagemakerName(),
      instanceType("instance_type"),
      arn("role_arn", "iam"),
      between("volume_size", 5, 16384),
      oneOf("direct_internet_access", ["Enabled", "Disabled"]),
      oneOf("root_access", ["Enabled", "Disabled"]),
      matches("platform_identifier", /^notebook-al\d+-v\d+$/, "a platform such as notebook-al2023-v1"),
      oneOf("instance_metadata_service_configuration.minimum_instance_metadata_service_version", ["1", "2"]),
      rule(["direct_internet_access", "subnet_id"], ({ direct_internet_access, subnet_id }) =>
        direct_internet_access === "Disabled" && subnet_id === null
          ? "without direct internet access a notebook needs subnet_id"
          : undefined,
      ),
    ],
    unique: ["name"],
  },
  aws_sagemaker_notebook_instance_lifecycle_configuration: {
    id: "{name}",
    arn: `${SAGEMAKER}notebook-instance-lifecycle-config/{name}`,
    replacedBy: ["name"],
    checks: [
      sagemakerName(),
      base64("on_create"),
      base64("on_start"),
      lengthBetween("on_create", 1, 16384),
      lengthBetween("on_start", 1, 16384),
    ],
    unique: ["name"],
  },
  aws_sagemaker_model: {
    id: "{name}",
    arn: `${SAGEMAKER}model/{name}`,
    replacedBy: [
      "name",
      "execution_role_arn",
      "primary_container",
      "container",
      "vpc_config",
      "enable_network_isolation",
      "inference_execution_config",
    ],
    defaults: { "primary_container.mode": "SingleModel", "container.mode": "SingleModel" },
    checks: [
      sagemakerName(),
      arn("execution_role_arn", "iam"),
      exactlyOneOf("primary_container", "container"),
      countBetween("container", 0, 15),
      countBetween("vpc_config.security_group_ids", 1, 5),
      countBetween("vpc_config.subnets", 1, 16),
      ...containers("primary_container"),
      ...containers("container"),
    ],
    unique: ["name"],
  },
  aws_sagemaker_endpoint_configuration: {
    id: "{name}",
    arn: `${SAGEMAKER}endpoint-config/{name}`,
    replacedBy: [
      "name",
      "name_prefix",
      "kms_key_arn",
      "execution_role_arn",
      "production_variants",
      "shadow_production_variants",
      "data_capture_config",
      "async_inference_config",
    ],
    computed: { "production_variants.variant_name": "variant-{hash:8}" },
    checks: [
      sagemakerName(),
      countBetween("production_variants", 1, 10),
      ...variants("production_variants"),
      ...variants("shadow_production_variants"),
      between("data_capture_config.initial_sampling_percentage", 0, 100),
      between("async_inference_config.client_config.max_concurrent_invocations_per_instance", 1, 1000),
      arn("kms_key_arn", "kms"),
    ],
    unique: ["name"],
  },
  aws_sagemaker_endpoint: {
    id: "{name}",
    arn: `${SAGEMAKER}endpoint/{name}`,
    replacedBy: ["name"],
    checks: [
      sagemakerName(),
      between("deployment_config.blue_green_update_policy.maximum_execution_timeout_in_seconds", 600, 14400),
      between("deployment_config.blue_green_update_policy.termination_wait_in_seconds", 0, 3600),
      oneOf("deployment_config.blue_green_update_policy.traffic_routing_configuration.type", [
        "ALL_AT_ONCE",
        "CANARY",
        "LINEAR",
      ]),
      between(
        "deployment_config.blue_green_update_policy.traffic_routing_configuration.wait_interval_in_seconds",
        0,
        3600,
      ),
      countBetween("deployment_config.auto_rollback_configuration.alarms", 1, 10),
      each("deployment_config", (value) => {
        const chosen = value as Record<string, unknown>;
        const has = (kind: string) => Array.isArray(chosen[kind]) && chosen[kind].length > 0;
        return has("blue_green_update_policy") && has("rolling_update_policy")
          ? "blue_green_update_policy conflicts with rolling_update_policy"
          : undefined;
      }),
    ],
    unique: ["name"],
  },
  aws_sagemaker_model_package_group: {
    id: "{model_package_group_name}",
    arn: `${SAGEMAKER}model-package-group/{model_package_group_name}`,
    replacedBy: ["model_package_group_name", "model_package_group_description"],
    checks: [
      sagemakerName("model_package_group_name"),
      lengthBetween("model_package_group_description", 0, 1024),
    ],
    unique: ["model_package_group_name"],
  },
};
