/** A pipeline's definition as Terraform writes it, and stand-ins for what its tasks call. */
import { TrainingPipeline, type TrainingPipelineProps } from "../../../modules/training-pipeline";
import { stackRoot } from "../../helpers/stack";
import { goodCases } from "./cases";
import { runDefinition, TaskError, type Definition, type Tasks } from "./states-language";

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

/** The pipelines whose definitions are run. Cases share a name, which AWS gives out once, so some get one of their own. */
export const names = {
  plain: "dogs-train",
  full: "dogs-several-instance1",
  tuned: "dogs-tuned",
  grid: "dogs-grid",
  oneAtATime: "dogs-one",
};

export async function definitionsOfCases(): Promise<Record<keyof typeof names, Definition>> {
  const alone = { createJobLogGroup: false };
  return await definitionsOf({
    plain: goodCases.minimal,
    full: goodCases.full,
    tuned: { ...goodCases["tuning as the program suggests it"], ...alone, name: names.tuned },
    grid: { ...goodCases["a grid of categories"], ...alone, name: names.grid },
    oneAtATime: { ...goodCases.minimal, ...alone, name: names.oneAtATime, tuning: { maxParallelJobs: 1 } },
  });
}

export const TRAIN = "sagemaker:createTrainingJob.sync";
export const TUNE = "sagemaker:createHyperParameterTuningJob.sync";
export const WRITE = "aws-sdk:ssm:putParameter";
export const TELL = "sns:publish";

export const MODEL_URI = "s3://dogs/models/dogs-train-1/output/model.tar.gz";

/** Jobs that end well. */
export const goodTasks: Tasks = {
  [TRAIN]: ({ TrainingJobName }) => ({
    TrainingJobName,
    ModelArtifacts: { S3ModelArtifacts: MODEL_URI },
  }),
  [TUNE]: () => ({
    BestTrainingJob: { TunedHyperParameters: { "learning-rate": "0.003", "batch-size": "64" } },
  }),
  [WRITE]: () => ({ Version: 2 }),
  [TELL]: () => ({ MessageId: "1" }),
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

/** What the first task of that action is called with, in a run in which all goes well. */
async function callOf(
  definition: Definition,
  action: string,
  input: unknown,
  runName?: string,
): Promise<unknown> {
  const { calls } = await runDefinition(definition, input, goodTasks, runName);
  const call = calls.find((each) => each.action === action);
  if (!call) throw new Error(`${action} was not called.`);
  return call.arguments;
}

export const trainingOf = async (definition: Definition, input: unknown = {}, runName?: string) =>
  (await callOf(definition, TRAIN, input, runName)) as JobRequest;

export const tuningOf = async (definition: Definition, runName?: string) =>
  (await callOf(definition, TUNE, {}, runName)) as TuningRequest;

export const channel = (ChannelName: string, S3Uri: string, InputMode: string) => ({
  ChannelName,
  InputMode,
  DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri, S3DataDistributionType: "FullyReplicated" } },
});
