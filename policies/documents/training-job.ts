import { policyDocument } from "./document";
import {
  attachJobsToVpc,
  grantKeysToVolumes,
  listObjects,
  publishMetrics,
  pullImages,
  readObjects,
  useKeys,
  writeLogs,
  writeObjects,
} from "./parts";
import type { Location, PolicyDocument, S3Prefix } from "./types";

export interface TrainingJobPolicyOptions {
  /** Datasets and code. */
  readonly readPrefixes: readonly S3Prefix[];
  /** Models and checkpoints. Checkpoints are read again, so put their prefix into `readPrefixes` too. */
  readonly writePrefixes: readonly S3Prefix[];
  /** ECR repositories of the training images. */
  readonly imageRepositoryArns: readonly string[];
  /** `/aws/sagemaker/TrainingJobs`, where SageMaker logs every job. */
  readonly logGroupArn: string;
  /** Keys of inputs and outputs. @default none */
  readonly keyArns?: readonly string[];
  /** Keys of the instances' volumes. @default none */
  readonly volumeKeyArns?: readonly string[];
  /** Set when the jobs run in a VPC. */
  readonly vpc?: { readonly location: Location };
}

/** Namespaces in which SageMaker writes a job's algorithm and instance metrics. */
const metricNamespaces = ["/aws/sagemaker/TrainingJobs", "AWS/SageMaker"];

/** The execution role of training and tuning jobs. */
export function trainingJobPolicy(options: TrainingJobPolicyOptions): PolicyDocument {
  return policyDocument(
    readObjects(options.readPrefixes),
    writeObjects(options.writePrefixes),
    ...listObjects([...options.readPrefixes, ...options.writePrefixes]),
    ...pullImages(options.imageRepositoryArns),
    writeLogs(options.logGroupArn, { listStreams: true }),
    publishMetrics(metricNamespaces),
    options.keyArns?.length ? useKeys(options.keyArns) : undefined,
    options.volumeKeyArns?.length ? grantKeysToVolumes(options.volumeKeyArns) : undefined,
    ...(options.vpc ? attachJobsToVpc(options.vpc.location) : []),
  );
}
