import type { TrainingPipelineProps } from "../../../modules/training-pipeline";

const region = "eu-west-1";
const key = `arn:aws:kms:${region}:123456789012:key/11111111-2222-3333-4444-555555555555`;
const imageUri = `763104351884.dkr.ecr.${region}.amazonaws.com/pytorch-training:2.8.0-cpu-py312-ubuntu22.04-sagemaker`;

const minimal = {
  name: "dogs-train",
  imageUri,
  bucketName: "dogs-123456789012-eu-west-1",
  initialModelUri: "s3://dogs-123456789012-eu-west-1/models/starter/model.tar.gz",
};

export const goodCases = {
  minimal,
  full: {
    ...minimal,
    name: "dogs-several-instance1",
    datasetPrefix: "datasets/",
    codePrefix: "code/training/",
    codeArchive: "program-1.2.3.tar.gz",
    program: "main.py",
    weightsPrefix: "models/pretrained/",
    modelPrefix: "models/dogs/",
    checkpointPrefix: "models/dogs/checkpoints/",
    inputMode: "FastFile",
    instanceType: "ml.g4dn.xlarge",
    instanceCount: 4,
    volumeSizeGb: 100,
    maxRuntimeSeconds: 7200,
    spot: { maxWaitSeconds: 7200 },
    hyperParameters: { epochs: "5", backbone: "resnet50", "mixed-precision": 'a "quoted" word' },
    metricDefinitions: { valid_accuracy: "valid_accuracy=([0-9]+\\.[0-9]+)", loss: 'loss "(\\d+)"' },
    tuning: {
      strategy: "Hyperband",
      maxJobs: 20,
      maxParallelJobs: 4,
      instanceType: "ml.m5.2xlarge",
      objective: { metricName: "loss", type: "Minimize" },
      continuousRanges: { "learning-rate": { minValue: "0.0001", maxValue: "0.1" } },
      integerRanges: { "warmup-epochs": { minValue: "0", maxValue: "3", scalingType: "Linear" } },
      categoricalRanges: { optimizer: ["sgd", "adamw"] },
      hyperband: { minResource: 1, maxResource: 9 },
    },
    network: {
      subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-11111111111111111"],
      securityGroupIds: ["sg-0a1b2c3d4e5f60718"],
    },
    networkIsolation: false,
    interContainerEncryption: false,
    kmsKeyArn: key,
    failureNotification: { topicArn: `arn:aws:sns:${region}:123456789012:dogs-alarms`, kmsKeyArn: key },
    createJobLogGroup: false,
    logRetentionDays: 30,
    tags: { Project: "dogs", CostCentre: 'research & "development"' },
  },
  "tuning as the program suggests it": { ...minimal, tuning: { earlyStopping: true }, kmsKeyArn: key },
  "a grid of categories": {
    ...minimal,
    tuning: {
      strategy: "Grid",
      instanceCount: 2,
      continuousRanges: {},
      categoricalRanges: { optimizer: ["sgd", "adamw"] },
    },
    failureNotification: { topicArn: `arn:aws:sns:${region}:123456789012:dogs-alarms` },
  },
} as const satisfies Record<string, TrainingPipelineProps>;

const wrong = (props: Record<string, unknown>) => ({ ...minimal, ...props });
const tuning = (props: Record<string, unknown>) => wrong({ tuning: props });

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  {
    title: "a name with an underscore",
    props: wrong({ name: "dogs_train" }),
    message: /name must be lower-case letters and digits with single hyphens/,
  },
  {
    title: "a name with two hyphens together, which end it in the names of jobs",
    props: wrong({ name: "dogs--train" }),
    message: /name must be lower-case letters and digits with single hyphens/,
  },
  {
    title: "a name that ends with a hyphen",
    props: wrong({ name: "dogs-" }),
    message: /name must be lower-case letters and digits with single hyphens/,
  },
  {
    title: "a name that leaves no room for its suffixes",
    props: wrong({ name: "d".repeat(41) }),
    message: /name must have at most 40 characters/,
  },
  {
    title: "a name that is too long for a tuning job's",
    props: wrong({ name: "d".repeat(23), tuning: {} }),
    message: /name must have at most 22 characters with tuning/,
  },
  {
    title: "an image from elsewhere than ECR",
    props: wrong({ imageUri: "docker.io/library/python:3.12" }),
    message: /image_?[uU]ri must be an ECR image with tag or digest/,
  },
  {
    title: "an image without tag",
    props: wrong({ imageUri: "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training" }),
    message: /image_?[uU]ri must be an ECR image with tag or digest/,
  },
  {
    title: "a first model that is no S3 URI",
    props: wrong({ initialModelUri: "https://example.org/model.tar.gz" }),
    message: /initial_?[mM]odel_?[uU]ri must be an S3 URI/,
  },
  {
    title: "a folder without its slash",
    props: wrong({ datasetPrefix: "datasets" }),
    message: /dataset_?[pP]refix must be folders that each end in a slash/,
  },
  {
    title: "code that is no archive",
    props: wrong({ codeArchive: "train.py" }),
    message: /code_?[aA]rchive must be a file name that ends in .tar.gz/,
  },
  {
    title: "an EC2 instance type without ml.",
    props: wrong({ instanceType: "g4dn.xlarge" }),
    message: /instance_?[tT]ype must be a SageMaker instance type/,
  },
  {
    title: "no instance",
    props: wrong({ instanceCount: 0 }),
    message: /instance_?[cC]ount must be between 1 and 100/,
  },
  {
    title: "more than 28 days",
    props: wrong({ maxRuntimeSeconds: 2_419_201 }),
    message: /max_?[rR]untime_?[sS]econds must be between 1 and 2419200/,
  },
  {
    title: "less waiting than running",
    props: wrong({ maxRuntimeSeconds: 3600, spot: { maxWaitSeconds: 3599 } }),
    message: /spot.max_?[wW]ait_?[sS]econds must be at least max_?[rR]untime_?[sS]econds/,
  },
  {
    title: "a hyper-parameter of the toolkit",
    props: wrong({ hyperParameters: { sagemaker_program: "other.py" } }),
    message: /hyper_?[pP]arameters must not start with sagemaker_/,
  },
  {
    title: "a hyper-parameter that is searched, too",
    props: wrong({ hyperParameters: { "learning-rate": "0.1" }, tuning: {} }),
    message: /hyper_?[pP]arameters must not have what tuning searches/,
  },
  {
    title: "a regular expression of more than 500 characters",
    props: wrong({ metricDefinitions: { valid_accuracy: "x".repeat(501) } }),
    message: /must have at most 500 characters/,
  },
  {
    title: "41 metrics",
    props: wrong({
      metricDefinitions: Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`m${index}`, "x"])),
    }),
    message: /metric_?[dD]efinitions must have at most 40 element/,
  },
  {
    title: "an unknown strategy",
    props: tuning({ strategy: "Annealing" }),
    message: /tuning.strategy must be one of Bayesian, Random, Hyperband, Grid/,
  },
  {
    title: "11 jobs at a time",
    props: tuning({ maxJobs: 20, maxParallelJobs: 11 }),
    message: /tuning.max_?[pP]arallel_?[jJ]obs must be between 1 and 10/,
  },
  {
    title: "more jobs at a time than jobs",
    props: tuning({ maxJobs: 2, maxParallelJobs: 3 }),
    message: /tuning.max_?[pP]arallel_?[jJ]obs must be at most tuning.max_?[jJ]obs/,
  },
  {
    title: "Hyperband with early stopping",
    props: tuning({
      strategy: "Hyperband",
      earlyStopping: true,
      hyperband: { minResource: 1, maxResource: 2 },
    }),
    message: /tuning.early_?[sS]topping must be false with the strategy Hyperband/,
  },
  {
    title: "Hyperband without its resources",
    props: tuning({ strategy: "Hyperband" }),
    message: /tuning.hyperband must be set with the strategy Hyperband/,
  },
  {
    title: "Hyperband's resources for another strategy",
    props: tuning({ hyperband: { minResource: 1, maxResource: 2 } }),
    message: /tuning.hyperband must be set with the strategy Hyperband, and with no other/,
  },
  {
    title: "Hyperband with its resources swapped",
    props: tuning({ strategy: "Hyperband", hyperband: { minResource: 3, maxResource: 2 } }),
    message: /tuning.hyperband.min_?[rR]esource must be at most tuning.hyperband.max_?[rR]esource/,
  },
  {
    title: "a grid over continuous ranges",
    props: tuning({ strategy: "Grid" }),
    message: /tuning.strategy may be Grid only without/,
  },
  {
    title: "nothing to search",
    props: tuning({ continuousRanges: {}, integerRanges: {}, categoricalRanges: {} }),
    message: /tuning.continuous_?[rR]anges must have, together with .* 1 to 30 names/,
  },
  {
    title: "31 things to search",
    props: tuning({
      continuousRanges: Object.fromEntries(
        Array.from({ length: 30 }, (_, index) => [`p${index}`, { minValue: "0", maxValue: "1" }]),
      ),
    }),
    message: /tuning.continuous_?[rR]anges must have, together with .* 1 to 30 names/,
  },
  {
    title: "one name in two kinds of ranges",
    props: tuning({ integerRanges: { "batch-size": { minValue: "16", maxValue: "64" } } }),
    message: /tuning.continuous_?[rR]anges must share no name/,
  },
  {
    title: "a range upside down",
    props: tuning({ continuousRanges: { "learning-rate": { minValue: "0.1", maxValue: "0.01" } } }),
    message: /tuning.continuous_?[rR]anges must have ranges whose smallest value is below the largest/,
  },
  {
    title: "a range of words",
    props: tuning({ integerRanges: { epochs: { minValue: "few", maxValue: "9" } } }),
    message: /min_?[vV]alue must be a whole number/,
  },
  {
    title: "an objective that the program does not print",
    props: tuning({ objective: { metricName: "accuracy", type: "Maximize" } }),
    message: /tuning.objective.metric_?[nN]ame must be one of metric_?[dD]efinitions/,
  },
  {
    title: "a network without security group",
    props: wrong({ network: { subnetIds: ["subnet-0a1b2c3d4e5f60718"], securityGroupIds: [] } }),
    message: /network.security_?[gG]roup_?[iI]ds must have at least 1 element/,
  },
  {
    title: "a topic that is none",
    props: wrong({ failureNotification: { topicArn: "dogs-alarms" } }),
    message: /failure_?[nN]otification.topic_?[aA]rn must be an SNS topic's ARN/,
  },
  {
    title: "a retention that CloudWatch does not know",
    props: wrong({ logRetentionDays: 31 }),
    message: /log_?[rR]etention_?[dD]ays must be one of/,
  },
];
