/** The two roles: what the state machine may do, and what the jobs that it starts may do. */
import type { Construct } from "constructs";
import {
  attachJobsToVpc,
  grantKeysToVolumes,
  listObjects,
  publishTo,
  readObjects,
  stateMachinePolicy,
  trainingJobPolicy,
  trustPolicy,
  tuningJobStatements,
  useKeys,
  type Location,
} from "../../policies/documents";
import { fieldIn } from "../shared/expressions";
import { statementIf } from "../shared/policy";
import { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import type { TrainingPipelineValues } from "./inputs";

/** Where SageMaker logs every training job of the region; the name is AWS's. */
export const JOB_LOG_GROUP_NAME = "/aws/sagemaker/TrainingJobs";

/**
 * What every job's name starts with. No pipeline's name has two hyphens together, so what is granted on jobs of `dogs` is not
 * granted on those of `dogs-big`.
 */
export const jobNamePrefix = (p: TrainingPipelineValues): string => `${p.name}--`;

export function makeExecutionRole(
  scope: Construct,
  p: TrainingPipelineValues,
  location: Location,
): ServiceRole {
  const folder = (prefix: string) => ({
    bucketArn: `arn:${location.partition}:s3:::${p.bucketName}`,
    prefix,
  });
  const policy = trainingJobPolicy({
    readPrefixes: [folder(p.datasetPrefix), folder(p.codePrefix), folder(p.checkpointPrefix)],
    writePrefixes: [folder(p.modelPrefix), folder(p.checkpointPrefix)],
    imageRepositoryArns: [repositoryArn(p.imageUri, location)],
    logGroupArn: `arn:${location.partition}:logs:${location.region}:${location.accountId}:log-group:${JOB_LOG_GROUP_NAME}`,
  });
  return new ServiceRole(scope, "execution_role", {
    name: `${p.name}-jobs`,
    description: `Execution role of the training jobs of ${p.name}`,
    trust: trustPolicy({ service: "sagemaker.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: [
      ...policy.Statement,
      ...statementIf(p.weightsPrefix, (prefix) => [
        readObjects([folder(prefix)], "ReadWeights"),
        ...listObjects([folder(prefix)], "ListWeights"),
      ]),
      ...statementIf(p.kmsKeyArn, (key) => [useKeys([key]), grantKeysToVolumes([key])]),
      ...statementIf(p.network, () => attachJobsToVpc(location)),
    ],
    tags: p.tags,
  });
}

export function makeStateMachineRole(
  scope: Construct,
  p: TrainingPipelineValues,
  location: Location,
  uses: { executionRoleArn: string; modelParameterArn: string },
): ServiceRole {
  const jobs = { location, jobNamePrefix: jobNamePrefix(p) };
  return new ServiceRole(scope, "state_machine_role", {
    name: `${p.name}-pipeline`,
    description: `Role of the training pipeline ${p.name}`,
    trust: trustPolicy({ service: "states.amazonaws.com", accountId: location.accountId }).Statement,
    permissions: [
      ...stateMachinePolicy({ ...jobs, ...uses, logging: true, tracing: true }).Statement,
      ...statementIf(p.tuning, () => tuningJobStatements(jobs)),
      ...statementIf(p.failureNotification, ({ topicArn }) => publishTo([topicArn], "NotifyFailure")),
      ...statementIf(fieldIn(p.failureNotification, "kmsKeyArn"), (key) => ({
        ...useKeys([key]),
        Sid: "EncryptNotification",
      })),
    ],
    tags: p.tags,
  });
}

/** The repository of an image: account and region stand in its host name. */
const repositoryArn = (image: string, { partition }: Location): string =>
  Fn.replace(
    image,
    "/^([0-9]{12})[.]dkr[.]ecr[.]([a-z0-9-]+)[.][a-z.]+[/]([^:@]+).*$/",
    `arn:${partition}:ecr:$2:$1:repository/$3`,
  );
