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
        maxClientErrorRatio: 1,
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
        deadLetterQueueName: "classify-batch-dead",
      },
    },
    stateMachines: { training: { stateMachineArn: `arn:aws:states:${account}:stateMachine:mlops-train` } },
    hosts: { gpu: { instanceId: "i-0a1b2c3d4e5f60718" } },
    notebookNames: ["dogs-notebook"],
    forwardedAlarms: { namePrefixes: ["mlops-dogs-primary-", "mlops-", "mlops-classify-"] },
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
    props: endpoint({ maxClientErrorRatio: 5 }),
    message: /max_?[cC]lient_?[eE]rror_?[rR]atio must be between 0 and 1/,
  },
  {
    title: "more use than all there is",
    props: endpoint({ maxUtilizationPercent: 101 }),
    message: /max_?[uU]tilization_?[pP]ercent must be between 1 and 100/,
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
    props: wrong({ forwardedAlarms: { namePrefixes: ["mlops-classify-", "m"] } }),
    message: /forwarded_?[aA]larms.name_?[pP]refixes.* must have at least 3 character/,
  },
  {
    title: "forwarding nothing",
    props: wrong({ forwardedAlarms: { namePrefixes: [] } }),
    message: /forwarded_?[aA]larms.name_?[pP]refixes must have at least 1/,
  },
  {
    title: "a key that is gone at once",
    props: wrong({ keyDeletionWindowDays: 6 }),
    message: /key_?[dD]eletion_?[wW]indow_?[dD]ays must be between 7 and 30/,
  },
];
