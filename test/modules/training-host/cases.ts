import type { TrainingHostProps } from "../../../modules/training-host";

const network = { subnetIds: ["subnet-0a1b2c3d4e5f60718"], securityGroupIds: ["sg-0a1b2c3d4e5f60718"] };
const key = "arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555";
const sha256 = "0123456789abcdef".repeat(4);
const store = { storeBucketName: "mlops-store", network };

export const goodCases: Record<string, TrainingHostProps> = {
  "a GPU host with little said": { name: "dogs", ...store, storedDataset: { prefix: "datasets/dogs/" } },
  "a spot host with everything said": {
    name: "dogs-dev",
    storeBucketName: "mlops-store",
    network: {
      subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-11111111111111111"],
      securityGroupIds: ["sg-0a1b2c3d4e5f60718", "sg-11111111111111111"],
    },
    storeKmsKeyArn: key,
    storedDataset: { prefix: "datasets/", archive: "dogImages.zip", sha256 },
    weightsPrefix: "models/pretrained/",
    trainingArguments: "--epochs 5 --batch-size 2",
    codePrefix: "code/hosts/",
    outputPrefix: "models/hosts/",
    instanceType: "g5g.xlarge",
    amiParameter:
      "/aws/service/deeplearning/ami/arm64/oss-nvidia-driver-gpu-pytorch-2.7-ubuntu-22.04/latest/ami-id",
    followNewAmis: true,
    spot: { maximumPricePerHour: "0.25" },
    volumeSizeGb: 200,
    kmsKeyArn: key,
    idleTimeoutMinutes: 17,
    maximumLifetimeHours: 8,
    readyTimeoutMinutes: 45,
    alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:mlops-alarms"],
    logRetentionDays: 30,
    logKmsKeyArn: key,
    tags: { Project: "dogs", CostCentre: "research" },
  },
  "a small host without GPU that downloads its dataset": {
    name: "small",
    ...store,
    downloadedDataset: { url: "https://example.org/data/dogImages.zip" },
    instanceType: "t2.medium",
    spot: {},
    stopWhenIdle: false,
  },
  "t3.medium, the least that is taken": {
    name: "least",
    ...store,
    downloadedDataset: { url: "https://example.org/data/dogImages.tgz", sha256 },
    instanceType: "t3.medium",
  },
};

const wrong = (props: Record<string, unknown>) => ({
  name: "dogs",
  ...store,
  storedDataset: { prefix: "datasets/dogs/" },
  ...props,
});

export const wrongCases: { title: string; props: Record<string, unknown>; message: RegExp }[] = [
  {
    title: "no dataset",
    props: { name: "dogs", ...store },
    message: /stored_?[dD]ataset must be set, or one of downloaded_?[dD]ataset: exactly one/,
  },
  {
    title: "two datasets",
    props: wrong({ downloadedDataset: { url: "https://example.org/dogs.zip" } }),
    message: /stored_?[dD]ataset must be set, or one of downloaded_?[dD]ataset: exactly one/,
  },
  ...["t2.micro", "t3.nano", "t3a.small", "t4g.small"].map((instanceType) => ({
    title: `${instanceType}, which is too small to train on`,
    props: wrong({
      instanceType,
      amiParameter: "/our/own/image",
    }),
    message: /instance_?[tT]ype must not be a nano, micro or small burstable type.*t3\.medium is the least/,
  })),
  {
    title: "a Graviton type with the image for other processors",
    props: wrong({ instanceType: "m7g.xlarge" }),
    message: /ami_?[pP]arameter must name an image for the processor of instance_?[tT]ype: \/arm64\//,
  },
  {
    title: "an image for Graviton on another type",
    props: wrong({ amiParameter: "/aws/service/deeplearning/ami/arm64/base/latest/ami-id" }),
    message: /ami_?[pP]arameter must name an image for the processor of instance_?[tT]ype/,
  },
  {
    title: "a SageMaker instance type",
    props: wrong({ instanceType: "ml.g4dn.xlarge" }),
    message: /instance_?[tT]ype must be an instance type such as g4dn\.xlarge/,
  },
  {
    title: "arguments that would end the script's quotes",
    props: wrong({ trainingArguments: "--epochs 5'; reboot; '" }),
    message: /training_?[aA]rguments must be words of letters, digits/,
  },
  {
    title: "arguments that would be a template",
    props: wrong({ trainingArguments: "--epochs ${5}" }),
    message: /training_?[aA]rguments must be words of letters, digits/,
  },
  {
    title: "a dataset over plain http",
    props: {
      name: "dogs",
      ...store,
      downloadedDataset: { url: "http://example.org/dogs.zip" },
    },
    message: /downloaded_?[dD]ataset\.url must be an https address/,
  },
  {
    title: "a prefix without its slash",
    props: wrong({ storedDataset: { prefix: "datasets" } }),
    message: /stored_?[dD]ataset\.prefix must be a key prefix that ends in a slash/,
  },
  {
    title: "weights in a file instead of a folder",
    props: wrong({ weightsPrefix: "models/resnet50.pth" }),
    message: /weights_?[pP]refix must be a key prefix that ends in a slash/,
  },
  {
    title: "an archive that the host cannot unpack",
    props: wrong({ storedDataset: { prefix: "datasets/", archive: "dogs.rar" } }),
    message: /stored_?[dD]ataset\.archive must be the name of a \.zip, \.tar\.gz or \.tgz/,
  },
  {
    title: "half a checksum",
    props: wrong({ storedDataset: { prefix: "datasets/", archive: "dogs.zip", sha256: "abc" } }),
    message: /stored_?[dD]ataset\.sha256 must be a SHA-256/,
  },
  {
    title: "a lifetime that no alarm can watch",
    props: wrong({ maximumLifetimeHours: 168 }),
    message: /maximum_?[lL]ifetime_?[hH]ours must be between 1 and 167/,
  },
  {
    title: "an idle time that no alarm can watch",
    props: wrong({ idleTimeoutMinutes: 481 }),
    message: /idle_?[tT]imeout_?[mM]inutes must be between 5 and 480/,
  },
  {
    title: "a price in words",
    props: wrong({ spot: { maximumPricePerHour: "cheap" } }),
    message: /spot\.maximum_?[pP]rice_?[pP]er_?[hH]our must be a price such as 0\.25/,
  },
];
