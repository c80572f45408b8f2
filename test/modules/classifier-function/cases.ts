/** Inputs that are taken and inputs that are refused; both doors are tried with them (`test/modules/doors.test.ts`). */
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const network = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };

export const minimal = { name: "breeds", endpointName: "breeds" };

export const goodCases = {
  minimal,
  "everything set": {
    name: "Breeds_full",
    endpointName: "breeds-full",
    endpointArn: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/breeds-full",
    architecture: "x86_64",
    runtime: "nodejs24.x",
    memorySizeMb: 10240,
    timeoutSeconds: 61,
    image: { mode: "pass-through", sizePixels: 2048 },
    fetch: {
      allowHttp: true,
      allowedHosts: ["images.example.com", "*.example.org"],
      timeoutSeconds: 60,
      firstByteTimeoutSeconds: 60,
    },
    classCount: 133,
    classLabels: "dog-breeds",
    network: { ...network, internet: true },
    reservedConcurrency: 10,
    provisioned: {
      executions: 2,
      scaling: { maxExecutions: 10, targetUtilization: 0.5 },
      scheduledMinimum: {
        executions: 5,
        start: "cron(0 7 ? * MON-FRI *)",
        end: "cron(0 19 ? * MON-FRI *)",
        timezone: "Europe/Rome",
      },
    },
    asynchronous: { maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 },
    tracing: false,
    kmsKeyArn,
    logs: { retentionDays: 365, kmsKeyArn },
    alarms: {
      errors: 2,
      throttles: 3,
      durationP99Milliseconds: 4000,
      topicArns: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
    },
    tags: { CostCentre: "vision" },
  },
  "in a network without the internet, images in the event": {
    ...minimal,
    name: "breeds-inside",
    network,
    fetch: { enabled: false },
    provisioned: { executions: 1 },
  },
  "in a network without the internet, the endpoint downloads": {
    ...minimal,
    name: "breeds-url",
    network,
    image: { mode: "url" },
    reservedConcurrency: 900,
  },
};

const provisioned = (more: object, rest: object = {}) => ({
  ...minimal,
  provisioned: { executions: 2, ...more },
  ...rest,
});
const at = { start: "cron(0 7 * * ? *)", end: "cron(0 9 * * ? *)" };

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  { title: "no endpoint", props: { name: "breeds" }, message: /endpoint_?[nN]ame/ },
  { title: "a name with a dot", props: { ...minimal, name: "breeds.live" }, message: /name must be letters, digits/ },
  { title: "a name of 56 characters", props: { ...minimal, name: "a".repeat(56) }, message: /name must have at most 55 characters/ },
  { title: "an endpoint's name with an underscore", props: { ...minimal, endpointName: "my_endpoint" }, message: /endpoint_?[nN]ame must be a SageMaker endpoint's name/ },
  { title: "an endpoint's ARN with a wildcard", props: { ...minimal, endpointArn: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/*" }, message: /endpoint_?[aA]rn must be the ARN of a SageMaker endpoint/ },
  { title: "an architecture that Lambda does not know", props: { ...minimal, architecture: "riscv64" }, message: /architecture must be one of arm64, x86_64/ },
  { title: "a runtime that Lambda no longer makes functions with", props: { ...minimal, runtime: "nodejs16.x" }, message: /runtime must be one of nodejs22.x, nodejs24.x/ },
  { title: "127 MB", props: { ...minimal, memorySizeMb: 127 }, message: /memory_?[sS]ize_?[mM]b must be between 128 and 10240/ },
  { title: "901 seconds", props: { ...minimal, timeoutSeconds: 901 }, message: /timeout_?[sS]econds must be between 1 and 900/ },
  { title: "no time left for the endpoint", props: { ...minimal, timeoutSeconds: 10 }, message: /timeout_?[sS]econds must be above fetch.timeout_?[sS]econds/ },
  { title: "a server with more time than the download", props: { ...minimal, fetch: { timeoutSeconds: 4 } }, message: /first_?[bB]yte_?[tT]imeout_?[sS]econds must not be above fetch.timeout_?[sS]econds/ },
  { title: "an image mode that the function does not know", props: { ...minimal, image: { mode: "crop" } }, message: /mode must be one of resize, pass-through, url/ },
  { title: "an image of 15 pixels", props: { ...minimal, image: { sizePixels: 15 } }, message: /size_?[pP]ixels must be between 16 and 2048/ },
  { title: "a host with a path", props: { ...minimal, fetch: { allowedHosts: ["example.com/images"] } }, message: /must be a host's name in lower case/ },
  { title: "every host by a star", props: { ...minimal, fetch: { allowedHosts: ["*"] } }, message: /must be a host's name in lower case/ },
  { title: "URLs for the endpoint, and no URLs", props: { ...minimal, image: { mode: "url" }, fetch: { enabled: false } }, message: /fetch.enabled must be true where image.mode is "url"/ },
  { title: "downloads without a way out", props: { ...minimal, network }, message: /network.internet must be true .* or fetch.enabled false .* or image.mode "url" .* or network left out/ },
  { title: "labels for another number of classes", props: { ...minimal, classCount: 132, classLabels: "dog-breeds" }, message: /class_?[cC]ount must be 133 where class_?[lL]abels is "dog-breeds"/ },
  { title: "labels that are not there", props: { ...minimal, classLabels: "cats" }, message: /class_?[lL]abels must be one of dog-breeds/ },
  { title: "901 reserved", props: { ...minimal, reservedConcurrency: 901 }, message: /reserved_?[cC]oncurrency must leave 100 of the account's account_?[cC]oncurrency unreserved/ },
  { title: "one reserved in a new account", props: { ...minimal, reservedConcurrency: 1, accountConcurrency: 10 }, message: /must leave 100 of the account's/ },
  { title: "more provisioned than reserved", props: provisioned({}, { reservedConcurrency: 1 }), message: /provisioned.executions must not be above reserved_?[cC]oncurrency/ },
  { title: "more provisioned than the account has", props: provisioned({ executions: 901 }), message: /provisioned.executions must leave 100 of the account's/ },
  { title: "none provisioned", props: provisioned({ executions: 0 }), message: /executions must be between 1 and 10000/ },
  { title: "scaling below the start", props: provisioned({ scaling: { maxExecutions: 1 } }), message: /max_?[eE]xecutions must not be below provisioned.executions/ },
  { title: "scaling above the reserved", props: provisioned({ scaling: { maxExecutions: 6 } }, { reservedConcurrency: 5 }), message: /max_?[eE]xecutions must not be above reserved_?[cC]oncurrency/ },
  { title: "a utilization in percent", props: provisioned({ scaling: { maxExecutions: 6, targetUtilization: 70 } }), message: /target_?[uU]tilization must be between 0.1 and 0.9/ },
  { title: "a schedule without scaling", props: provisioned({ scheduledMinimum: { executions: 3, ...at } }), message: /scheduled_?[mM]inimum needs provisioned.scaling/ },
  { title: "a scheduled minimum above the maximum", props: provisioned({ scaling: { maxExecutions: 4 }, scheduledMinimum: { executions: 5, ...at } }), message: /scheduled_?[mM]inimum.executions must be between provisioned.executions and/ },
  { title: "an event of seven hours", props: { ...minimal, asynchronous: { maximumEventAgeSeconds: 25200 } }, message: /maximum_?[eE]vent_?[aA]ge_?[sS]econds must be between 60 and 21600/ },
  { title: "three retries", props: { ...minimal, asynchronous: { maximumRetryAttempts: 3 } }, message: /maximum_?[rR]etry_?[aA]ttempts must be between 0 and 2/ },
  { title: "logs for 31 days", props: { ...minimal, logs: { retentionDays: 31 } }, message: /retention_?[dD]ays must be one of/ },
  { title: "a topic that is none", props: { ...minimal, alarms: { topicArns: ["ops@example.com"] } }, message: /must be the ARN of an SNS topic/ },
  { title: "an unknown input", props: { ...minimal, timeout: 30 }, message: /timeout/ },
]; // prettier-ignore
