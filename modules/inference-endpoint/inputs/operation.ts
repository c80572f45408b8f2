/** How updates come, what rings, and what is kept of the calls. */
import { int, list, num, obj, str } from "../../shared/inputs";
import { deploymentLimits, logRetentionDays, sagemakerLimits as limits } from "../../shared/limits";
import { keyArn, objectUri, topicArn } from "./parts";

/** Source: SageMaker API reference, CaptureOption. */
export const captureModes = ["Input", "Output", "InputAndOutput"] as const;

/** The AWS provider refuses more, although SageMaker itself takes 28800. */
const maximumExecutionSeconds = { min: limits.blueGreenMaximumExecutionSeconds.min, max: 14400 } as const;

const canary = obj(
  {
    percent: int({
      description: "Share of the new instances that gets traffic first, in percent.",
      default: 50,
      ...deploymentLimits.canaryPercent,
    }),
    waitSeconds: int({
      description: "How long the alarms are watched before the rest follows, in seconds.",
      default: 300,
      ...limits.blueGreenWaitIntervalSeconds,
    }),
  },
  { description: "A part of the traffic first, then the rest. Needs two instances.", optional: true },
);

const linear = obj(
  {
    stepPercent: int({
      description: "Share of the new instances that each step adds, in percent.",
      default: 25,
      ...deploymentLimits.linearStepPercent,
    }),
    waitSeconds: int({
      description: "How long the alarms are watched after each step, in seconds.",
      default: 180,
      ...limits.blueGreenWaitIntervalSeconds,
    }),
  },
  { description: "Traffic moves in equal steps. Needs two instances.", optional: true },
);

export const deployment = obj(
  {
    canary,
    linear,
    bakeSeconds: int({
      description:
        "How long the old instances stay, to roll back to, once all traffic has moved, in seconds.",
      default: 300,
      ...limits.blueGreenTerminationWaitSeconds,
    }),
    maximumExecutionSeconds: int({
      description: "Longest time that an update may take, in seconds; then it is rolled back.",
      default: 3600,
      ...maximumExecutionSeconds,
    }),
  },
  {
    description:
      "How a new model takes over (blue/green): all traffic at once, or a canary, or in linear steps; and back when an alarm of this module rings. SageMaker does it for instances only, so it means nothing to a serverless endpoint.",
    default: {},
  },
);

export const alarms = obj(
  {
    errorRatio: num({
      description:
        "Share of a minute's calls that the model answers with 5XX above which it rings: 0.01 is one in a hundred.",
      default: 0.01,
      min: 0,
      max: 1,
    }),
    modelLatencyP90Milliseconds: int({
      description: "90th percentile of the model's latency above which it rings, in milliseconds.",
      default: 2000,
      min: 1,
      max: 3_600_000,
    }),
    evaluationMinutes: int({
      description: "How many minutes in a row have to be bad.",
      default: 2,
      min: 1,
      max: 60,
    }),
    topicArns: list(str({ description: "ARN of an SNS topic.", ...topicArn }), {
      description: "SNS topics that are told when an alarm rings and when it is over.",
      default: [],
      maxItems: 5,
    }),
  },
  {
    description: "Two alarms for each variant. A deployment that makes one ring is rolled back.",
    default: {},
  },
);

export const dataCapture = obj(
  {
    destinationUri: str({ description: "S3 URI of the folder for captured calls.", ...objectUri }),
    samplingPercent: int({
      description: "Share of the calls that is captured, in percent.",
      default: 10,
      min: 1,
      max: limits.captureSamplingPercent.max,
    }),
    mode: str({
      description: "What is captured of a call.",
      default: "InputAndOutput",
      oneOf: captureModes,
    }),
    kmsKeyArn: str({ description: "ARN of the KMS key that encrypts what is captured.", ...keyArn }),
  },
  {
    description: "Keeps a sample of requests and answers, which may hold personal data: off without it.",
    optional: true,
  },
);

export const logs = obj(
  {
    retentionDays: int({
      description: "How long the containers' logs are kept, in days.",
      default: 30,
      oneOf: logRetentionDays,
    }),
    kmsKeyArn: str({
      description:
        "ARN of the KMS key of the log group; the key's policy has to admit CloudWatch Logs. CloudWatch's own key without it.",
      optional: true,
      ...keyArn,
    }),
  },
  { description: "The containers' log group.", default: {} },
);
