import type { NotebookProps } from "../../../modules/notebook";

const network = { subnetIds: ["subnet-0a1b2c3d4e5f60718"], securityGroupIds: ["sg-0a1b2c3d4e5f60718"] };
const account = "eu-west-1:123456789012";

export const goodCases: Record<string, NotebookProps> = {
  minimal: { name: "dogs", network },
  full: {
    name: "dogs-dev",
    network: {
      subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-11111111111111111"],
      securityGroupIds: ["sg-0a1b2c3d4e5f60718", "sg-11111111111111111"],
    },
    instanceType: "ml.t2.medium",
    platform: "notebook-al2-v3",
    volumeSizeGb: 50,
    kmsKeyArn: `arn:aws:kms:${account}:key/11111111-2222-3333-4444-555555555555`,
    storeKmsKeyArn: `arn:aws:kms:${account}:key/11111111-2222-3333-4444-555555555555`,
    logKmsKeyArn: `arn:aws:kms:${account}:key/11111111-2222-3333-4444-555555555555`,
    notebookSourceUri: "s3://mlops-store/notebooks/",
    pipeline: {
      stateMachineArn: `arn:aws:states:${account}:stateMachine:mlops-train`,
      jobNamePrefix: "mlops-dev-",
      modelParameterName: "/mlops/dev/model",
    },
    endpointArn: `arn:aws:sagemaker:${account}:endpoint/dogs`,
    idleTimeoutMinutes: 30,
    stopSchedule: { cronExpression: "cron(30 18 ? * MON-FRI *)", timeZone: "Europe/Berlin" },
    logRetentionDays: 30,
    tags: { Project: "dogs", CostCentre: "research" },
  },
  "every protection that can be turned off": {
    name: "open",
    network,
    allowRootAccess: true,
    stopWhenIdle: false,
    stopOnSchedule: false,
    createLogGroup: false,
  },
};

const wrong = (props: Record<string, unknown>) => ({ name: "dogs", network, ...props });

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  {
    title: "a name with an underscore",
    props: wrong({ name: "dogs_dev" }),
    message: /name must be letters and digits, with hyphens between them/,
  },
  {
    title: "a name that leaves no room for its suffixes",
    props: wrong({ name: "d".repeat(51) }),
    message: /name must have at most 50 characters/,
  },
  {
    title: "no subnet",
    props: wrong({ network: { ...network, subnetIds: [] } }),
    message: /network\.subnet_?[iI]ds must have at least 1 element/,
  },
  {
    title: "no security group",
    props: wrong({ network: { ...network, securityGroupIds: [] } }),
    message: /network\.security_?[gG]roup_?[iI]ds must have at least 1 element/,
  },
  {
    title: "more security groups than SageMaker takes",
    props: wrong({ network: { ...network, securityGroupIds: [1, 2, 3, 4, 5, 6].map((n) => `sg-${n}`) } }),
    message: /security_?[gG]roup_?[iI]ds must have at most 5 element/,
  },
  {
    title: "a platform whose support has ended",
    props: wrong({ platform: "notebook-al2-v1" }),
    message: /platform must be one of notebook-al2023-v1, notebook-al2-v3/,
  },
  {
    title: "an EC2 instance type",
    props: wrong({ instanceType: "t3.medium" }),
    message: /instance_?[tT]ype must be an instance type such as ml\.t3\.medium/,
  },
  {
    title: "a volume that is too small",
    props: wrong({ volumeSizeGb: 4 }),
    message: /volume_?[sS]ize_?[gG]b must be between 5 and 16384/,
  },
  {
    title: "a source that is no folder",
    props: wrong({ notebookSourceUri: "s3://mlops-store/notebooks" }),
    message: /notebook_?[sS]ource_?[uU]ri must be an S3 URI that ends in a slash/,
  },
  {
    title: "a source that would end the script's quotes",
    props: wrong({ notebookSourceUri: "s3://mlops-store/a'; reboot; '/" }),
    message: /notebook_?[sS]ource_?[uU]ri must be an S3 URI/,
  },
  {
    title: "an idle time shorter than a coffee",
    props: wrong({ idleTimeoutMinutes: 9 }),
    message: /idle_?[tT]imeout_?[mM]inutes must be between 10 and 1440/,
  },
  {
    title: "a crontab line instead of Scheduler's six fields",
    props: wrong({ stopSchedule: { cronExpression: "0 20 * * *" } }),
    message: /stop_?[sS]chedule\.cron_?[eE]xpression must be a cron expression with six fields/,
  },
  {
    title: "a retention that CloudWatch does not know",
    props: wrong({ logRetentionDays: 31 }),
    message: /log_?[rR]etention_?[dD]ays must be one of 1, 3, 5/,
  },
  {
    title: "a parameter without its slash",
    props: wrong({
      pipeline: {
        stateMachineArn: `arn:aws:states:${account}:stateMachine:mlops-train`,
        jobNamePrefix: "mlops-",
        modelParameterName: "model",
      },
    }),
    message: /pipeline\.model_?[pP]arameter_?[nN]ame must be a parameter's full name/,
  },
];
