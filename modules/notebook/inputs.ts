/** What a notebook can be given. */
import { bool, int, list, map, obj, rulesOf, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";
import { mlInstanceTypePattern } from "../shared/instances";
import { logRetentionDays, sagemakerLimits } from "../shared/limits";

/**
 * Platforms that can still be made. Left out are those whose support ended on 2025-06-30 (`notebook-al1-v1`,
 * `notebook-al2-v1`, `notebook-al2-v2`), and `notebook-al2023-v2`, which not every provider version of the supported range accepts.
 */
export const notebookPlatforms = ["notebook-al2023-v1", "notebook-al2-v3"] as const;

/** Stays under SageMaker's 63 characters, and under IAM's 64 with the longest suffix, `-notebook-stop`. */
const NAME_MAX_LENGTH = 50;

export const inputs = {
  name: str({
    description: "Name of the notebook instance, and the prefix of every other name.",
    pattern: sagemakerLimits.namePattern,
    patternSays: "letters and digits, with hyphens between them",
    maxLength: NAME_MAX_LENGTH,
  }),
  network: obj(
    {
      subnetIds: list(str({ description: "Subnet's id." }), {
        description: "Subnets; the notebook sits in the first one.",
        minItems: 1,
      }),
      securityGroupIds: set(str({ description: "Security group's id." }), {
        description: "Security groups of the notebook.",
        minItems: 1,
        maxItems: sagemakerLimits.securityGroupsMax,
      }),
    },
    {
      description:
        "Where the notebook sits. It has no direct internet access, so it reaches AWS through this network only.",
    },
  ),
  instanceType: str({
    description: "Instance type.",
    default: "ml.t3.medium",
    pattern: mlInstanceTypePattern,
    patternSays: "an instance type such as ml.t3.medium",
  }),
  platform: str({
    description: "Operating system and JupyterLab version. Another one replaces the notebook.",
    oneOf: notebookPlatforms,
    default: "notebook-al2023-v1",
  }),
  volumeSizeGb: int({
    description:
      "Size of the volume under /home/ec2-user/SageMaker, in GB. A smaller one than before replaces the notebook.",
    default: 20,
    ...sagemakerLimits.notebookVolumeSizeGb,
  }),
  kmsKeyArn: str({
    description: "KMS key that encrypts the volume; an AWS managed key without it.",
    optional: true,
  }),
  notebookSourceUri: str({
    description:
      "Folder in S3, such as s3://bucket/notebooks/, whose files are put into SageMaker/project at each start; files that somebody has changed there are kept.",
    pattern: "^s3://[a-z0-9][a-z0-9.-]+/([A-Za-z0-9._=-]+/)*$",
    patternSays: "an S3 URI that ends in a slash, such as s3://bucket/notebooks/",
    maxLength: 300,
    optional: true,
  }),
  storeKmsKeyArn: str({
    description: "KMS key of that bucket, which the notebook may then decrypt with.",
    optional: true,
  }),
  pipeline: obj(
    {
      stateMachineArn: str({ description: "ARN of the training pipeline's state machine." }),
      jobNamePrefix: str({
        description: "What the names of the pipeline's training and tuning jobs begin with.",
        minLength: 1,
      }),
      modelParameterName: str({
        description: "SSM parameter into which the pipeline writes the model's S3 URI, such as /mlops/model.",
        pattern: "^/[A-Za-z0-9_./-]+$",
        patternSays: "a parameter's full name, such as /mlops/model",
      }),
    },
    { description: "Training pipeline that the notebook may start and watch.", optional: true },
  ),
  endpointArn: str({ description: "ARN of the endpoint that the notebook may invoke.", optional: true }),
  stopWhenIdle: bool({
    description:
      "Stop the notebook when nobody has used it for a while; without this it runs, and costs, until stopped.",
    default: true,
  }),
  idleTimeoutMinutes: int({
    description: "How long nobody has used the notebook before it stops, in minutes.",
    default: 60,
    min: 10,
    max: 1440,
  }),
  stopOnSchedule: bool({
    description: "Stop the notebook at a fixed time as well, whatever it does.",
    default: true,
  }),
  stopSchedule: obj(
    {
      cronExpression: str({
        description: "When, as a cron expression of EventBridge Scheduler.",
        default: "cron(0 20 * * ? *)",
        pattern: "^cron\\([^ ]+( [^ ]+){5}\\)$",
        patternSays: "a cron expression with six fields, such as cron(0 20 * * ? *)",
      }),
      timeZone: str({
        description: "Time zone of the expression, by its IANA name.",
        default: "UTC",
        pattern: "^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$",
        patternSays: "an IANA time zone such as Europe/Berlin",
      }),
    },
    { description: "The fixed time at which the notebook is stopped.", default: {} },
  ),
  allowRootAccess: bool({
    description:
      "Let whoever uses the notebook become root on it. Lifecycle scripts run as root in any case.",
    default: false,
  }),
  createLogGroup: bool({
    description:
      "Make the log group /aws/sagemaker/NotebookInstances, which all notebooks of an account and region share; false where it exists. It stays when the notebook is destroyed.",
    default: true,
  }),
  logRetentionDays: int({
    description: "How long that log group keeps its logs, in days.",
    default: 365,
    oneOf: logRetentionDays,
  }),
  logKmsKeyArn: str({
    description:
      "KMS key that encrypts that log group; its policy has to let CloudWatch Logs use it. Give one that stays as long as the group does. CloudWatch Logs' own key without it.",
    optional: true,
  }),
  tags: map(str({ description: "Value." }), {
    description: "Tags of everything that takes tags.",
    default: {},
  }),
} as const;

export const rules = rulesOf(inputs);

export type NotebookProps = PropsOf<typeof inputs>;
export type NotebookValues = ValuesOf<typeof inputs>;
