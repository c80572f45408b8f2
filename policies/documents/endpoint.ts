import { policyDocument } from "./document";
import {
  attachJobsToVpc,
  decryptWithKeys,
  grantKeysToVolumes,
  listObjects,
  publishMetrics,
  publishTo,
  pullImages,
  readAlarms,
  readObjects,
  useKeys,
  writeLogs,
  writeObjects,
} from "./parts";
import type { Location, PolicyDocument, S3Prefix } from "./types";

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
export const endpointMetricNamespaces = ["/aws/sagemaker/Endpoints", "AWS/SageMaker"];

/** The execution role of a model behind an endpoint. */
export function endpointPolicy(options: EndpointPolicyOptions): PolicyDocument {
  const writes = options.writePrefixes ?? [];
  const keys = options.keyArns ?? [];
  const alarms = options.rollbackAlarmArns ?? [];
  const topics = options.notifyTopicArns ?? [];
  return policyDocument(
    readObjects(options.modelPrefixes, "ReadModels"),
    ...listObjects(options.modelPrefixes, "ListModels"),
    writes.length > 0 ? writeObjects(writes, "WriteCaptures") : undefined,
    ...pullImages(options.imageRepositoryArns),
    writeLogs(options.logGroupArn, { listStreams: true }),
    publishMetrics(endpointMetricNamespaces),
    alarms.length > 0 ? readAlarms(alarms) : undefined,
    keys.length === 0 ? undefined : writes.length > 0 ? useKeys(keys) : decryptWithKeys(keys),
    options.volumeKeyArns?.length ? grantKeysToVolumes(options.volumeKeyArns) : undefined,
    topics.length > 0 ? publishTo(topics) : undefined,
    ...(options.vpc ? attachJobsToVpc(options.vpc.location) : []),
  );
}
