/** The inputs of observability: what is watched, when it is an alarm, and who is told. */
import { kmsLimits } from "../shared/limits";
import { bool, int, map, num, obj, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";

const endpoint = obj(
  {
    endpointName: str({ description: "Name of the SageMaker endpoint.", minLength: 1, maxLength: 63 }),
    variantName: str({
      description: "Name of the production variant.",
      default: "primary",
      minLength: 1,
      maxLength: 63,
    }),
    maxClientErrorRatio: num({
      description: "Share of calls answered with 4XX that is still no alarm, from 0 to 1.",
      default: 0.05,
      min: 0,
      max: 1,
    }),
    maxUtilizationPercent: num({
      description: "Use of the processors, the memory and the GPUs that is still no alarm, percent of all there is.",
      default: 90,
      min: 1,
      max: 100,
    }),
    vcpuCount: int({
      description:
        "vCPUs of one instance: SageMaker counts 100 percent for each. Not set: no alarm on processors, as for serverless endpoints.",
      optional: true,
      min: 1,
      max: 512,
    }),
    gpuCount: int({
      description: "GPUs of one instance; SageMaker counts 100 percent for each. Not set: no GPU.",
      optional: true,
      min: 1,
      max: 16,
    }),
    alarmWhenUnused: bool({
      description: "Whether a day without any call is an alarm: an endpoint that nobody uses costs all the same.",
      default: false,
    }),
  },
  { description: "One variant of an endpoint." },
); // prettier-ignore

const fn = obj(
  {
    functionName: str({ description: "Name of the Lambda function.", minLength: 1, maxLength: 64 }),
    deadLetterQueueName: str({
      description: "Name of the SQS queue of events that could not be handled; any event in it is an alarm. Not set: none.",
      optional: true,
      minLength: 1,
      maxLength: 80,
    }),
  },
  { description: "One function." },
); // prettier-ignore

const stateMachine = obj(
  {
    stateMachineArn: str({
      description: "ARN of the state machine.",
      pattern: "^arn:[a-z-]+:states:[a-z0-9-]+:[0-9]{12}:stateMachine:[a-zA-Z0-9-_]+$",
      patternSays: "a state machine's ARN",
    }),
  },
  { description: "One training pipeline." },
);

const host = obj(
  {
    instanceId: str({
      description: "Id of the EC2 instance.",
      pattern: "^i-[0-9a-f]{8,17}$",
      patternSays: "an instance's id such as i-0a1b2c3d4e5f60718",
    }),
  },
  { description: "One training host, for the dashboard: its alarms are those of its own module." },
);

export const inputs = {
  name: str({
    description: "Name of the platform's observability; prefix of every name in it.",
    pattern: "^[a-z][a-z0-9-]*[a-z0-9]$",
    patternSays:
      "lower-case letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
    maxLength: 40,
  }),
  emails: set(
    str({
      description: "An e-mail address.",
      pattern: "^[^@ ]+@[^@ ]+[.][^@ ]+$",
      patternSays: "an e-mail address",
      maxLength: 256,
    }),
    {
      description: "Who gets every alarm. AWS sends each a message with a link to confirm it first.",
      default: [],
    },
  ),
  endpoints: map(endpoint, { description: "Endpoints by a name for people.", default: {} }),
  functions: map(fn, { description: "Lambda functions by a name for people.", default: {} }),
  stateMachines: map(stateMachine, { description: "Training pipelines by a name for people.", default: {} }),
  hosts: map(host, { description: "Training hosts by a name for people.", default: {} }),
  notebookNames: set(str({ description: "Name of a notebook instance.", minLength: 1, maxLength: 63 }), {
    description: "Notebook instances: that one fails to start is told, too. They have no metrics.",
    default: [],
  }),
  forwardedAlarms: obj(
    {
      namePrefixes: set(str({ description: "The beginning of a name.", minLength: 3, maxLength: 255 }), {
        description: "How their names begin, such as mlops-dev-classify-.",
        minItems: 1,
      }),
    },
    {
      description:
        "Alarms that other modules made, to be told as well when they go off. Not set: none. Do not give those the topic too.",
      optional: true,
    },
  ),
  keyDeletionWindowDays: int({
    description: "Days for which the topic's KMS key can still be brought back after it was destroyed.",
    default: 30,
    ...kmsLimits.deletionWindowDays,
  }),
  tags: map(str({ description: "Value of the tag." }), {
    description: "Tags of every resource.",
    default: {},
  }),
} as const;

export type ObservabilityProps = PropsOf<typeof inputs>;
export type ObservabilityValues = ValuesOf<typeof inputs>;
