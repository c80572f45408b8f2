import { asText } from "../provider/values";
import { arn, between, conflicting, each, exactlyOneOf, lengthBetween, matches, oneOf, rule } from "./checks";
import type { BehaviourTable, Check, Computed } from "./types";
import type { Value } from "../provider/values";

const EC2 = "arn:{partition}:ec2:{region}:{account}:";

const VOLUME_TYPES = ["standard", "io1", "io2", "gp2", "gp3", "sc1", "st1"];
const instanceType = (path: string): Check =>
  matches(path, /^[a-z0-9-]+\.[a-z0-9-]+$/, "an instance type such as g4dn.xlarge");
const imageId = (path: string): Check =>
  matches(path, /^(ami-[a-z0-9]+|resolve:ssm:.+)$/, "an image such as ami-0123456789abcdef0");

const metadataOptions: readonly Check[] = [
  oneOf("metadata_options.http_tokens", ["optional", "required"]),
  oneOf("metadata_options.http_endpoint", ["enabled", "disabled"]),
  between("metadata_options.http_put_response_hop_limit", 1, 64),
];

const plainSize = (text: string): number => Buffer.byteLength(text);
const encodedSize = (text: string): number => Buffer.from(text, "base64").length;

/** User data holds at most 16 KiB before it is base64 encoded. */
const userData = (path: string, size: (text: string) => number): Check =>
  each(path, (value) => {
    const bytes = size(asText(value));
    return bytes <= 16384 ? undefined : `expected at most 16384 bytes of user data, got ${bytes}`;
  });

/** What an instance tells of itself, spot or not. */
const instanceValues: Record<string, Computed> = {
  associate_public_ip_address: false,
  availability_zone: "{region}a",
  disable_api_stop: false,
  disable_api_termination: false,
  ebs_optimized: false,
  enable_primary_ipv6: false,
  instance_initiated_shutdown_behavior: "stop",
  instance_state: "running",
  ipv6_address_count: 0,
  monitoring: false,
  placement_partition_number: 0,
  primary_network_interface_id: "eni-{hash}",
  private_dns: "ip-10-0-0-20.{region}.compute.internal",
  private_ip: "10.0.0.20",
  subnet_id: "subnet-{hash}",
  tenancy: "default",
  "root_block_device.volume_id": "vol-{hash}",
  "root_block_device.device_name": "/dev/xvda",
  "ebs_block_device.volume_id": "vol-{hash}",
};

const instanceReplacedBy = [
  "ami",
  "associate_public_ip_address",
  "availability_zone",
  "cpu_options",
  "ebs_block_device.device_name",
  "enclave_options",
  "ephemeral_block_device",
  "hibernation",
  "key_name",
  "network_interface",
  "placement_group",
  "private_ip",
  "root_block_device.encrypted",
  "root_block_device.kms_key_id",
  "subnet_id",
  "tenancy",
];

const instanceReplacedWhen = {
  user_data: "user_data_replace_on_change",
  user_data_base64: "user_data_replace_on_change",
};

const instanceDefaults: Record<string, Value> = {
  get_password_data: false,
  source_dest_check: true,
  user_data_replace_on_change: false,
  "root_block_device.delete_on_termination": true,
  "ebs_block_device.delete_on_termination": true,
  "metadata_options.http_endpoint": "enabled",
  "metadata_options.http_protocol_ipv6": "disabled",
  "metadata_options.http_put_response_hop_limit": 1,
  "metadata_options.http_tokens": "optional",
  "metadata_options.instance_metadata_tags": "disabled",
};

const instanceChecks: readonly Check[] = [
  instanceType("instance_type"),
  imageId("ami"),
  oneOf("root_block_device.volume_type", VOLUME_TYPES),
  oneOf("ebs_block_device.volume_type", VOLUME_TYPES),
  oneOf("tenancy", ["default", "dedicated", "host"]),
  conflicting("user_data", "user_data_base64"),
  userData("user_data", plainSize),
  userData("user_data_base64", encodedSize),
  ...metadataOptions,
  rule(["ami", "instance_type", "launch_template"], ({ ami, instance_type, launch_template }) =>
    (ami === null || instance_type === null) &&
    (!Array.isArray(launch_template) || launch_template.length === 0)
      ? "an instance needs ami and instance_type, or a launch_template"
      : undefined,
  ),
];

export const compute: BehaviourTable = {
  aws_instance: {
    id: "i-{hash}",
    arn: `${EC2}instance/{id}`,
    defaults: { ...instanceDefaults, force_destroy: false },
    replacedBy: [...instanceReplacedBy, "instance_market_options"],
    replacedWhen: instanceReplacedWhen,
    computed: instanceValues,
    checks: [
      ...instanceChecks,
      oneOf("instance_market_options.market_type", ["spot", "capacity-block"]),
      oneOf("instance_market_options.spot_options.spot_instance_type", ["one-time", "persistent"]),
      oneOf("instance_market_options.spot_options.instance_interruption_behavior", [
        "hibernate",
        "stop",
        "terminate",
      ]),
    ],
  },
  aws_spot_instance_request: {
    id: "sir-{hash:8}",
    arn: `${EC2}spot-instances-request/{id}`,
    defaults: {
      ...instanceDefaults,
      instance_interruption_behavior: "terminate",
      spot_type: "persistent",
      wait_for_fulfillment: false,
    },
    replacedBy: [
      ...instanceReplacedBy,
      "instance_type",
      "spot_price",
      "spot_type",
      "valid_from",
      "valid_until",
    ],
    computed: {
      ...instanceValues,
      spot_bid_status: "fulfilled",
      spot_request_state: "active",
      spot_instance_id: "i-{hash}",
    },
    checks: [
      ...instanceChecks,
      oneOf("spot_type", ["one-time", "persistent"]),
      oneOf("instance_interruption_behavior", ["hibernate", "stop", "terminate"]),
    ],
  },
  aws_launch_template: {
    id: "lt-{hash}",
    arn: `${EC2}launch-template/{id}`,
    replacedBy: ["name", "name_prefix"],
    recomputed: ["latest_version"],
    computed: {
      default_version: 1,
      latest_version: ({ prior }) => Number(prior?.latest_version ?? 0) + 1,
      "metadata_options.http_tokens": "optional",
      "metadata_options.http_endpoint": "enabled",
      "metadata_options.http_put_response_hop_limit": 1,
    },
    checks: [
      instanceType("instance_type"),
      imageId("image_id"),
      lengthBetween("name", 3, 125),
      lengthBetween("name_prefix", 1, 99),
      conflicting("default_version", "update_default_version"),
      conflicting("instance_type", "instance_requirements"),
      userData("user_data", encodedSize),
      ...metadataOptions,
      oneOf("block_device_mappings.ebs.volume_type", VOLUME_TYPES),
      oneOf("instance_market_options.market_type", ["spot", "capacity-block"]),
      oneOf("tag_specifications.resource_type", [
        "instance",
        "volume",
        "network-interface",
        "spot-instances-request",
        "elastic-gpu",
      ]),
    ],
    unique: ["name"],
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    defaults: {
      capacity_rebalance: false,
      force_delete: false,
      force_delete_warm_pool: false,
      health_check_grace_period: 300,
      ignore_failed_scaling_activities: false,
      metrics_granularity: "1Minute",
      protect_from_scale_in: false,
      wait_for_capacity_timeout: "10m",
    },
    replacedBy: ["name", "name_prefix", "placement_group"],
    computed: {
      default_cooldown: 300,
      desired_capacity: "{min_size}",
      health_check_type: "EC2",
      load_balancers: () => [],
      predicted_capacity: 0,
      service_linked_role_arn:
        "arn:{partition}:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
      warm_pool_size: 0,
      "launch_template.name": "",
    },
    checks: [
      exactlyOneOf("launch_configuration", "launch_template", "mixed_instances_policy"),
      conflicting("vpc_zone_identifier", "availability_zones"),
      between("min_size", 0, Number.MAX_SAFE_INTEGER),
      between("max_size", 0, Number.MAX_SAFE_INTEGER),
      rule(["min_size", "max_size"], ({ min_size, max_size }) =>
        Number(min_size) > Number(max_size) ? "min_size is above max_size" : undefined,
      ),
      rule(["desired_capacity", "min_size", "max_size"], ({ desired_capacity, min_size, max_size }) =>
        desired_capacity !== null &&
        (Number(desired_capacity) < Number(min_size) || Number(desired_capacity) > Number(max_size))
          ? "desired_capacity is not between min_size and max_size"
          : undefined,
      ),
    ],
    unique: ["name"],
  },
  aws_ec2_instance_state: {
    id: "{instance_id}",
    defaults: { force: false },
    replacedBy: ["instance_id"],
    checks: [oneOf("state", ["running", "stopped"])],
    unique: ["instance_id"],
  },
  aws_ec2_tag: {
    id: "{resource_id},{key}",
    replacedBy: ["resource_id", "key"],
    checks: [lengthBetween("key", 1, 128), lengthBetween("value", 0, 256)],
    unique: ["resource_id", "key"],
    importedBy: ["resource_id", "key"],
    importSeparator: ",",
  },
  aws_scheduler_schedule_group: {
    id: "{name}",
    arn: "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}",
    replacedBy: ["name", "name_prefix"],
    computed: {
      creation_date: "2020-01-01T00:00:00Z",
      last_modification_date: "2020-01-01T00:00:00Z",
      state: "ACTIVE",
    },
    checks: [matches("name", /^[0-9a-zA-Z-_.]{1,64}$/, "1 to 64 letters, digits and -_.")],
    unique: ["name"],
  },
  aws_scheduler_schedule: {
    id: "{group_name}/{name}",
    arn: "arn:{partition}:scheduler:{region}:{account}:schedule/{group_name}/{name}",
    defaults: {
      schedule_expression_timezone: "UTC",
      state: "ENABLED",
      "target.retry_policy.maximum_event_age_in_seconds": 86400,
      "target.retry_policy.maximum_retry_attempts": 185,
    },
    replacedBy: ["name", "name_prefix", "group_name"],
    computed: { group_name: "default" },
    checks: [
      matches("name", /^[0-9a-zA-Z-_.]{1,64}$/, "1 to 64 letters, digits and -_."),
      matches("schedule_expression", /^(rate|cron|at)\(.+\)$/, "rate(…), cron(…) or at(…)"),
      oneOf("state", ["ENABLED", "DISABLED"]),
      oneOf("flexible_time_window.mode", ["OFF", "FLEXIBLE"]),
      between("flexible_time_window.maximum_window_in_minutes", 1, 1440),
      arn("target.arn"),
      arn("target.role_arn", "iam"),
      arn("kms_key_arn", "kms"),
      between("target.retry_policy.maximum_event_age_in_seconds", 60, 86400),
      between("target.retry_policy.maximum_retry_attempts", 0, 185),
    ],
    unique: ["group_name", "name"],
  },
};
