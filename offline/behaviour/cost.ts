import { arn, between, conflicting, json, lengthBetween, matches, oneOf } from "./checks";
import type { BehaviourTable } from "./types";

export const cost: BehaviourTable = {
  aws_budgets_budget: {
    id: "{account_id}:{name}",
    arn: "arn:{partition}:budgets::{account}:budget/{name}",
    replacedBy: ["account_id", "name", "name_prefix"],
    computed: {
      account_id: "{account}",
      limit_amount: "0",
      limit_unit: "USD",
      time_period_start: "2020-01-01_00:00",
    },
    defaults: { time_period_end: "2087-06-15_00:00" },
    checks: [
      lengthBetween("name", 1, 100),
      matches("name", /^[^:\\]+$/, "no colon and no backslash"),
      oneOf("budget_type", [
        "USAGE",
        "COST",
        "RI_UTILIZATION",
        "RI_COVERAGE",
        "SAVINGS_PLANS_UTILIZATION",
        "SAVINGS_PLANS_COVERAGE",
      ]),
      oneOf("time_unit", ["DAILY", "MONTHLY", "QUARTERLY", "ANNUALLY", "CUSTOM"]),
      oneOf("notification.comparison_operator", ["GREATER_THAN", "LESS_THAN", "EQUAL_TO"]),
      oneOf("notification.notification_type", ["ACTUAL", "FORECASTED"]),
      oneOf("notification.threshold_type", ["PERCENTAGE", "ABSOLUTE_VALUE"]),
      between("notification.threshold", 0, 1_000_000_000),
      arn("notification.subscriber_sns_topic_arns", "sns"),
      matches("notification.subscriber_email_addresses", /^[^@\s]+@[^@\s]+$/, "an e-mail address"),
      matches("time_period_start", /^\d{4}-\d{2}-\d{2}_\d{2}:\d{2}$/, "a time such as 2020-01-01_00:00"),
      matches("time_period_end", /^\d{4}-\d{2}-\d{2}_\d{2}:\d{2}$/, "a time such as 2020-01-01_00:00"),
      conflicting("limit_amount", "planned_limit"),
    ],
    unique: ["account_id", "name"],
  },
  aws_ce_anomaly_monitor: {
    id: "{arn}",
    arn: "arn:{partition}:ce::{account}:anomalymonitor/{uuid}",
    replacedBy: ["monitor_type", "monitor_dimension", "monitor_specification"],
    checks: [
      lengthBetween("name", 1, 1024),
      oneOf("monitor_type", ["DIMENSIONAL", "CUSTOM"]),
      oneOf("monitor_dimension", ["SERVICE", "LINKED_ACCOUNT", "TAG", "COST_CATEGORY"]),
      json("monitor_specification"),
      conflicting("monitor_dimension", "monitor_specification"),
    ],
  },
  aws_ce_anomaly_subscription: {
    id: "{arn}",
    arn: "arn:{partition}:ce::{account}:anomalysubscription/{uuid}",
    replacedBy: ["account_id"],
    computed: { account_id: "{account}" },
    checks: [
      lengthBetween("name", 1, 1024),
      oneOf("frequency", ["DAILY", "IMMEDIATE", "WEEKLY"]),
      oneOf("subscriber.type", ["EMAIL", "SNS"]),
      arn("monitor_arn_list", "ce"),
    ],
  },
  aws_ce_cost_allocation_tag: {
    id: "{tag_key}",
    replacedBy: ["tag_key"],
    computed: { type: "UserDefined" },
    checks: [oneOf("status", ["Active", "Inactive"]), lengthBetween("tag_key", 1, 1024)],
    unique: ["tag_key"],
  },
};
