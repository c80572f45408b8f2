/** A pipeline's definition as Terraform writes it, and stand-ins for what its tasks call. */
import { TrainingPipeline, type TrainingPipelineProps } from "../../../modules/training-pipeline";
import { stackRoot } from "../../helpers/stack";
import { TaskError, type Definition, type Tasks } from "./states-language";

/** Applies pipelines in one stack. @returns their definitions by the given names */
export async function definitionsOf(
  pipelines: Record<string, TrainingPipelineProps>,
): Promise<Record<string, Definition>> {
  const root = await stackRoot((stack) => {
    for (const [id, props] of Object.entries(pipelines)) new TrainingPipeline(stack, id, props);
  });
  root.apply();
  const resources = root.state().values?.root_module.resources ?? [];
  const machines = resources.filter(({ type }) => type === "aws_sfn_state_machine");
  root.destroy();
  return Object.fromEntries(
    Object.entries(pipelines).map(([id, { name }]) => {
      const machine = machines.find(({ values }) => values.name === name);
      return [id, JSON.parse(machine?.values.definition as string) as Definition];
    }),
  );
}

export const MODEL_URI = "s3://dogs/models/dogs-train-1/output/model.tar.gz";

/** Jobs that end well. */
export const goodTasks: Tasks = {
  "sagemaker:createTrainingJob.sync": ({ TrainingJobName }) => ({
    TrainingJobName,
    ModelArtifacts: { S3ModelArtifacts: MODEL_URI },
  }),
  "sagemaker:createHyperParameterTuningJob.sync": () => ({
    BestTrainingJob: { TunedHyperParameters: { "learning-rate": "0.003", "batch-size": "64" } },
  }),
  "aws-sdk:ssm:putParameter": () => ({ Version: 2 }),
  "sns:publish": () => ({ MessageId: "1" }),
};

/** As Step Functions hands over a job that failed. */
export const failedJob = (reason: string) => () => {
  const description = { TrainingJobName: "dogs", FailureReason: reason, TrainingJobStatus: "Failed" };
  throw new TaskError("States.TaskFailed", JSON.stringify(description));
};

/** The fields of AWS's requests that tests look into; what a request lacks is undefined. */
export interface JobRequest {
  TrainingJobName: string;
  AlgorithmSpecification: { MetricDefinitions: unknown[] };
  HyperParameters: Record<string, string>;
  StaticHyperParameters: Record<string, string>;
  InputDataConfig: unknown[];
  OutputDataConfig: { KmsKeyId?: string };
  ResourceConfig: { VolumeKmsKeyId?: string };
  StoppingCondition: unknown;
  CheckpointConfig?: unknown;
  VpcConfig?: unknown;
  EnableManagedSpotTraining?: boolean;
  EnableNetworkIsolation?: boolean;
  EnableInterContainerTrafficEncryption?: boolean;
  Tags: unknown[];
}
export interface TuningRequest {
  HyperParameterTuningJobName: string;
  HyperParameterTuningJobConfig: { ResourceLimits: unknown; StrategyConfig?: unknown };
  TrainingJobDefinition: JobRequest;
}
