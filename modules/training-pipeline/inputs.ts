/** The inputs of a training pipeline. */
import { logRetentionDays, sagemakerLimits } from "../shared/limits";
import { bool, int, map, obj, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";
import { mlInstanceTypePattern } from "../shared/instances";
import { tuning } from "./inputs-tuning";
import { metricDefinitions } from "./program";

export { objectiveTypes, scalingTypes, tuningStrategies } from "./inputs-tuning";

/** Source: SageMaker API reference, `TrainingInputMode`; Pipe is left out, since the program reads files. */
export const inputModes = ["File", "FastFile"] as const;

/** A job's name is `<name>--<part of the execution's name>-<8 characters>`, a tuning job's `<name>--<8 characters>`. */
export const NAME_MAX_LENGTH = 40;
export const NAME_MAX_LENGTH_WITH_TUNING = sagemakerLimits.tuningJobNameMaxLength - "--12345678".length;

/** The pipeline adds up to five hyper-parameters for the training toolkit, and the tuned ones. */
const HYPER_PARAMETERS_MAX = sagemakerLimits.hyperParametersMax - 5 - sagemakerLimits.tuningSearchRangesMax;

const prefix = (description: string, value: string) =>
  str({
    description: `${description} Ends in a slash.`,
    default: value,
    pattern: "^([a-zA-Z0-9_.=-]+/)+$",
    patternSays: "folders that each end in a slash, such as datasets/dog-images/",
  });

const kmsKeyArn = (description: string) =>
  str({
    description,
    optional: true,
    pattern: "^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[a-zA-Z0-9-]+$",
    patternSays: "a KMS key's ARN",
  });

export const inputs = {
  name: str({
    description: "Name of the pipeline; every name in it, and every job's, starts with it.",
    // Two hyphens end the name in the names of jobs.
    pattern: "^[a-z]([a-z0-9]|-[a-z0-9])+$",
    patternSays: "lower-case letters and digits with single hyphens between them, beginning with a letter",
    maxLength: NAME_MAX_LENGTH,
    source: "SageMaker: at most 63 characters for a training job; 32 for a tuning job, see the rule.",
  }),
  imageUri: str({
    description: "Training image in ECR with SageMaker's training toolkit, such as AWS's pytorch-training.",
    pattern: "^[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.][a-z.]+/[a-z0-9._/-]+(:[a-zA-Z0-9._-]+|@sha256:[0-9a-f]{64})$",
    patternSays: "an ECR image with tag or digest",
  }), // prettier-ignore
  bucketName: str({
    description: "Bucket of the datasets, the code and the models.",
    minLength: 3,
    maxLength: 63,
  }),
  initialModelUri: str({
    description:
      "S3 URI of the model that the model parameter names until the first run has ended, such as a starter model.",
    pattern: "^s3://[^/]+/.+$",
    patternSays: "an S3 URI such as s3://bucket/models/starter/model.tar.gz",
    maxLength: 1024,
  }),

  datasetPrefix: prefix("Folder in the bucket that holds train/, valid/ and test/.", "datasets/dog-images/"),
  codePrefix: prefix("Folder in the bucket for the program's archives.", "code/"),
  codeArchive: str({
    description: "The program's archive in the code folder: a .tar.gz with the program at its top.",
    default: "sourcedir.tar.gz",
    pattern: "^[a-zA-Z0-9_.-]+[.]tar[.]gz$",
    patternSays: "a file name that ends in .tar.gz",
  }),
  program: str({
    description: "The Python file in the archive that is run.",
    default: "train.py",
    pattern: "^[a-zA-Z0-9_-]+[.]py$",
    patternSays: "a file name that ends in .py",
  }),
  weightsPrefix: str({
    description:
      "Folder in the bucket with pretrained weights, given to the program as the channel weights. Not set: none.",
    optional: true,
    pattern: "^([a-zA-Z0-9_.=-]+/)+$",
    patternSays: "folders that each end in a slash, such as models/pretrained/",
  }),
  modelPrefix: prefix("Folder in the bucket for the trained models; a folder a job.", "models/"),
  checkpointPrefix: prefix(
    "Folder in the bucket for checkpoints of spot training; a folder a job.",
    "models/checkpoints/",
  ),
  inputMode: str({
    description: "File copies the dataset before the program starts, FastFile reads it from S3 as needed.",
    default: "File",
    oneOf: inputModes,
  }),

  instanceType: str({
    description: "Instance type of the training job. An execution's input may say another.",
    default: "ml.m5.xlarge",
    pattern: mlInstanceTypePattern,
    patternSays: "a SageMaker instance type such as ml.g4dn.xlarge",
  }),
  instanceCount: int({
    description: "Instances of the training job; with two or more they train together, each on its share of the data.",
    default: 1,
    min: 1,
    max: 100,
  }), // prettier-ignore
  volumeSizeGb: int({
    description: "Disk of each instance, GB. Without effect on instance types with local NVMe storage.",
    default: 30,
    min: 1,
    max: 16384,
  }),
  maxRuntimeSeconds: int({
    description: "Seconds after which SageMaker ends a training job.",
    default: 86_400,
    ...sagemakerLimits.trainingMaxRuntimeSeconds,
    source: "SageMaker API reference, `StoppingCondition`.",
  }),
  spot: obj(
    {
      maxWaitSeconds: int({
        description: "Seconds for the whole job, waiting for spot capacity included.",
        ...sagemakerLimits.trainingMaxRuntimeSeconds,
      }),
    },
    {
      description:
        "Managed spot training: cheaper, may be interrupted, goes on from its checkpoint. Not set: on demand.",
      optional: true,
    },
  ),
  hyperParameters: map(
    str({ description: "Value, as a string.", maxLength: sagemakerLimits.hyperParameterValueMaxLength }),
    {
      description: "The program's arguments by name. An execution's input adds to them and overrides them.",
      default: {},
      maxItems: HYPER_PARAMETERS_MAX,
    },
  ),
  metricDefinitions: map(
    str({
      description: "Regular expression whose first group is the metric's value in the program's output.",
      minLength: 1,
      maxLength: sagemakerLimits.metricRegexMaxLength,
    }),
    {
      description: "Metrics that SageMaker reads from the program's output, by name.",
      default: metricDefinitions(),
      maxItems: sagemakerLimits.metricDefinitionsMax,
    },
  ),
  tuning,

  network: obj(
    {
      subnetIds: set(str({ description: "A private subnet." }), {
        description: "Subnets of the jobs.",
        minItems: 1,
        maxItems: sagemakerLimits.subnetsMax,
      }),
      securityGroupIds: set(str({ description: "A security group." }), {
        description: "Security groups of the jobs; with several instances they have to allow each other.",
        minItems: 1,
        maxItems: sagemakerLimits.securityGroupsMax,
      }),
    },
    { description: "Where the jobs run. Not set: in a network of SageMaker's.", optional: true },
  ),
  networkIsolation: bool({
    description:
      "Whether the program has no network at all, except between the instances of its job. It then cannot install packages.",
    default: true,
  }),
  interContainerEncryption: bool({
    description: "Whether several instances encrypt what they send to each other. It makes training slower.",
    default: true,
  }),
  kmsKeyArn: kmsKeyArn(
    "KMS key of the bucket; it also encrypts models, volumes (where the instance type has no local NVMe) and the executions' logs.",
  ),
  failureNotification: obj(
    {
      topicArn: str({
        description: "SNS topic that is told when a run fails, and why.",
        pattern: "^arn:[a-z-]+:sns:",
        patternSays: "an SNS topic's ARN",
      }),
      kmsKeyArn: kmsKeyArn("The topic's own KMS key, if it has one."),
    },
    { description: "Who is told when a run fails. Not set: nobody.", optional: true },
  ),
  createJobLogGroup: bool({
    description:
      "Whether the log group of all training jobs of the region, /aws/sagemaker/TrainingJobs, is made here. At most one pipeline may, and none where the group exists. It stays when the pipeline is destroyed.",
    default: true,
  }),
  logRetentionDays: int({
    description: "Days for which logs are kept.",
    default: 90,
    oneOf: logRetentionDays,
  }),
  tags: map(str({ description: "Value of the tag." }), {
    description: "Tags of every resource and every job.",
    default: {},
  }),
} as const;

export type TrainingPipelineProps = PropsOf<typeof inputs>;
export type TrainingPipelineValues = ValuesOf<typeof inputs>;
export type Tuning = NonNullable<TrainingPipelineValues["tuning"]>;
