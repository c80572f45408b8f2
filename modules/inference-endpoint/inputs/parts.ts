/** Kinds of input that occur more than once. */
import { int, str } from "../../shared/inputs";
import { mlInstanceTypePattern } from "../../shared/instances";
import { sagemakerLimits } from "../../shared/limits";

export const instanceCounts = { min: 1, max: 100 } as const;

export const objectUri = {
  pattern: "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/[^*?]*[^*?/]$",
  patternSays: "an S3 URI without wildcards and without a slash at its end, s3://bucket/key",
} as const;

export const folderUri = {
  pattern: "^s3://[a-z0-9][a-z0-9.-]*[a-z0-9]/([^*?]+/)?$",
  patternSays: "an S3 URI of a folder that ends in a slash, s3://bucket/folder/",
} as const;

export const keyArn = { pattern: "^arn:[a-z-]+:kms:", patternSays: "the ARN of a KMS key" } as const;

export const topicArn = { pattern: "^arn:[a-z-]+:sns:", patternSays: "the ARN of an SNS topic" } as const;

export const schedule = {
  pattern: "^(cron|rate|at)[(].+[)]$",
  patternSays: "a schedule such as cron(0 7 ? * MON-FRI *)",
} as const;

export const instances = {
  instanceType: str({
    description: "SageMaker instance type, e.g. ml.m5.large.",
    pattern: mlInstanceTypePattern,
    patternSays: "a SageMaker instance type such as ml.m5.large",
  }),
  volumeSizeGb: int({
    description:
      "Size of each instance's volume in GB; not for types with local storage. SageMaker chooses without it.",
    optional: true,
    ...sagemakerLimits.endpointVolumeSizeGb,
  }),
} as const;

export const cooldowns = {
  scaleInCooldownSeconds: int({
    description: "Pause after instances were removed before more are, in seconds.",
    default: 300,
    min: 0,
    max: 3600,
  }),
  scaleOutCooldownSeconds: int({
    description: "Pause after instances were added before more are, in seconds.",
    default: 300,
    min: 0,
    max: 3600,
  }),
} as const;
