import { asText } from "../provider/values";
import { arn, between, conflicting, json, lengthBetween, matches, oneOf, policy, rule } from "./checks";
import type { BehaviourTable } from "./types";

export const messaging: BehaviourTable = {
  aws_sns_topic: {
    id: "{arn}",
    arn: "arn:{partition}:sns:{region}:{account}:{name}",
    defaults: { content_based_deduplication: false, fifo_topic: false },
    replacedBy: ["name", "name_prefix", "fifo_topic"],
    computed: {
      owner: "{account}",
      signature_version: 0,
      tracing_config: "",
      policy: ({ values, account }) => defaultTopicPolicy(asText(values.arn), account),
    },
    checks: [
      matches("name", /^[a-zA-Z0-9_-]{1,256}(\.fifo)?$/, "1 to 256 letters, digits, - and _"),
      policy("policy"),
      json("delivery_policy"),
      oneOf("tracing_config", ["Active", "PassThrough"]),
      between("signature_version", 1, 2),
      rule(["fifo_topic", "name"], ({ fifo_topic, name }) =>
        name !== null && (fifo_topic === true) !== asText(name).endsWith(".fifo")
          ? "a FIFO topic's name ends with .fifo, and only a FIFO topic's"
          : undefined,
      ),
    ],
    unique: ["name"],
  },
  aws_sns_topic_policy: {
    id: "{arn}",
    replacedBy: ["arn"],
    computed: { owner: "{account}" },
    checks: [policy("policy"), arn("arn", "sns")],
    unique: ["arn"],
  },
  aws_sns_topic_subscription: {
    id: "{arn}",
    arn: "{topic_arn}:{uuid}",
    defaults: {
      confirmation_timeout_in_minutes: 1,
      endpoint_auto_confirms: false,
      raw_message_delivery: false,
    },
    replacedBy: ["endpoint", "protocol", "topic_arn"],
    computed: {
      confirmation_was_authenticated: true,
      owner_id: "{account}",
      // What waits for a person's answer stays pending until somebody clicks the link in the mail.
      pending_confirmation: ({ values }) => ["email", "email-json"].includes(asText(values.protocol)),
    },
    checks: [
      arn("topic_arn", "sns"),
      oneOf("protocol", [
        "application",
        "email",
        "email-json",
        "firehose",
        "http",
        "https",
        "lambda",
        "sms",
        "sqs",
      ]),
      json("filter_policy"),
      oneOf("filter_policy_scope", ["MessageAttributes", "MessageBody"]),
      json("redrive_policy"),
    ],
    unique: ["topic_arn", "protocol", "endpoint"],
  },
  aws_sqs_queue: {
    id: "{url}",
    arn: "arn:{partition}:sqs:{region}:{account}:{name}",
    defaults: {
      content_based_deduplication: false,
      delay_seconds: 0,
      fifo_queue: false,
      max_message_size: 262144,
      message_retention_seconds: 345600,
      receive_wait_time_seconds: 0,
      visibility_timeout_seconds: 30,
    },
    replacedBy: ["name", "name_prefix", "fifo_queue"],
    computed: {
      url: "https://sqs.{region}.amazonaws.com/{account}/{name}",
      kms_data_key_reuse_period_seconds: 300,
      sqs_managed_sse_enabled: ({ values }) => !values.kms_master_key_id,
    },
    checks: [
      matches("name", /^[a-zA-Z0-9_-]{1,80}(\.fifo)?$/, "1 to 80 letters, digits, - and _"),
      policy("policy"),
      json("redrive_policy"),
      json("redrive_allow_policy"),
      between("delay_seconds", 0, 900),
      between("max_message_size", 1024, 1048576),
      between("message_retention_seconds", 60, 1209600),
      between("receive_wait_time_seconds", 0, 20),
      between("visibility_timeout_seconds", 0, 43200),
      between("kms_data_key_reuse_period_seconds", 60, 86400),
      conflicting("kms_master_key_id", "sqs_managed_sse_enabled"),
      rule(["fifo_queue", "name"], ({ fifo_queue, name }) =>
        name !== null && (fifo_queue === true) !== asText(name).endsWith(".fifo")
          ? "a FIFO queue's name ends with .fifo, and only a FIFO queue's"
          : undefined,
      ),
    ],
    unique: ["name"],
  },
  aws_sqs_queue_policy: {
    id: "{queue_url}",
    replacedBy: ["queue_url"],
    checks: [policy("policy")],
    unique: ["queue_url"],
  },
  aws_cloudwatch_event_rule: {
    id: "{name}",
    arn: "arn:{partition}:events:{region}:{account}:rule/{name}",
    defaults: { event_bus_name: "default", force_destroy: false, state: "ENABLED" },
    replacedBy: ["name", "name_prefix", "event_bus_name"],
    checks: [
      matches("name", /^[0-9A-Za-z_.-]{1,64}$/, "1 to 64 letters, digits and _.-"),
      json("event_pattern"),
      lengthBetween("description", 0, 512),
      matches("schedule_expression", /^(rate|cron)\(.+\)$/, "rate(…) or cron(…)"),
      oneOf("state", ["DISABLED", "ENABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]),
      arn("role_arn", "iam"),
      rule(["event_pattern", "schedule_expression"], ({ event_pattern, schedule_expression }) =>
        event_pattern === null && schedule_expression === null
          ? "one of event_pattern and schedule_expression must be set"
          : undefined,
      ),
    ],
    unique: ["event_bus_name", "name"],
  },
  aws_cloudwatch_event_target: {
    id: "{rule}-{target_id}",
    defaults: { event_bus_name: "default", force_destroy: false },
    replacedBy: ["rule", "target_id", "event_bus_name"],
    computed: { target_id: "terraform-{hash:26}" },
    checks: [
      arn("arn"),
      arn("role_arn", "iam"),
      arn("dead_letter_config.arn", "sqs"),
      json("input"),
      conflicting("input", "input_path", "input_transformer"),
      between("retry_policy.maximum_event_age_in_seconds", 60, 86400),
      between("retry_policy.maximum_retry_attempts", 0, 185),
    ],
    unique: ["event_bus_name", "rule", "target_id"],
  },
  aws_sfn_state_machine: {
    id: "{arn}",
    arn: "arn:{partition}:states:{region}:{account}:stateMachine:{name}",
    defaults: { publish: false, type: "STANDARD" },
    replacedBy: ["name", "name_prefix", "type"],
    recomputed: ["revision_id", "state_machine_version_arn"],
    computed: {
      creation_date: "2020-01-01T00:00:00Z",
      revision_id: "{uuid}",
      state_machine_version_arn: ({ values }) => (values.publish === true ? `${asText(values.arn)}:1` : ""),
      status: "ACTIVE",
      version_description: "",
    },
    checks: [
      matches("name", /^[a-zA-Z0-9-_]{1,80}$/, "1 to 80 letters, digits, - and _"),
      json("definition"),
      lengthBetween("definition", 1, 1024 * 1024),
      arn("role_arn", "iam"),
      oneOf("type", ["STANDARD", "EXPRESS"]),
      oneOf("logging_configuration.level", ["ALL", "ERROR", "FATAL", "OFF"]),
      matches("logging_configuration.log_destination", /:\*$/, "a log group's ARN that ends with :*"),
      oneOf("encryption_configuration.type", ["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"]),
      between("encryption_configuration.kms_data_key_reuse_period_seconds", 60, 900),
    ],
    unique: ["name"],
  },
};

/** What SNS writes when no policy is given: only the account may use the topic. */
function defaultTopicPolicy(topic: string, account: string): string {
  const actions = [
    "GetTopicAttributes",
    "SetTopicAttributes",
    "AddPermission",
    "RemovePermission",
    "DeleteTopic",
    "Subscribe",
    "ListSubscriptionsByTopic",
    "Publish",
  ];
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: actions.map((action) => `SNS:${action}`),
        Resource: topic,
        Condition: { StringEquals: { "AWS:SourceOwner": account } },
      },
    ],
  });
}
