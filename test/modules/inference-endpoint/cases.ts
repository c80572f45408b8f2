/** Inputs that are taken and inputs that are refused; both doors are tried with them (`test/modules/doors.test.ts`). */
const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/inference:1.4.0";
const modelDataUrl = "s3://vision-models/run-17/model.tar.gz";
const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const topicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
const network = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };

const base = { name: "breeds", image, modelDataUrl };
const oneVariant = { variants: { primary: { instanceType: "ml.m5.large" } } };

export const minimal = { ...base, realTime: oneVariant };

const queue = {
  instanceType: "ml.m5.large",
  inputUri: "s3://vision-requests/in/",
  outputUri: "s3://vision-requests/out",
  kmsKeyArn,
};

export const goodCases = {
  minimal,
  "several variants, everything set": {
    name: "breeds-full",
    image: "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/inference@sha256:0123456789abcdef",
    modelDataUrl,
    modelPrefix: "s3://vision-models/",
    realTime: {
      variants: {
        stable: {
          instanceType: "ml.m5.large",
          weight: 9,
          volumeSizeGb: 30,
          scaling: {
            minInstances: 2,
            maxInstances: 8,
            invocationsPerInstance: 20,
            scaleInCooldownSeconds: 300,
            scaleOutCooldownSeconds: 30,
            scheduledMinimum: {
              minInstances: 4,
              start: "cron(0 7 ? * MON-FRI *)",
              end: "cron(0 19 ? * MON-FRI *)",
              timezone: "Europe/Rome",
            },
          },
        },
        candidate: {
          instanceType: "ml.c5.large",
          initialInstanceCount: 3,
          routingStrategy: "RANDOM",
          scaling: { minInstances: 2, maxInstances: 4, concurrentRequestsPerModel: 4 },
        },
        fixed: { instanceType: "ml.t2.medium", initialInstanceCount: 2, weight: 0 },
      },
    },
    environment: { LOG_LEVEL: "info", Mixed_Case: "1" },
    containerStartupTimeoutSeconds: 120,
    modelDownloadTimeoutSeconds: 60,
    network,
    kmsKeyArn,
    deployment: { canary: { percent: 10, waitSeconds: 60 }, bakeSeconds: 0, maximumExecutionSeconds: 600 },
    alarms: {
      errorRatio: 0.05,
      modelLatencyP90Milliseconds: 500,
      evaluationMinutes: 3,
      topicArns: [topicArn],
    },
    dataCapture: { destinationUri: "s3://vision-captures/breeds", samplingPercent: 100, kmsKeyArn },
    logs: { retentionDays: 365, kmsKeyArn },
    tags: { CostCentre: "vision" },
  },
  "on a GPU with local storage, in linear steps, open to the internet": {
    ...base,
    name: "breeds-gpu",
    realTime: { variants: { primary: { instanceType: "ml.g4dn.xlarge", initialInstanceCount: 2 } } },
    networkIsolation: false,
    kmsKeyArn,
    deployment: { linear: { stepPercent: 10 } },
  },
  serverless: {
    ...base,
    name: "breeds-serverless",
    serverless: { memorySizeMb: 3072, maxConcurrency: 20, provisionedConcurrency: 20 },
    networkIsolation: false,
    kmsKeyArn,
  },
  "asynchronous, down to no instance": { ...base, name: "breeds-queue", asynchronous: queue },
  "asynchronous, everything set": {
    ...base,
    name: "breeds-queue-full",
    asynchronous: {
      ...queue,
      volumeSizeGb: 1,
      failureUri: "s3://vision-requests/failed",
      notifications: { successTopicArn: topicArn, errorTopicArn: topicArn },
      maxConcurrentInvocationsPerInstance: 1,
      minInstances: 2,
      maxInstances: 2,
      backlogPerInstance: 1,
    },
    kmsKeyArn,
    deployment: { canary: {} },
  },
};

const variants = (variant: object) => ({ ...base, realTime: { variants: { primary: variant } } });
const scaled = (scaling: object, variant: object = {}) =>
  variants({ instanceType: "ml.m5.large", ...variant, scaling });
const serverless = (more: object) => ({ ...base, serverless: {}, networkIsolation: false, ...more });
const asynchronous = (more: object) => ({ ...base, asynchronous: { ...queue, ...more } });
const six = Object.fromEntries(
  ["a", "b", "c", "d", "e", "f"].map((name) => [name, { instanceType: "ml.m5.large" }]),
);

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  { title: "no kind", props: base, message: /real_?[tT]ime must be set, or one of serverless, asynchronous: exactly one/ },
  { title: "two kinds", props: { ...minimal, serverless: {}, networkIsolation: false }, message: /exactly one of them/ },
  { title: "a name with upper case", props: { ...minimal, name: "Breeds" }, message: /name must be lower-case letters/ },
  { title: "a name of 55 characters", props: { ...minimal, name: "a".repeat(55) }, message: /name must have at most 54 characters/ },
  { title: "an image without a tag", props: { ...minimal, image: image.split(":")[0] }, message: /image must be an image in ECR with its tag/ },
  { title: "an image of another registry", props: { ...minimal, image: "docker.io/library/python:3" }, message: /image must be an image in ECR/ },
  { title: "a model by https", props: { ...minimal, modelDataUrl: "https://vision-models/model.tar.gz" }, message: /model_?[dD]ata_?[uU]rl must be an S3 URI/ },
  { title: "a model with a wildcard", props: { ...minimal, modelDataUrl: "s3://vision-models/*" }, message: /model_?[dD]ata_?[uU]rl must be an S3 URI without wildcards/ },
  { title: "a model outside of its folder", props: { ...minimal, modelPrefix: "s3://other/" }, message: /model_?[dD]ata_?[uU]rl must be below model_?[pP]refix/ },
  { title: "a folder without a slash", props: { ...minimal, modelPrefix: "s3://vision-models/run-17" }, message: /model_?[pP]refix must be an S3 URI of a folder that ends in a slash/ },
  { title: "no variant", props: { ...base, realTime: { variants: {} } }, message: /variants must have at least 1 element/ },
  { title: "six variants", props: { ...base, realTime: { variants: six } }, message: /variants must have at most 5 element/ },
  { title: "a variant's name with an underscore", props: { ...base, realTime: { variants: { my_variant: { instanceType: "ml.m5.large" } } } }, message: /variants must have names of at most 63 letters/ },
  { title: "an EC2 type", props: variants({ instanceType: "m5.large" }), message: /instance_?[tT]ype must be a SageMaker instance type/ },
  { title: "no weight at all", props: variants({ instanceType: "ml.m5.large", weight: 0 }), message: /at least one variant with a weight above 0/ },
  { title: "a volume besides local storage", props: variants({ instanceType: "ml.g5.xlarge", volumeSizeGb: 30 }), message: /no volumeSizeGb \(volume_size_gb\) where the instance type has local storage/ },
  { title: "a volume of 513 GB", props: variants({ instanceType: "ml.m5.large", volumeSizeGb: 513 }), message: /volume_?[sS]ize_?[gG]b must be between 1 and 512/ },
  { title: "a burstable type that scales", props: scaled({ maxInstances: 2 }, { instanceType: "ml.t2.medium" }), message: /no scaling where the instance type is burstable/ },
  { title: "a maximum below the minimum", props: scaled({ minInstances: 3, maxInstances: 2 }), message: /largest number of instances is not below its smallest/ },
  { title: "two scaling targets", props: scaled({ maxInstances: 2, invocationsPerInstance: 20, concurrentRequestsPerModel: 5 }), message: /set one of the two targets only/ },
  { title: "a start below the minimum", props: scaled({ minInstances: 2, maxInstances: 4 }, { initialInstanceCount: 1 }), message: /start with a number of instances that its scaling allows/ },
  { title: "a start above the maximum", props: scaled({ minInstances: 2, maxInstances: 4 }, { initialInstanceCount: 5 }), message: /start with a number of instances that its scaling allows/ },
  { title: "a scheduled minimum above the maximum", props: scaled({ maxInstances: 4, scheduledMinimum: { minInstances: 5, start: "cron(0 7 * * ? *)", end: "cron(0 9 * * ? *)" } }), message: /scheduled minimum that is between/ },
  { title: "a schedule in words", props: scaled({ maxInstances: 4, scheduledMinimum: { minInstances: 2, start: "daily", end: "cron(0 9 * * ? *)" } }), message: /start must be a schedule such as cron/ },
  { title: "a cooldown of two hours", props: scaled({ maxInstances: 2, scaleInCooldownSeconds: 7200 }), message: /scale_?[iI]n_?[cC]ooldown_?[sS]econds must be between 0 and 3600/ },
  { title: "a canary of one instance", props: { ...minimal, deployment: { canary: {} } }, message: /deployment must be all at once .* fewer than 2 instances/ },
  { title: "linear steps of one queue instance", props: { ...asynchronous({ maxInstances: 2, minInstances: 1 }), deployment: { linear: {} } }, message: /deployment must be all at once/ },
  { title: "canary and linear", props: { ...variants({ instanceType: "ml.m5.large", initialInstanceCount: 2 }), deployment: { canary: {}, linear: {} } }, message: /deployment.canary excludes deployment.linear/ },
  { title: "a canary of 51 percent", props: { ...variants({ instanceType: "ml.m5.large", initialInstanceCount: 2 }), deployment: { canary: { percent: 51 } } }, message: /percent must be between 1 and 50/ },
  { title: "linear steps of 9 percent", props: { ...variants({ instanceType: "ml.m5.large", initialInstanceCount: 2 }), deployment: { linear: { stepPercent: 9 } } }, message: /step_?[pP]ercent must be between 10 and 50/ },
  { title: "an update that may take four hours and a second", props: { ...minimal, deployment: { maximumExecutionSeconds: 14401 } }, message: /maximum_?[eE]xecution_?[sS]econds must be between 600 and 14400/ },
  { title: "more provisioned than there may be", props: serverless({ serverless: { maxConcurrency: 5, provisionedConcurrency: 6 } }), message: /provisioned_?[cC]oncurrency must not be above serverless.max_?[cC]oncurrency/ },
  { title: "a serverless memory of 2000 MB", props: serverless({ serverless: { memorySizeMb: 2000 } }), message: /memory_?[sS]ize_?[mM]b must be one of 1024, 2048/ },
  { title: "serverless and isolated", props: serverless({ networkIsolation: true }), message: /network_?[iI]solation must be false where serverless is set/ },
  { title: "serverless in a network", props: serverless({ network }), message: /network must be left out where serverless is set/ },
  { title: "serverless with capture", props: serverless({ dataCapture: { destinationUri: "s3://captures/a", kmsKeyArn } }), message: /data_?[cC]apture must be left out where serverless is set/ },
  { title: "a queue with a maximum below its minimum", props: asynchronous({ minInstances: 2, maxInstances: 1 }), message: /max_?[iI]nstances must not be below asynchronous.min_?[iI]nstances/ },
  { title: "a burstable queue", props: asynchronous({ instanceType: "ml.t3.medium" }), message: /instance_?[tT]ype must not be burstable/ },
  { title: "a queue with a volume besides local storage", props: asynchronous({ instanceType: "ml.g5.xlarge", volumeSizeGb: 30 }), message: /volume_?[sS]ize_?[gG]b must be left out/ },
  { title: "one subnet", props: { ...minimal, network: { ...network, subnetIds: ["subnet-1"] } }, message: /subnet_?[iI]ds must have at least 2 element/ },
  { title: "six security groups", props: { ...minimal, network: { ...network, securityGroupIds: ["1", "2", "3", "4", "5", "6"] } }, message: /security_?[gG]roup_?[iI]ds must have at most 5 element/ },
  { title: "a health check of 59 seconds", props: { ...minimal, containerStartupTimeoutSeconds: 59 }, message: /container_?[sS]tartup_?[tT]imeout_?[sS]econds must be between 60 and 3600/ },
  { title: "logs for 31 days", props: { ...minimal, logs: { retentionDays: 31 } }, message: /retention_?[dD]ays must be one of/ },
  { title: "an error ratio in percent", props: { ...minimal, alarms: { errorRatio: 5 } }, message: /error_?[rR]atio must be between 0 and 1/ },
  { title: "a key by alias", props: { ...minimal, kmsKeyArn: "alias/vision" }, message: /kms_?[kK]ey_?[aA]rn must be the ARN of a KMS key/ },
  { title: "an unknown input", props: { ...minimal, instanceCount: 2 }, message: /instance_?[cC]ount/ },
  { title: "an unknown input of a variant", props: variants({ instanceType: "ml.m5.large", initialCount: 2 }), message: /initialCount is not known/ },
]; // prettier-ignore
