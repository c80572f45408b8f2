/** What a training job and the training jobs of a tuning job have in common. */
import {
  fieldIf,
  listFrom,
  listWith,
  objectWith,
  setField,
  setItem,
  type OptionalField,
} from "../../shared/expressions";
import { Fn, Token } from "../../shared/tf";
import type { TrainingPipelineValues } from "../inputs";
import { jsonata } from "./jsonata";

const CODE_CHANNEL_FOLDER = "/opt/ml/input/data/code";

/** For capacity, downloads and uploads, which a job's own maximum does not count. */
const BESIDE_RUNTIME_SECONDS = 3600;

export interface JobContext {
  readonly p: TrainingPipelineValues;
  readonly region: string;
  readonly executionRoleArn: string;
}

/** The image with the metrics that SageMaker reads from the program's output. */
export const algorithm = ({ p }: JobContext) => ({
  TrainingInputMode: p.inputMode,
  MetricDefinitions: listFrom(p.metricDefinitions, (regex, name) => ({ Name: name, Regex: regex })),
});

/**
 * The channels. The code is one of them, so that a job in network isolation has it; the toolkit in the container would
 * otherwise download it itself.
 */
export function channels({ p }: JobContext): unknown {
  return listWith(
    [
      channel("training", jsonata("$fixed.datasetUri"), p.inputMode),
      channel("code", jsonata("$settings.codeUri"), "File"),
    ],
    setItem(p.weightsPrefix, () =>
      channel("weights", jsonata("$fixed.bucketUri & $options.weightsPrefix"), "File"),
    ),
  );
}

const channel = (name: string, uri: string, inputMode: string) => ({
  ChannelName: name,
  InputMode: inputMode,
  DataSource: {
    // Everything to every instance: the program itself takes its share.
    S3DataSource: { S3DataType: "S3Prefix", S3Uri: uri, S3DataDistributionType: "FullyReplicated" },
  },
});

export const output = ({ p }: JobContext): object =>
  objectWith(
    { S3OutputPath: jsonata("$fixed.modelUriPrefix") },
    setField("KmsKeyId", p.kmsKeyArn, (key) => key),
  );

/** The volume's key is left out for instance types with local NVMe storage: SageMaker refuses it there. */
export function resources(instanceType: string, instanceCount: string): string {
  const family = `$split(${instanceType}, '.')[1]`;
  const takesKey = `$exists($options.volumeKmsKeyArn) and $not(${family} in $fixed.localStorageFamilies)`;
  return jsonata(
    `$merge([{'InstanceType': ${instanceType}, 'InstanceCount': ${instanceCount}, 'VolumeSizeInGB': $fixed.volumeSizeGb}, ` +
      `${takesKey} ? {'VolumeKmsKeyId': $options.volumeKmsKeyArn} : {}])`,
  );
}

/** SageMaker wants to wait at least as long as the job may run, and only with spot instances. */
export const stoppingCondition = ({ p }: JobContext): object =>
  objectWith(
    { MaxRuntimeInSeconds: jsonata("$settings.maxRuntimeSeconds") },
    setField("MaxWaitTimeInSeconds", p.spot, (spot) => spot.maxWaitSeconds),
  );

/** The longest that one job may take, as an expression: an execution's input may have said another runtime. */
export const JOB_TIMEOUT_SECONDS = `(($exists($options.maxWaitSeconds) ? $options.maxWaitSeconds : $settings.maxRuntimeSeconds) + ${BESIDE_RUNTIME_SECONDS})`;

/** Fields that a job has only with the input that asks for them. */
export const placeFields = ({ p }: JobContext): OptionalField[] => [
  setField("VpcConfig", p.network, (network) => ({
    Subnets: network.subnetIds,
    SecurityGroupIds: network.securityGroupIds,
  })),
  fieldIf("EnableNetworkIsolation", p.networkIsolation, () => true),
  setField("EnableManagedSpotTraining", p.spot, () => true),
];

/** What the training toolkit in the container has to know. All hyper-parameters are strings. */
export const TOOLKIT_HYPER_PARAMETERS =
  "{'sagemaker_program': $fixed.program, " +
  `'sagemaker_submit_directory': '${CODE_CHANNEL_FOLDER}/' & $split($settings.codeUri, '/')[-1], ` +
  "'sagemaker_region': $fixed.region, 'sagemaker_container_log_level': '20'}";

/** Without it every instance trains on all the data: the same result as one instance, for the price of all. */
export const distributedHyperParameters = (instanceCount: string): string =>
  `${instanceCount} > 1 ? {'sagemaker_torch_distributed_enabled': 'true'} : {}`;

/** Only several instances send each other anything. */
export const encryptBetween = (instanceCount: string): string =>
  jsonata(`$exists($options.interContainerEncryption) and ${instanceCount} > 1`);

/** Tags as SageMaker takes them. */
export const tags = ({ p }: JobContext): unknown =>
  listFrom(p.tags, (value, key) => ({ Key: key, Value: value }));

/** What a task state calls. */
export const taskResource = (partition: string, action: string): string =>
  Token.asString(Fn.format(`arn:%s:states:::${action}`, [partition]));
