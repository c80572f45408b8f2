import type { CostGuardProps } from "../../../modules/cost-guard";

const minimal = {
  name: "mlops-dev",
  monthlyLimitUsd: 300,
  projectTag: { value: "mlops-dev" },
  emails: ["team@example.org"],
};

export const goodCases = {
  minimal,
  full: {
    name: "mlops-production",
    monthlyLimitUsd: 2500.5,
    projectTag: { key: "CostCentre", value: "dogs & cats" },
    emails: ["team@example.org", "finance@example.org"],
    topic: { arn: "arn:aws:sns:eu-west-1:123456789012:mlops-alarms" },
    alerts: [
      { type: "ACTUAL", thresholdPercent: 50 },
      { type: "FORECASTED", thresholdPercent: 99.5 },
    ],
    anomalies: { minimumImpactUsd: 50, emailFrequency: "WEEKLY" },
    activateCostAllocationTag: true,
    tags: { Project: "mlops" },
  },
  "a topic alone": {
    name: "mlops",
    monthlyLimitUsd: 1,
    projectTag: { value: "mlops" },
    topic: { arn: "arn:aws:sns:eu-west-1:123456789012:mlops-alarms" },
    anomalies: {},
  },
} as const satisfies Record<string, CostGuardProps>;

const wrong = (props: Record<string, unknown>) => ({ ...minimal, ...props });

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  {
    title: "a name with a colon",
    props: wrong({ name: "mlops:dev" }),
    message: /name must be lower-case letters, digits and hyphens/,
  },
  {
    title: "a name of 61 characters",
    props: wrong({ name: "m".repeat(61) }),
    message: /name must have at most 60 characters/,
  },
  {
    title: "no money at all",
    props: wrong({ monthlyLimitUsd: 0 }),
    message: /monthly_?[lL]imit_?[uU]sd must be between 1 and 10000000/,
  },
  {
    title: "nobody to tell",
    props: wrong({ emails: [] }),
    message: /emails must have an address unless topic is set/,
  },
  {
    title: "eleven addresses",
    props: wrong({ emails: Array.from({ length: 11 }, (_, index) => `p${index}@example.org`) }),
    message: /emails must have at most 10 element/,
  },
  {
    title: "six alerts",
    props: wrong({
      alerts: Array.from({ length: 6 }, (_, index) => ({ type: "ACTUAL", thresholdPercent: index + 1 })),
    }),
    message: /alerts must have at most 5 element/,
  },
  {
    title: "no alert",
    props: wrong({ alerts: [] }),
    message: /alerts must have at least 1 element/,
  },
  {
    title: "an alert twice",
    props: wrong({
      alerts: [
        { type: "ACTUAL", thresholdPercent: 80 },
        { type: "ACTUAL", thresholdPercent: 80 },
      ],
    }),
    message: /alerts must not have the same alert twice/,
  },
  {
    title: "an alert as a ratio",
    props: wrong({ alerts: [{ type: "ACTUAL", thresholdPercent: 0.8 }] }),
    message: /threshold_?[pP]ercent must be between 1 and 1000/,
  },
  {
    title: "an unknown type of alert",
    props: wrong({ alerts: [{ type: "EXPECTED", thresholdPercent: 80 }] }),
    message: /type must be one of ACTUAL, FORECASTED/,
  },
  {
    title: "mail at once",
    props: wrong({ anomalies: { emailFrequency: "IMMEDIATE" } }),
    message: /anomalies.email_?[fF]requency must be one of DAILY, WEEKLY/,
  },
  {
    title: "a topic's name",
    props: wrong({ topic: { arn: "mlops-alarms" } }),
    message: /topic.arn must be an SNS topic's ARN/,
  },
];
