/** One small, valid instance of every resource type in use. References are kept out, so that each can be read alone. */
const ROLE = "arn:aws:iam::123456789012:role/r";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:t";
const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:f";
const POLICY = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" }],
});
const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
});
const SCALABLE = {
  resource_id: "endpoint/e/variant/main",
  scalable_dimension: "sagemaker:variant:DesiredInstanceCount",
  service_namespace: "sagemaker",
};

const network = {
  aws_vpc: { cidr_block: "10.0.0.0/16" },
  aws_subnet: { vpc_id: "vpc-1", cidr_block: "10.0.1.0/24" },
  aws_internet_gateway: { vpc_id: "vpc-1" },
  aws_eip: { domain: "vpc" },
  aws_nat_gateway: { subnet_id: "subnet-1", allocation_id: "eipalloc-1" },
  aws_route_table: { vpc_id: "vpc-1" },
  aws_route: { route_table_id: "rtb-1", destination_cidr_block: "0.0.0.0/0", gateway_id: "igw-1" },
  aws_route_table_association: { route_table_id: "rtb-1", subnet_id: "subnet-1" },
  aws_network_acl: {
    vpc_id: "vpc-1",
    ingress: [
      {
        action: "allow",
        cidr_block: "10.0.0.0/16",
        from_port: 443,
        to_port: 443,
        protocol: "tcp",
        rule_no: 100,
        icmp_code: null,
        icmp_type: null,
        ipv6_cidr_block: null,
      },
    ],
  },
  aws_network_acl_rule: {
    network_acl_id: "acl-1",
    rule_number: 200,
    protocol: "tcp",
    rule_action: "allow",
    cidr_block: "10.0.0.0/16",
    from_port: 1024,
    to_port: 65535,
  },
  aws_network_acl_association: { network_acl_id: "acl-1", subnet_id: "subnet-1" },
  aws_default_security_group: { vpc_id: "vpc-1" },
  aws_default_network_acl: { default_network_acl_id: "acl-1" },
  aws_security_group: { vpc_id: "vpc-1", name: "group" },
  aws_vpc_security_group_ingress_rule: {
    security_group_id: "sg-1",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/16",
  },
  aws_vpc_security_group_egress_rule: {
    security_group_id: "sg-1",
    ip_protocol: "-1",
    cidr_ipv4: "0.0.0.0/0",
  },
  aws_flow_log: {
    vpc_id: "vpc-1",
    traffic_type: "ALL",
    log_destination: "arn:aws:logs:eu-west-1:123456789012:log-group:l",
  },
  aws_vpc_endpoint: { vpc_id: "vpc-1", service_name: "com.amazonaws.eu-west-1.s3" },
  aws_vpc_endpoint_policy: { vpc_endpoint_id: "vpce-1", policy: POLICY },
  aws_vpc_endpoint_route_table_association: { vpc_endpoint_id: "vpce-1", route_table_id: "rtb-1" },
  aws_vpc_endpoint_security_group_association: { vpc_endpoint_id: "vpce-1", security_group_id: "sg-1" },
  aws_vpc_endpoint_subnet_association: { vpc_endpoint_id: "vpce-1", subnet_id: "subnet-1" },
};

const storage = {
  aws_s3_bucket: { bucket: "bucket" },
  aws_s3_bucket_policy: { bucket: "bucket", policy: POLICY },
  aws_s3_bucket_public_access_block: { bucket: "bucket", block_public_acls: true },
  aws_s3_bucket_versioning: { bucket: "bucket", versioning_configuration: { status: "Enabled" } },
  aws_s3_bucket_server_side_encryption_configuration: {
    bucket: "bucket",
    rule: [
      { apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" }, bucket_key_enabled: true },
    ],
  },
  aws_s3_bucket_lifecycle_configuration: {
    bucket: "bucket",
    rule: [
      {
        id: "abort",
        status: "Enabled",
        filter: [{ prefix: "tmp/" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
      },
    ],
  },
  aws_s3_bucket_logging: { bucket: "bucket", target_bucket: "logs", target_prefix: "bucket/" },
  aws_s3_bucket_ownership_controls: { bucket: "bucket", rule: { object_ownership: "BucketOwnerEnforced" } },
  aws_s3_bucket_notification: {
    bucket: "bucket",
    queue: [{ queue_arn: QUEUE, events: ["s3:ObjectCreated:*"] }],
  },
  aws_s3_object: { bucket: "bucket", key: "a/b.txt", content: "text" },
  aws_kms_key: { description: "key", enable_key_rotation: true },
  aws_kms_alias: { name: "alias/key", target_key_id: "1234abcd-12ab-34cd-56ef-1234567890ab" },
  aws_kms_key_policy: { key_id: "1234abcd-12ab-34cd-56ef-1234567890ab", policy: POLICY },
  aws_ecr_repository: { name: "team/image" },
  aws_ssm_parameter: { name: "/a/b", type: "String", value: "v" },
  aws_ssm_association: { name: "AWS-RunPatchBaseline", targets: [{ key: "tag:a", values: ["b"] }] },
};

const identity = {
  aws_iam_role: { name: "r", assume_role_policy: TRUST },
  aws_iam_role_policy: { role: "r", policy: POLICY },
  aws_iam_policy: { name: "p", policy: POLICY },
  aws_iam_role_policy_attachment: { role: "r", policy_arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  aws_iam_instance_profile: { name: "i", role: "r" },
  aws_iam_service_linked_role: { aws_service_name: "sagemaker.amazonaws.com" },
};

const machineLearning = {
  aws_sagemaker_notebook_instance: { name: "n", role_arn: ROLE, instance_type: "ml.t3.medium" },
  aws_sagemaker_notebook_instance_lifecycle_configuration: { name: "l", on_start: "ZWNobw==" },
  aws_sagemaker_model: {
    name: "m",
    execution_role_arn: ROLE,
    primary_container: {
      image: "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2",
      model_data_url: "s3://b/m.tar.gz",
    },
  },
  aws_sagemaker_endpoint_configuration: {
    name: "c",
    production_variants: [
      {
        model_name: "m",
        instance_type: "ml.m5.large",
        initial_instance_count: 1,
        initial_variant_weight: 0.1,
      },
    ],
  },
  aws_sagemaker_endpoint: { name: "e", endpoint_config_name: "c" },
  aws_sagemaker_model_package_group: { model_package_group_name: "g" },
};

const compute = {
  aws_instance: {
    ami: "ami-1",
    instance_type: "t3.micro",
    root_block_device: { volume_type: "gp3", encrypted: true },
  },
  aws_spot_instance_request: { ami: "ami-1", instance_type: "t3.micro" },
  aws_launch_template: {
    image_id: "ami-1",
    instance_type: "g4dn.xlarge",
    metadata_options: { http_tokens: "required" },
  },
  aws_autoscaling_group: {
    min_size: 0,
    max_size: 1,
    launch_template: { id: "lt-1" },
    vpc_zone_identifier: ["subnet-1"],
  },
  aws_ec2_instance_state: { instance_id: "i-1", state: "stopped" },
  aws_ec2_tag: { resource_id: "i-1", key: "k", value: "v" },
  aws_scheduler_schedule_group: { name: "g" },
  aws_scheduler_schedule: {
    name: "s",
    schedule_expression: "rate(1 hour)",
    flexible_time_window: { mode: "OFF" },
    target: { arn: QUEUE, role_arn: ROLE },
  },
};

const functions = {
  aws_lambda_function: {
    function_name: "f",
    role: ROLE,
    filename: "f.zip",
    handler: "i.h",
    runtime: "nodejs22.x",
  },
  aws_lambda_alias: { function_name: FUNCTION, name: "live", function_version: "1" },
  aws_lambda_provisioned_concurrency_config: {
    function_name: "f",
    qualifier: "live",
    provisioned_concurrent_executions: 1,
  },
  aws_lambda_permission: {
    action: "lambda:InvokeFunction",
    function_name: "f",
    principal: "events.amazonaws.com",
  },
  aws_lambda_function_event_invoke_config: { function_name: "f", maximum_retry_attempts: 0 },
  aws_lambda_function_url: { function_name: "f", authorization_type: "AWS_IAM" },
  aws_lambda_layer_version: { layer_name: "l", filename: "l.zip" },
  aws_lambda_event_source_mapping: { function_name: "f", event_source_arn: QUEUE },
};

const observability = {
  aws_cloudwatch_log_group: { name: "/a/b", retention_in_days: 30 },
  aws_cloudwatch_log_resource_policy: { policy_name: "p", policy_document: POLICY },
  aws_cloudwatch_log_metric_filter: {
    name: "f",
    log_group_name: "/a/b",
    pattern: "ERROR",
    metric_transformation: { name: "Errors", namespace: "App", value: "1" },
  },
  aws_cloudwatch_metric_alarm: {
    alarm_name: "a",
    comparison_operator: "GreaterThanThreshold",
    evaluation_periods: 1,
    metric_name: "Errors",
    namespace: "AWS/Lambda",
    period: 60,
    statistic: "Sum",
    threshold: 0,
  },
  aws_cloudwatch_composite_alarm: { alarm_name: "c", alarm_rule: "ALARM(a)" },
  aws_cloudwatch_dashboard: { dashboard_name: "d", dashboard_body: JSON.stringify({ widgets: [] }) },
  aws_appautoscaling_target: { ...SCALABLE, min_capacity: 1, max_capacity: 4 },
  aws_appautoscaling_policy: {
    ...SCALABLE,
    name: "p",
    policy_type: "TargetTrackingScaling",
    target_tracking_scaling_policy_configuration: {
      target_value: 70.5,
      predefined_metric_specification: { predefined_metric_type: "SageMakerVariantInvocationsPerInstance" },
    },
  },
  aws_appautoscaling_scheduled_action: {
    ...SCALABLE,
    name: "s",
    schedule: "cron(0 6 * * ? *)",
    scalable_target_action: { min_capacity: 1, max_capacity: 2 },
  },
};

const messaging = {
  aws_sns_topic: { name: "t" },
  aws_sns_topic_policy: { arn: TOPIC, policy: POLICY },
  aws_sns_topic_subscription: { topic_arn: TOPIC, protocol: "sqs", endpoint: QUEUE },
  aws_sqs_queue: { name: "q" },
  aws_sqs_queue_policy: { queue_url: "https://sqs.eu-west-1.amazonaws.com/123456789012/q", policy: POLICY },
  aws_cloudwatch_event_rule: { name: "r", schedule_expression: "rate(1 day)" },
  aws_cloudwatch_event_target: { rule: "r", arn: QUEUE },
  aws_sfn_state_machine: {
    name: "s",
    role_arn: ROLE,
    definition: JSON.stringify({ StartAt: "A", States: {} }),
  },
};

const cost = {
  aws_budgets_budget: {
    name: "b",
    budget_type: "COST",
    limit_amount: "100",
    limit_unit: "USD",
    time_unit: "MONTHLY",
  },
  aws_ce_anomaly_monitor: { name: "m", monitor_type: "DIMENSIONAL", monitor_dimension: "SERVICE" },
  aws_ce_anomaly_subscription: {
    name: "s",
    frequency: "DAILY",
    monitor_arn_list: ["arn:aws:ce::123456789012:anomalymonitor/m"],
    subscriber: [{ type: "EMAIL", address: "a@example.com" }],
  },
  aws_ce_cost_allocation_tag: { tag_key: "project", status: "Active" },
};

export const RESOURCES: Record<string, object> = {
  ...network,
  ...storage,
  ...identity,
  ...machineLearning,
  ...compute,
  ...functions,
  ...observability,
  ...messaging,
  ...cost,
};

export const DATA_SOURCES: Record<string, object> = {
  aws_region: {},
  aws_caller_identity: {},
  aws_partition: {},
  aws_availability_zones: { state: "available" },
  aws_ec2_instance_type_offerings: {
    location_type: "availability-zone",
    filter: [{ name: "instance-type", values: ["g4dn.xlarge"] }],
  },
  aws_ec2_instance_type: { instance_type: "g4dn.xlarge" },
  aws_vpc: { id: "vpc-1" },
  aws_subnet: { id: "subnet-1b" },
  aws_subnets: { filter: [{ name: "vpc-id", values: ["vpc-1"] }] },
  aws_route_tables: { vpc_id: "vpc-1" },
  aws_ec2_managed_prefix_list: { name: "com.amazonaws.eu-west-1.s3" },
  aws_prefix_list: { name: "com.amazonaws.eu-west-1.s3" },
  aws_iam_policy_document: { statement: [{ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"] }] },
  aws_iam_policy: { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
  aws_ssm_parameter: { name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" },
  aws_ami: { owners: ["amazon"], filter: [{ name: "name", values: ["al2023-*"] }] },
  aws_sagemaker_prebuilt_ecr_image: { repository_name: "pytorch-inference", image_tag: "2" },
  aws_kms_key: { key_id: "alias/key" },
  aws_service: { service_id: "s3" },
};
