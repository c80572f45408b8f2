/** The inputs of a cost guard, and the rules between them. */
import { bool, list, map, num, obj, rulesOf, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";

/** Source: AWS Budgets API reference, `NotificationType`. */
export const notificationTypes = ["ACTUAL", "FORECASTED"] as const;
/** Source: Cost Explorer API reference, `AnomalySubscriptionFrequency`; IMMEDIATE is for topics alone. */
export const emailFrequencies = ["DAILY", "WEEKLY"] as const;

const alert = obj(
  {
    type: str({
      description: "What is compared: ACTUAL costs so far, or those FORECASTED for the whole month.",
      oneOf: notificationTypes,
    }),
    thresholdPercent: num({
      description: "Percent of the monthly limit above which it is told.",
      min: 1,
      max: 1000,
    }),
  },
  { description: "One alert of the budget." },
);

export const inputs = {
  name: str({
    description: "Name of the budget; prefix of the monitor's and the subscriptions' names.",
    pattern: "^[a-z][a-z0-9-]*[a-z0-9]$",
    patternSays:
      "lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    maxLength: 60,
    source: "AWS Budgets: at most 100 characters.",
  }),
  monthlyLimitUsd: num({ description: "What a month may cost, USD.", min: 1, max: 10_000_000 }),
  projectTag: obj(
    {
      key: str({ description: "The tag's key.", default: "Project", minLength: 1, maxLength: 128 }),
      value: str({ description: "The project's value of it.", minLength: 1, maxLength: 256 }),
    },
    {
      description:
        "The tag that the project's resources have; it has to be active as a cost allocation tag, or everything costs 0.",
    },
  ),
  emails: set(
    str({
      description: "An e-mail address.",
      pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$",
      patternSays: "an e-mail address",
      maxLength: 50,
      source: "AWS Budgets API reference, `Subscriber`.",
    }),
    {
      description: "Who is told, without confirmation.",
      default: [],
      maxItems: 10,
      source: "AWS Budgets: ten addresses and one topic an alert.",
    },
  ),
  topic: obj(
    {
      arn: str({
        description: "ARN of the SNS topic.",
        pattern: "^arn:[a-z-]+:sns:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]+$",
        patternSays: "an SNS topic's ARN",
      }),
    },
    {
      description:
        "An SNS topic that is told, too; its policy and its key have to allow AWS Budgets and cost anomalies. Not set: none.",
      optional: true,
    },
  ),
  alerts: list(alert, {
    description: "When the budget is told about.",
    default: [
      { type: "ACTUAL", thresholdPercent: 80 },
      { type: "ACTUAL", thresholdPercent: 100 },
      { type: "FORECASTED", thresholdPercent: 100 },
    ],
    minItems: 1,
    maxItems: 5,
    source: "AWS Budgets: five alerts a budget.",
  }),
  anomalies: obj(
    {
      minimumImpactUsd: num({
        description: "How much more than expected something has to cost before it is told, USD in all.",
        default: 20,
        min: 1,
        max: 1_000_000,
      }),
      emailFrequency: str({
        description: "How often addresses get a summary. A topic is told at once.",
        default: "DAILY",
        oneOf: emailFrequencies,
      }),
    },
    {
      description: "Detection of unusual costs of the project, free of charge. Not set: none.",
      optional: true,
    },
  ),
  activateCostAllocationTag: bool({
    description:
      "Whether the tag is made a cost allocation tag here. For the whole organization: only its management account may, and once.",
    default: false,
  }),
  tags: map(str({ description: "Value of the tag." }), {
    description: "Tags of every resource.",
    default: {},
  }),
} as const;

export const rules = rulesOf(
  inputs,
  {
    at: "emails",
    says: "must have an address unless {topic} is set: somebody has to be told",
    reads: ["emails", "topic"],
    holds: ({ emails, topic }) => emails.length > 0 || Boolean(topic),
    condition: "length(var.emails) > 0 || var.topic != null",
  },
  {
    at: "alerts",
    says: "must not have the same alert twice",
    reads: ["alerts"],
    holds: ({ alerts }) =>
      new Set(alerts.map(({ type, thresholdPercent }) => `${type} ${thresholdPercent}`)).size ===
      alerts.length,
    condition: "length(distinct(var.alerts)) == length(var.alerts)",
  },
);

export type CostGuardProps = PropsOf<typeof inputs>;
export type CostGuardValues = ValuesOf<typeof inputs>;
