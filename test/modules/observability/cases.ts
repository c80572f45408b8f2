import type { ObservabilityProps } from "../../../modules/observability";

const account = "eu-west-1:123456789012";

export const goodCases = {
  minimal: { name: "mlops-dev" },
  full: {
    name: "mlops",
    emails: ["team@example.org", "on-call@example.org"],
    endpoints: {
      dogs: { endpointName: "dogs" },
      cats: {
        endpointName: "cats",
        variantName: "blue",
        maxServerErrorRatio: 0,
        maxClientErrorRatio: 1,
        maxLatencyP99Milliseconds: 250.5,
        maxUtilizationPercent: 75,
        vcpuCount: 4,
        gpuCount: 2,
        alarmWhenUnused: true,
      },
    },
    functions: {
      classify: { functionName: "classify" },
      batch: {
        functionName: "classify-batch",
        maxErrors: 5,
        maxThrottles: 2,
        maxDurationP99Milliseconds: 3000,
        hasProvisionedConcurrency: true,
        deadLetterQueueName: "classify-batch-dead",
      },
    },
    stateMachines: { training: { stateMachineArn: `arn:aws:states:${account}:stateMachine:mlops-train` } },
    hosts: { gpu: { instanceId: "i-0a1b2c3d4e5f60718" } },
    notebookNames: ["dogs-notebook"],
    forwardedAlarms: { namePrefix: "mlops-" },
    keyDeletionWindowDays: 7,
    tags: { Project: "mlops" },
  },
  "functions alone": {
    name: "functions",
    functions: { "one & only": { functionName: "classify", deadLetterQueueName: "dead" } },
  },
} as const satisfies Record<string, ObservabilityProps>;

const wrong = (props: Record<string, unknown>) => ({ name: "mlops", ...props });
const endpoint = (props: Record<string, unknown>) =>
  wrong({ endpoints: { dogs: { endpointName: "dogs", ...props } } });

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  {
    title: "a name with a dot",
    props: wrong({ name: "mlops.dev" }),
    message: /name must be lower-case letters, digits and hyphens/,
  },
  {
    title: "a name that leaves no room for its suffixes",
    props: wrong({ name: "m".repeat(41) }),
    message: /name must have at most 40 characters/,
  },
  {
    title: "an address without a domain",
    props: wrong({ emails: ["team"] }),
    message: /emails.* must be an e-mail address/,
  },
  {
    title: "a ratio in percent",
    props: endpoint({ maxServerErrorRatio: 5 }),
    message: /max_?[sS]erver_?[eE]rror_?[rR]atio must be between 0 and 1/,
  },
  {
    title: "a model that may take more than SageMaker waits",
    props: endpoint({ maxLatencyP99Milliseconds: 60_001 }),
    message: /max_?[lL]atency_?[pP]99_?[mM]illiseconds must be between 1 and 60000/,
  },
  {
    title: "no GPU as a number",
    props: endpoint({ gpuCount: 0 }),
    message: /gpu_?[cC]ount must be between 1 and 16/,
  },
  {
    title: "a state machine by its name",
    props: wrong({ stateMachines: { training: { stateMachineArn: "mlops-train" } } }),
    message: /state_?[mM]achine_?[aA]rn must be a state machine's ARN/,
  },
  {
    title: "a host by its name",
    props: wrong({ hosts: { gpu: { instanceId: "gpu-host" } } }),
    message: /instance_?[iI]d must be an instance's id/,
  },
  {
    title: "forwarding nearly everything",
    props: wrong({ forwardedAlarms: { namePrefix: "m" } }),
    message: /forwarded_?[aA]larms.name_?[pP]refix must have at least 3 character/,
  },
  {
    title: "a key that is gone at once",
    props: wrong({ keyDeletionWindowDays: 6 }),
    message: /key_?[dD]eletion_?[wW]indow_?[dD]ays must be between 7 and 30/,
  },
];
