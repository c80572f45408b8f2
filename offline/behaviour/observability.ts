import { asText, type Value, type ValueMap } from "../provider/values";
import {
  arn,
  between,
  conflicting,
  each,
  json,
  lengthBetween,
  matches,
  name,
  oneOf,
  oneOfNumbers,
  policy,
  rule,
} from "./checks";
import type { BehaviourTable, Check } from "./types";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 means for ever. */
const RETENTION_DAYS = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const COMPARISONS = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];
const STATISTICS = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

/** 10, 20 or 30 seconds, or whole minutes. */
const period = (path: string) =>
  each(path, (value) => {
    const seconds = Number(value);
    const fits = [10, 20, 30].includes(seconds) || (seconds > 0 && seconds % 60 === 0);
    return fits ? undefined : `expected 10, 20, 30 or a multiple of 60 seconds, got ${asText(value)}`;
  });

/** What an alarm may do to an instance: EC2's own actions are no ARNs of an account. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const INSTANCE_ACTION = /^arn:aws(-[a-z]+)*:automate:[a-z0-9-]+:ec2:(stop|terminate|reboot|recover)$/;

const isInstanceAction = (value: Value): boolean => INSTANCE_ACTION.test(asText(value));

/** Instance actions are for metric alarms only. */
const metricAlarmActions: readonly Check[] = ["alarm_actions", "ok_actions", "insufficient_data_actions"].map(
  (path) => (config) => arn(path)(withoutInstanceActions(config, path)),
);

function withoutInstanceActions(config: ValueMap, path: string): ValueMap {
  const actions = config[path];
  if (!Array.isArray(actions)) return config;
  return { ...config, [path]: actions.filter((action) => !isInstanceAction(action)) };
}

const alarmActions = [arn("alarm_actions"), arn("ok_actions"), arn("insufficient_data_actions")];

export const observability: BehaviourTable = {
  aws_cloudwatch_log_group: {
    id: "{name}",
    arn: "arn:{partition}:logs:{region}:{account}:log-group:{name}",
    defaults: { log_group_class: "STANDARD", retention_in_days: 0, skip_destroy: false },
    replacedBy: ["name", "name_prefix", "log_group_class"],
    computed: { deletion_protection_enabled: false },
    checks: [
      name("name", 512, /^[a-zA-Z0-9_\-/.#]+$/, "letters, digits and _-/.#"),
      oneOfNumbers("retention_in_days", RETENTION_DAYS),
      oneOf("log_group_class", ["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"]),
      arn("kms_key_id", "kms"),
    ],
    unique: ["name"],
    importedBy: ["name"],
  },
  aws_cloudwatch_log_resource_policy: {
    id: "{policy_name}",
    replacedBy: ["policy_name"],
    checks: [policy("policy_document"), lengthBetween("policy_document", 1, 5120)],
    unique: ["policy_name"],
  },
  aws_cloudwatch_log_metric_filter: {
    id: "{name}",
    defaults: { apply_on_transformed_logs: false, "metric_transformation.unit": "None" },
    replacedBy: ["name", "log_group_name"],
    checks: [
      name("name", 512, /^[^:*]+$/, "no colon and no asterisk"),
      lengthBetween("pattern", 0, 1024),
      lengthBetween("metric_transformation.name", 1, 255),
    ],
    unique: ["log_group_name", "name"],
  },
  aws_cloudwatch_metric_alarm: {
    id: "{alarm_name}",
    arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    defaults: { actions_enabled: true, treat_missing_data: "missing" },
    replacedBy: ["alarm_name"],
    computed: { evaluate_low_sample_count_percentiles: "" },
    checks: [
      lengthBetween("alarm_name", 1, 255),
      lengthBetween("alarm_description", 0, 1024),
      oneOf("comparison_operator", COMPARISONS),
      oneOf("statistic", STATISTICS),
      oneOf("treat_missing_data", ["missing", "ignore", "breaching", "notBreaching"]),
      oneOf("evaluate_low_sample_count_percentiles", ["evaluate", "ignore"]),
      matches(
        "extended_statistic",
        /^([a-zA-Z]+\(.+\)|(p|tm|tc|ts|wm)\d{1,2}(\.\d{1,10})?|p100|IQM)$/,
        "a statistic such as p99",
      ),
      between("evaluation_periods", 1, Number.MAX_SAFE_INTEGER),
      between("datapoints_to_alarm", 1, Number.MAX_SAFE_INTEGER),
      period("period"),
      conflicting("metric_name", "metric_query"),
      conflicting("statistic", "extended_statistic", "metric_query"),
      conflicting("threshold", "threshold_metric_id"),
      rule(["metric_name", "metric_query"], ({ metric_name, metric_query }) =>
        metric_name === null && (!Array.isArray(metric_query) || metric_query.length === 0)
          ? "one of metric_name and metric_query must be set"
          : undefined,
      ),
      rule(["datapoints_to_alarm", "evaluation_periods"], ({ datapoints_to_alarm, evaluation_periods }) =>
        datapoints_to_alarm !== null && Number(datapoints_to_alarm) > Number(evaluation_periods)
          ? "datapoints_to_alarm is above evaluation_periods"
          : undefined,
      ),
      ...metricAlarmActions,
    ],
    unique: ["alarm_name"],
  },
  aws_cloudwatch_composite_alarm: {
    id: "{alarm_name}",
    arn: "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm_name}",
    defaults: { actions_enabled: true },
    replacedBy: ["alarm_name", "actions_enabled"],
    checks: [lengthBetween("alarm_name", 1, 255), lengthBetween("alarm_rule", 1, 10240), ...alarmActions],
    unique: ["alarm_name"],
  },
  aws_cloudwatch_dashboard: {
    id: "{dashboard_name}",
    replacedBy: ["dashboard_name"],
    computed: { dashboard_arn: "arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name}" },
    checks: [
      name("dashboard_name", 255, /^[a-zA-Z0-9_-]+$/, "letters, digits, - and _"),
      json("dashboard_body"),
    ],
    unique: ["dashboard_name"],
  },
  aws_appautoscaling_target: {
    id: "{resource_id}",
    arn: "arn:{partition}:application-autoscaling:{region}:{account}:scalable-target/{hash:12}",
    replacedBy: ["resource_id", "scalable_dimension", "service_namespace"],
    computed: {
      role_arn: ({ values, partition, account }) => {
        const service = asText(values.service_namespace);
        return `arn:${partition}:iam::${account}:role/aws-service-role/${service}.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_${service}`;
      },
    },
    checks: [
      between("min_capacity", 0, Number.MAX_SAFE_INTEGER),
      between("max_capacity", 0, Number.MAX_SAFE_INTEGER),
      rule(["min_capacity", "max_capacity"], ({ min_capacity, max_capacity }) =>
        Number(min_capacity) > Number(max_capacity) ? "min_capacity is above max_capacity" : undefined,
      ),
      arn("role_arn", "iam"),
    ],
    unique: ["service_namespace", "resource_id", "scalable_dimension"],
  },
  aws_appautoscaling_policy: {
    id: "{name}",
    arn: "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:resource/{service_namespace}/{resource_id}:policyName/{name}",
    defaults: {
      policy_type: "StepScaling",
      "target_tracking_scaling_policy_configuration.disable_scale_in": false,
    },
    replacedBy: ["name", "resource_id", "scalable_dimension", "service_namespace"],
    computed: { alarm_arns: () => [] },
    checks: [
      lengthBetween("name", 0, 255),
      oneOf("policy_type", ["StepScaling", "TargetTrackingScaling", "PredictiveScaling"]),
      lengthBetween(
        "target_tracking_scaling_policy_configuration.predefined_metric_specification.resource_label",
        0,
        1023,
      ),
      oneOf(
        "target_tracking_scaling_policy_configuration.customized_metric_specification.statistic",
        STATISTICS,
      ),
      rule(
        ["policy_type", "target_tracking_scaling_policy_configuration"],
        ({ policy_type, target_tracking_scaling_policy_configuration: tracking }) =>
          policy_type === "TargetTrackingScaling" && (!Array.isArray(tracking) || tracking.length === 0)
            ? "TargetTrackingScaling needs target_tracking_scaling_policy_configuration"
            : undefined,
      ),
    ],
    unique: ["service_namespace", "resource_id", "scalable_dimension", "name"],
  },
  aws_appautoscaling_scheduled_action: {
    id: "{name}-{service_namespace}-{resource_id}",
    arn: "arn:{partition}:autoscaling:{region}:{account}:scheduledAction:{uuid}:resource/{service_namespace}/{resource_id}:scheduledActionName/{name}",
    defaults: { timezone: "UTC" },
    replacedBy: ["name", "resource_id", "scalable_dimension", "service_namespace"],
    checks: [matches("schedule", /^(rate|cron|at)\(.+\)$/, "rate(…), cron(…) or at(…)")],
    unique: ["service_namespace", "resource_id", "scalable_dimension", "name"],
  },
};
