import { goodCases } from "./cases";
import { runDefinition, type Definition } from "./states-language";
import {
  definitionsOfCases,
  goodTasks,
  TRAIN,
  TUNE,
  tuningOf,
  WRITE,
  type JobRequest,
  type TuningRequest,
} from "./support";

let full: Definition;
let tuned: Definition;
let grid: Definition;
let oneAtATime: Definition;

beforeAll(async () => {
  ({ full, tuned, grid, oneAtATime } = await definitionsOfCases());
}, 60_000);

describe("tuning", () => {
  test("searches the program's own ranges, and its best values reach the training job", async () => {
    const run = await runDefinition(tuned, { hyperParameters: { epochs: 3 } }, goodTasks);
    expect(run.calls.map(({ action }) => action)).toEqual([TUNE, TRAIN, WRITE]);
    const tune = run.calls[0]?.arguments as unknown as TuningRequest;
    const train = run.calls[1]?.arguments as unknown as JobRequest;
    expect(tune.HyperParameterTuningJobConfig).toEqual({
      Strategy: "Bayesian",
      HyperParameterTuningJobObjective: { Type: "Maximize", MetricName: "valid_accuracy" },
      ResourceLimits: { MaxParallelTrainingJobs: 2, MaxNumberOfTrainingJobs: 8 },
      ParameterRanges: {
        ContinuousParameterRanges: [
          { Name: "label-smoothing", MinValue: "0.0", MaxValue: "0.2", ScalingType: "Linear" },
          { Name: "learning-rate", MinValue: "0.0001", MaxValue: "0.01", ScalingType: "Logarithmic" },
          { Name: "weight-decay", MinValue: "0.00001", MaxValue: "0.1", ScalingType: "Logarithmic" },
        ],
        IntegerParameterRanges: [],
        CategoricalParameterRanges: [{ Name: "batch-size", Values: ["32", "64", "128"] }],
      },
      TrainingJobEarlyStoppingType: "Auto",
    });
    expect(tune.TrainingJobDefinition.StaticHyperParameters).toMatchObject({ epochs: "3" });
    expect(train.HyperParameters).toMatchObject({
      epochs: "3",
      "learning-rate": "0.003",
      "batch-size": "64",
    });
    expect(run.output).toMatchObject({ tunedHyperParameters: { "learning-rate": "0.003" } });
  });

  test("uses one instance a trial unless told otherwise, whatever the training job uses, and never a shared checkpoint", async () => {
    const { TrainingJobDefinition: trial } = await tuningOf(full);
    expect(trial.ResourceConfig).toEqual({
      InstanceType: "ml.m5.2xlarge",
      InstanceCount: 1,
      VolumeSizeInGB: 100,
      VolumeKmsKeyId: goodCases.full.kmsKeyArn,
    });
    expect(trial.StaticHyperParameters.sagemaker_torch_distributed_enabled).toBeUndefined();
    expect(trial.EnableManagedSpotTraining).toBe(true);
    expect(trial.CheckpointConfig).toBeUndefined();
  });

  test("of several instances a trial is distributed, as the training job is", async () => {
    const { TrainingJobDefinition: trial } = await tuningOf(grid);
    expect(trial.ResourceConfig).toMatchObject({ InstanceCount: 2 });
    expect(trial.StaticHyperParameters.sagemaker_torch_distributed_enabled).toBe("true");
    expect(trial.EnableInterContainerTrafficEncryption).toBe(true);
  });

  test("with Hyperband has its resources, and with a grid no number of jobs", async () => {
    const hyperband = await tuningOf(full);
    expect(hyperband.HyperParameterTuningJobConfig).toMatchObject({
      StrategyConfig: { HyperbandStrategyConfig: { MinResource: 1, MaxResource: 9 } },
      TrainingJobEarlyStoppingType: "Off",
    });
    const { HyperParameterTuningJobConfig: config } = await tuningOf(grid);
    expect(config.ResourceLimits).toEqual({ MaxParallelTrainingJobs: 2 });
    expect(config.StrategyConfig).toBeUndefined();
  });

  test("that found nothing ends the run with a reason, before a training job costs anything", async () => {
    const tasks = { ...goodTasks, [TUNE]: () => ({ HyperParameterTuningJobStatus: "Completed" }) };
    const run = await runDefinition(tuned, {}, tasks);
    expect(run.calls.map(({ action }) => action)).toEqual([TUNE]);
    expect(run).toMatchObject({ status: "FAILED", error: "NothingTuned" });
    expect(run.cause).toMatch(/none of them reported the objective's metric/);
  });

  test("is given up once all its jobs, as many at a time as may be, could have taken their longest", async () => {
    const timeoutOf = async (definition: Definition, input: object = {}) =>
      (await runDefinition(definition, input, goodTasks)).timeouts[0];
    const eightJobsTwoAtATime = 4;
    expect(await timeoutOf(tuned)).toBe(eightJobsTwoAtATime * (86_400 + 3600));
    expect(await timeoutOf(tuned, { maxRuntimeSeconds: 600 })).toBe(eightJobsTwoAtATime * (600 + 3600));
    // Spot jobs may wait for their instances, whatever an execution's input says of the runtime.
    expect(await timeoutOf(full, { maxRuntimeSeconds: 600 })).toBe(5 * (7200 + 3600));
  });

  test("is given up at SageMaker's own limit when its jobs could take longer, or nobody counted them", async () => {
    const limit = 15_768_000;
    const timeoutOf = async (definition: Definition, input: object) =>
      (await runDefinition(definition, input, goodTasks)).timeouts[0];
    const longest = limit / 8 - 3600;
    expect(await timeoutOf(oneAtATime, { maxRuntimeSeconds: longest - 1 })).toBe(limit - 8);
    expect(await timeoutOf(oneAtATime, { maxRuntimeSeconds: longest })).toBe(limit);
    expect(await timeoutOf(oneAtATime, { maxRuntimeSeconds: longest + 1 })).toBe(limit);
    expect(await timeoutOf(grid, {})).toBe(limit);
  });
});
