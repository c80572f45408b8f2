import { objectsArn } from "./arn";
import { policyDocument } from "./document";
import {
  allow,
  attachJobsToVpc,
  decryptWithKeys,
  grantKeysToVolumes,
  listObjects,
  publishMetrics,
  publishTo,
  pullImages,
  readAlarms,
  useKeys,
  writeLogs,
  writeObjects,
} from "./parts";
import type { Location, PolicyDocument, S3Prefix, Statement } from "./types";

export interface EndpointPolicyOptions {
  /** Where the model archives are. */
  readonly modelPrefixes: readonly S3Prefix[];
  /** ECR repositories of the inference images. */
  readonly imageRepositoryArns: readonly string[];
  /** `/aws/sagemaker/Endpoints/<name>`, made beforehand so that its retention holds. */
  readonly logGroupArn: string;
  /** The alarms that roll a deployment back. @default none */
  readonly rollbackAlarmArns?: readonly string[];
  /** Where captured requests, or results of asynchronous calls, are written. @default nowhere */
  readonly writePrefixes?: readonly S3Prefix[];
  /** Keys of the model archives, and of what is written. @default none */
  readonly keyArns?: readonly string[];
  /** Keys of the instances' volumes. @default none */
  readonly volumeKeyArns?: readonly string[];
  /** Topics that asynchronous calls report to. @default none */
  readonly notifyTopicArns?: readonly string[];
  /** Set when the model runs in a VPC. */
  readonly vpc?: { readonly location: Location };
}

/** Where SageMaker and the container publish an endpoint's metrics. */
const endpointMetricNamespaces = ["/aws/sagemaker/Endpoints", "AWS/SageMaker"];

/** Reads the models by their ARNs, and lists what they are below: SageMaker tells a missing archive from a forbidden one only so. */
export const readModels = (modelArns: readonly string[], listed: readonly S3Prefix[]): Statement[] => [
  allow("ReadModels", ["s3:GetObject"], modelArns),
  ...listObjects(listed, "ListModels"),
];

/** Runs the container and watches it: what every endpoint's role needs, whatever its model and its calls. */
export const runContainer = (
  options: Pick<EndpointPolicyOptions, "imageRepositoryArns" | "logGroupArn" | "rollbackAlarmArns">,
): Statement[] => [
  ...pullImages(options.imageRepositoryArns),
  writeLogs(options.logGroupArn, { listStreams: true }),
  publishMetrics(endpointMetricNamespaces),
  ...(options.rollbackAlarmArns?.length ? [readAlarms(options.rollbackAlarmArns)] : []),
];

/** The execution role of a model behind an endpoint. */
export function endpointPolicy(options: EndpointPolicyOptions): PolicyDocument {
  const writes = options.writePrefixes ?? [];
  const keys = options.keyArns ?? [];
  const topics = options.notifyTopicArns ?? [];
  return policyDocument(
    ...readModels(
      options.modelPrefixes.map((prefix) => objectsArn("ReadModels", prefix)),
      options.modelPrefixes,
    ),
    writes.length > 0 ? writeObjects(writes, "WriteCaptures") : undefined,
    ...runContainer(options),
    keys.length === 0 ? undefined : writes.length > 0 ? useKeys(keys) : decryptWithKeys(keys),
    options.volumeKeyArns?.length ? grantKeysToVolumes(options.volumeKeyArns) : undefined,
    topics.length > 0 ? publishTo(topics) : undefined,
    ...(options.vpc ? attachJobsToVpc(options.vpc.location) : []),
  );
}
