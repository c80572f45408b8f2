/** What the classifier function can be told. */
import { architectures } from "../../lambda-src/build";
import { imageModes } from "../../lambda-src/classify/environment";
import { labelSets, type LabelSetName } from "../../lambda-src/classify/labels";
import { bool, int, list, map, num, obj, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";
import { lambdaLimits as limits, logRetentionDays, sagemakerLimits } from "../shared/limits";

const keyArn = { pattern: "^arn:[a-z-]+:kms:", patternSays: "the ARN of a KMS key" } as const;
const schedule = {
  pattern: "^(cron|rate|at)[(].+[)]$",
  patternSays: "a schedule such as cron(0 7 ? * MON-FRI *)",
} as const;

/** Lambda's runtimes that the archive is built for. */
export const runtimes = ["nodejs22.x", "nodejs24.x"] as const;

export const labelSetNames = Object.keys(labelSets) as LabelSetName[];

const image = obj(
  {
    mode: str({
      description:
        "What the endpoint gets. resize: a small clean JPEG. pass-through: the image as it came, for endpoints with their own preprocessing. url: only the URL, for endpoints that download themselves, which is less safe.",
      default: "resize",
      oneOf: imageModes,
    }),
    sizePixels: int({
      description: "Side of the square that resize sends, in pixels.",
      default: 256,
      min: 16,
      max: 2048,
    }),
  },
  { description: "What happens to an image on its way to the endpoint.", default: {} },
);

const fetch = obj(
  {
    enabled: bool({
      description:
        "Whether callers may send a URL. With false they send the image itself, and nothing is downloaded.",
      default: true,
    }),
    allowHttp: bool({
      description: "Whether http on port 80 may be fetched besides https on port 443.",
      default: false,
    }),
    allowedHosts: list(
      str({
        description: "A host's name, or *.name for all below it.",
        pattern: "^([*][.])?[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)*$",
        patternSays: "a host's name in lower case such as images.example.com or *.example.com",
      }),
      {
        description: "The only hosts that may be fetched from. Empty: every public host.",
        default: [],
        maxItems: 50,
      },
    ),
    timeoutSeconds: int({
      description: "How long a whole download may take, redirects included, in seconds.",
      default: 10,
      min: 1,
      max: 60,
    }),
    firstByteTimeoutSeconds: int({
      description: "How long one server may take to begin its answer, in seconds.",
      default: 5,
      min: 1,
      max: 60,
    }),
  },
  { description: "The download of images that callers name by URL.", default: {} },
);

const s3 = obj(
  {
    prefixes: list(
      str({
        description: "A bucket, or a folder in it, such as s3://bucket/photos/.",
        pattern: "^s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/([^,*?\\\\\\s]+/)?$",
        patternSays:
          "an S3 URI that ends in a slash, such as s3://bucket/photos/, without wildcards, commas and blanks",
      }),
      { description: "Below these the function may read, and nowhere else.", minItems: 1, maxItems: 20 },
    ),
    kmsKeyArn: str({
      description: "ARN of the KMS key that encrypts these objects; the role may decrypt with it.",
      optional: true,
      ...keyArn,
    }),
  },
  {
    description:
      "Images in S3, which callers name by s3://bucket/key. In a private network without the internet they are the only ones that can be fetched. Without it, no object is read.",
    optional: true,
  },
);

const queue = obj(
  {
    arn: str({
      description:
        "ARN of the queue. Its visibility time-out has to be six times timeoutSeconds, and it needs a dead-letter queue of its own.",
      pattern: "^arn:[a-z-]+:sqs:[a-z0-9-]+:[0-9]{12}:[a-zA-Z0-9_-]+([.]fifo)?$",
      patternSays: "the ARN of an SQS queue",
    }),
    batchSize: int({
      description: "How many messages one call gets at most.",
      default: 10,
      ...limits.queueBatchSize,
    }),
    windowSeconds: int({
      description: "How long messages may be waited for until a batch is full, in seconds.",
      default: 0,
      ...limits.queueBatchingWindowSeconds,
    }),
    maxConcurrency: int({
      description:
        "How many batches may be worked on at once. Without it, as many as the function has room for.",
      optional: true,
      ...limits.queueMaximumConcurrency,
    }),
    kmsKeyArn: str({
      description: "ARN of the KMS key that encrypts the queue, where it is a key of one's own.",
      optional: true,
      ...keyArn,
    }),
  },
  {
    description:
      'An SQS queue whose messages are classified in batches; each body is {"url": …} or {"image": …}. Only messages that failed go back to it.',
    optional: true,
  },
);

const network = obj(
  {
    subnetIds: set(str({ description: "Id of a subnet." }), {
      description: "Private subnets for the function's network interfaces.",
      minItems: 1,
      maxItems: 16,
    }),
    securityGroupIds: set(str({ description: "Id of a security group." }), {
      description:
        "Security groups of these interfaces. They have to outlive the function, because AWS removes its interfaces late.",
      minItems: 1,
      maxItems: 5,
    }),
    internet: bool({
      description: "Whether these subnets have a way to the internet (NAT).",
      default: false,
    }),
    s3Endpoint: bool({
      description: "Whether these subnets have routes to a gateway endpoint of S3.",
      default: false,
    }),
  },
  {
    description:
      "The private network that the function is in; it has to reach sagemaker.runtime by an interface endpoint or the internet. Without it, the function is in Lambda's own network, with the internet.",
    optional: true,
  },
);

const executions = { min: 1, max: 10_000 } as const;

const provisioned = obj(
  {
    executions: int({
      description:
        "Execution environments kept warm, and paid for all the time; with scaling, the smallest number.",
      ...executions,
    }),
    scaling: obj(
      {
        maxExecutions: int({ description: "Largest number of warm environments.", ...executions }),
        targetUtilization: num({
          description: "Share of the warm environments that should be in use: 0.7 leaves three in ten free.",
          default: 0.7,
          min: 0.1,
          max: 0.9,
        }),
      },
      { description: "Lets the number of warm environments follow their use.", optional: true },
    ),
    scheduledMinimum: obj(
      {
        executions: int({ description: "Smallest number of warm environments meanwhile.", ...executions }),
        start: str({ description: "When it begins, e.g. cron(0 7 ? * MON-FRI *).", ...schedule }),
        end: str({ description: "When the usual minimum holds again.", ...schedule }),
        timezone: str({
          description: "Time zone of both, an IANA name such as Europe/Rome.",
          default: "UTC",
        }),
      },
      { description: "A higher minimum at regular times. Needs scaling.", optional: true },
    ),
  },
  {
    description:
      "Provisioned concurrency of the alias: calls without cold starts. It counts against the reserved one.",
    optional: true,
  },
);

const alarms = obj(
  {
    errors: int({
      description:
        "Crashes, time-outs and failed asynchronous calls within five minutes from which it rings. Calls answered with an error code are none.",
      default: 1,
      min: 1,
      max: 1_000_000,
    }),
    failedRatio: num({
      description:
        "Share of calls answered with a status from 500 on, within five minutes, above which it rings.",
      default: 0.05,
      min: 0,
      max: 1,
    }),
    throttles: int({
      description: "Calls refused for lack of concurrency within five minutes from which it rings.",
      default: 1,
      min: 1,
      max: 1_000_000,
    }),
    durationP99Milliseconds: int({
      description:
        "99th percentile of a call's duration above which it rings, in milliseconds. Without it, 80 % of timeoutSeconds.",
      optional: true,
      min: 1,
      max: limits.timeoutSeconds.max * 1000,
    }),
    topicArns: list(
      str({
        description: "ARN of an SNS topic.",
        pattern: "^arn:[a-z-]+:sns:",
        patternSays: "the ARN of an SNS topic",
      }),
      {
        description: "SNS topics that are told when an alarm rings and when it is over.",
        default: [],
        maxItems: 5,
      },
    ),
  },
  {
    description:
      "Alarms on errors, failed calls, throttles, duration and spill-over of provisioned concurrency.",
    default: {},
  },
);

export const inputs = {
  name: str({
    description: "Name of the function. The names of its role, queue and alarms begin with it.",
    pattern: "^[a-zA-Z0-9_-]+$",
    patternSays: "letters, digits, - and _",
    // `-function` follows in the role's name, which has 64 characters at most.
    maxLength: limits.functionNameMaxLength - "-function".length,
  }),
  endpointName: str({
    description: "Name of the one SageMaker endpoint that the function invokes.",
    pattern: sagemakerLimits.namePattern,
    patternSays: "a SageMaker endpoint's name: letters and digits, with hyphens between them",
    maxLength: sagemakerLimits.nameMaxLength,
  }),
  endpointArn: str({
    description:
      "ARN of that endpoint: the role may invoke it. Without it, the role needs a grant from elsewhere (endpoint.grantInvoke in TypeScript).",
    optional: true,
    pattern: "^arn:[a-z-]+:sagemaker:[a-z0-9-]+:[0-9]{12}:endpoint/[a-zA-Z0-9-]+$",
    patternSays: "the ARN of a SageMaker endpoint",
  }),
  architecture: str({
    description: "Processor that the function runs on; arm64 costs less.",
    default: "arm64",
    oneOf: architectures,
  }),
  runtime: str({
    description: "Lambda runtime that the function runs on; both are LTS releases of Node.",
    // The older one, because the tests run the handler on Node 20 and 22, and because providers know it for longer.
    default: "nodejs22.x",
    oneOf: runtimes,
    source: "Lambda developer guide, Lambda runtimes",
  }),
  memorySizeMb: int({
    description: "Memory in MB; 1769 MB come with one whole processor.",
    default: 1769,
    ...limits.memorySizeMb,
  }),
  timeoutSeconds: int({
    description: "How long a call may take, in seconds.",
    default: 30,
    ...limits.timeoutSeconds,
  }),
  image,
  fetch,
  s3,
  queue,
  classCount: int({
    description: "How many scores the endpoint returns.",
    default: 133,
    min: 1,
    max: 100_000,
  }),
  classLabels: str({
    description: 'Names of the classes, for answers to "top". Without it, such answers hold indexes only.',
    optional: true,
    oneOf: labelSetNames,
  }),
  network,
  reservedConcurrency: int({
    description:
      "Calls that may run at once: no more, and these are kept for this function. 0 switches it off. Without it, it shares the account's unreserved ones.",
    optional: true,
    min: 0,
    max: 10_000,
  }),
  accountConcurrency: int({
    description:
      "The account's quota of calls at once in this region (Service Quotas, Lambda, concurrent executions). New accounts may have less than the usual 1000.",
    default: limits.accountConcurrencyDefault,
    min: 10,
    max: 1_000_000,
  }),
  provisioned,
  asynchronous: obj(
    {
      maximumEventAgeSeconds: int({
        description: "How long an asynchronous call may wait, in seconds.",
        default: 3600,
        ...limits.asyncMaximumEventAgeSeconds,
      }),
      maximumRetryAttempts: int({
        description: "How often a failed asynchronous call is tried again.",
        default: 2,
        ...limits.asyncMaximumRetryAttempts,
      }),
    },
    {
      description: "Asynchronous calls. What fails in the end goes to the module's own encrypted queue.",
      default: {},
    },
  ),
  tracing: bool({ description: "Whether X-Ray records where a call's time goes.", default: true }),
  kmsKeyArn: str({
    description:
      "ARN of the KMS key of the environment variables and of the queue. Without it, AWS's own keys encrypt them.",
    optional: true,
    ...keyArn,
  }),
  logs: obj(
    {
      retentionDays: int({
        description: "How long the function's logs are kept, in days.",
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
    { description: "The function's log group.", default: {} },
  ),
  alarms,
  tags: map(str({ description: "Value." }), { description: "Tags of every resource.", default: {} }),
} as const;

export type ClassifierFunctionProps = PropsOf<typeof inputs>;

/** What the construct reads. */
export type Values = ValuesOf<typeof inputs>;
export type Provisioned = NonNullable<Values["provisioned"]>;
