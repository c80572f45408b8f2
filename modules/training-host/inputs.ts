/** What a training host can be given. */
import {
  bool,
  int,
  list,
  map,
  obj,
  set,
  str,
  type ExactlyOne,
  type PropsOf,
  type ValuesOf,
} from "../shared/inputs";
import { ec2InstanceTypePattern } from "../shared/instances";
import { ec2Limits, logRetentionDays } from "../shared/limits";

/** Leaves room for the longest suffix, `-training-host`, under IAM's 64 characters. */
const NAME_MAX_LENGTH = 50;

/** Stands between single quotes in the user data. */
const keyPrefix = {
  pattern: "^([A-Za-z0-9._=-]+/)+$",
  patternSays: "a key prefix that ends in a slash, such as datasets/",
};
const sha256 = { pattern: "^[0-9a-f]{64}$", patternSays: "a SHA-256 of 64 hexadecimal digits" };
const archiveName = {
  pattern: "^[A-Za-z0-9._=-]+\\.(zip|tar\\.gz|tgz)$",
  patternSays: "the name of a .zip, .tar.gz or .tgz",
};

export const inputs = {
  name: str({
    description: "Name of the host, and the prefix of every other name.",
    pattern: "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$",
    patternSays: "letters and digits, with hyphens between them",
    maxLength: NAME_MAX_LENGTH,
  }),
  network: obj(
    {
      subnetIds: list(str({ description: "Subnet's id." }), {
        description:
          "Subnets; the host is started in the first one, whose zone has to offer the instance type.",
        minItems: 1,
      }),
      securityGroupIds: set(str({ description: "Security group's id." }), {
        description: "Security groups of the host. None has to let anything in.",
        minItems: 1,
        maxItems: 5,
      }),
    },
    { description: "Where the host sits. It has no public address." },
  ),
  storeBucketName: str({
    description: "Bucket of the artifact store: code comes from there, models and checkpoints go there.",
    pattern: "^[a-z0-9][a-z0-9.-]*[a-z0-9]$",
    patternSays: "a bucket's name",
    minLength: 3,
    maxLength: 63,
  }),
  storeKmsKeyArn: str({
    description: "KMS key of that bucket, which the host may then use.",
    optional: true,
  }),
  storedDataset: obj(
    {
      prefix: str({ description: "Key prefix in the store, such as datasets/dogs/.", ...keyPrefix }),
      archive: str({
        description: "Archive below the prefix; without it, everything below the prefix is the dataset.",
        ...archiveName,
        optional: true,
      }),
      sha256: str({
        description: "The archive's SHA-256; not checked without it.",
        ...sha256,
        optional: true,
      }),
    },
    { description: "The dataset, when it is in the store.", optional: true },
  ),
  downloadedDataset: obj(
    {
      url: str({
        description: "https address of a .zip, .tar.gz or .tgz.",
        pattern: "^https://[A-Za-z0-9._~:/%+,@=-]+\\.(zip|tar\\.gz|tgz)$",
        patternSays: "an https address of a .zip, .tar.gz or .tgz",
        maxLength: 1000,
      }),
      sha256: str({ description: "Its SHA-256; not checked without it.", ...sha256, optional: true }),
    },
    {
      description: "The dataset, when the host downloads it. Its network then needs a way to the internet.",
      optional: true,
    },
  ),
  weightsPrefix: str({
    description:
      "Key prefix in the store of a folder with pretrained weights, given to the program as the channel weights. Not set: none.",
    ...keyPrefix,
    maxLength: 200,
    optional: true,
  }),
  trainingArguments: str({
    description: "Arguments of train.py, separated by spaces, such as --epochs 5 --batch-size 2.",
    default: "",
    pattern: "^[A-Za-z0-9 ._=,:/@+-]*$",
    patternSays: "words of letters, digits and ._=,:/@+-, separated by spaces",
    maxLength: 2000,
  }),
  codePrefix: str({
    description: "Key prefix in the store below which the host's scripts and the training program are put.",
    default: "code/training-host/",
    ...keyPrefix,
    maxLength: 200,
  }),
  outputPrefix: str({
    description:
      "Key prefix in the store below which <name>/ gets the model, the checkpoints, the reports and the logs.",
    default: "models/training-host/",
    ...keyPrefix,
    maxLength: 200,
  }),
  instanceType: str({
    description: "Instance type, with a GPU or without.",
    default: "g4dn.xlarge",
    pattern: ec2InstanceTypePattern,
    patternSays: "an instance type such as g4dn.xlarge",
  }),
  amiParameter: str({
    description:
      "SSM parameter that names the machine image. Deep Learning AMIs come and go by region; this one runs on types without GPU, too.",
    default:
      "/aws/service/deeplearning/ami/x86_64/oss-nvidia-driver-gpu-pytorch-2.10-ubuntu-24.04/latest/ami-id",
    pattern: "^/[A-Za-z0-9_./-]+$",
    patternSays: "a parameter's full name, which begins with a slash",
  }),
  followNewAmis: bool({
    description:
      "Make a new host when the parameter names another image. Without this the host keeps the image that it was made from.",
    default: false,
  }),
  spot: obj(
    {
      maximumPricePerHour: str({
        description: "The most to pay for an hour, in USD; the on-demand price without it.",
        pattern: "^[0-9]+(\\.[0-9]+)?$",
        patternSays: "a price such as 0.25",
        optional: true,
      }),
    },
    {
      description:
        "Run on a spot instance: cheaper, and taken back with two minutes' notice. What ends it terminates it; the next apply makes another host, which goes on from the checkpoints.",
      optional: true,
    },
  ),
  volumeSizeGb: int({
    description: "Size of the root volume, in GB: at least that of the image's snapshot.",
    default: 150,
    ...ec2Limits.gp3SizeGb,
  }),
  kmsKeyArn: str({
    description: "KMS key that encrypts the root volume; the account's default key for volumes without it.",
    optional: true,
  }),
  stopWhenIdle: bool({
    description:
      "Stop the host when it has been idle for a while; without this it runs to the end of its lifetime.",
    default: true,
  }),
  idleTimeoutMinutes: int({
    description:
      "How long the host is idle (no training, nobody in a session) before it stops itself, in minutes. After three times that an alarm stops it.",
    default: 30,
    min: 5,
    max: 480,
  }),
  maximumLifetimeHours: int({
    description:
      "How long the host runs at most after a start, in hours. It stops itself then; up to an hour later an alarm does.",
    default: 24,
    min: 1,
    max: 167,
    source:
      "PutMetricAlarm: at most seven days are evaluated, and the alarm needs one hour more than the host",
  }),
  readyTimeoutMinutes: int({
    description:
      "How long the host may run without saying that it is ready, in minutes, before the alarm sounds.",
    default: 60,
    min: 10,
    max: 1440,
  }),
  alarmTopicArns: set(str({ description: "ARN of an SNS topic." }), {
    description: "Topics that the alarms are sent to.",
    default: [],
    maxItems: 4,
  }),
  logRetentionDays: int({
    description: "How long the host's logs are kept, in days.",
    default: 365,
    oneOf: logRetentionDays,
  }),
  logKmsKeyArn: str({
    description: "KMS key that encrypts the logs; its policy has to let CloudWatch Logs use it.",
    optional: true,
  }),
  tags: map(str({ description: "Value." }), {
    description: "Tags of everything that takes tags.",
    default: {},
  }),
} as const;

/** The dataset is in the store, or it is downloaded. */
export type TrainingHostProps = ExactlyOne<PropsOf<typeof inputs>, "storedDataset" | "downloadedDataset">;
export type TrainingHostValues = ValuesOf<typeof inputs>;
