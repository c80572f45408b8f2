/** The resource types that say what a module is about, in the order in which the picture names them. */
export const MAIN_TYPES: ReadonlyMap<string, string> = new Map([
  ["aws_vpc", "VPC"],
  ["aws_nat_gateway", "NAT gateway"],
  ["aws_vpc_endpoint", "VPC endpoints"],
  ["aws_subnet", "subnets"],
  ["aws_s3_bucket", "S3 buckets"],
  ["aws_sagemaker_notebook_instance", "notebook instance"],
  ["aws_instance", "EC2 instance"],
  ["aws_sfn_state_machine", "state machine"],
  ["aws_sagemaker_endpoint", "endpoint"],
  ["aws_lambda_function", "Lambda function"],
  ["aws_lambda_alias", "alias"],
  ["aws_lambda_provisioned_concurrency_config", "provisioned concurrency"],
  ["aws_appautoscaling_policy", "scaling policy"],
  ["aws_sqs_queue", "queue"],
  ["aws_cloudwatch_dashboard", "dashboard"],
  ["aws_sns_topic", "SNS topic"],
  ["aws_cloudwatch_metric_alarm", "alarms"],
  ["aws_budgets_budget", "budget"],
  ["aws_ce_anomaly_monitor", "anomaly monitor"],
  ["aws_scheduler_schedule", "schedule"],
  ["aws_ssm_parameter", "SSM parameter"],
  ["aws_kms_key", "KMS key"],
]);

/** At most so many are named. */
const MOST = 3;

export const mainTypes = (resources: ReadonlyMap<string, number>): string[] =>
  [...MAIN_TYPES]
    .filter(([type]) => resources.has(type))
    .map(([, words]) => words)
    .slice(0, MOST);
