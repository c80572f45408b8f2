import { metricDefinitions } from "../../../modules/training-pipeline";
import { goodCases } from "./cases";
import { problemsOf, runDefinition, TaskError, type Definition, type Tasks } from "./states-language";
import {
  definitionsOf,
  failedJob,
  goodTasks,
  MODEL_URI,
  type JobRequest,
  type TuningRequest,
} from "./support";

const TRAIN = "sagemaker:createTrainingJob.sync";
const TUNE = "sagemaker:createHyperParameterTuningJob.sync";
const WRITE = "aws-sdk:ssm:putParameter";
const TELL = "sns:publish";

const names = {
  plain: "dogs-train",
  full: "dogs-several-instances1",
  tuned: "dogs-tuned",
  grid: "dogs-grid",
};
let plain: Definition;
let full: Definition;
let tuned: Definition;
let grid: Definition;

beforeAll(async () => {
  const alone = { createJobLogGroup: false };
  const made = await definitionsOf({
    plain: goodCases.minimal,
    full: goodCases.full,
    tuned: { ...goodCases["tuning as the program suggests it"], ...alone, name: names.tuned },
    grid: { ...goodCases["a grid of categories"], ...alone, name: names.grid },
  });
  ({ plain, full, tuned, grid } = made as Record<keyof typeof names, Definition>);
}, 60_000);

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

const trainingOf = async (definition: Definition, input: unknown = {}, runName?: string) =>
  (await callOf(definition, TRAIN, input, runName)) as JobRequest;
const tuningOf = async (definition: Definition, runName?: string) =>
  (await callOf(definition, TUNE, {}, runName)) as TuningRequest;

describe("the definition", () => {
  test.each(["plain", "full", "tuned", "grid"] as const)(
    "of %s is valid, and no state is unreachable",
    (which) => {
      const definition = { plain, full, tuned, grid }[which];
      expect(problemsOf(definition)).toEqual([]);
      const targets = [
        definition.StartAt,
        ...JSON.stringify(definition).matchAll(/"(?:Next|Default)":"([^"]+)"/g),
      ].map((match) => (typeof match === "string" ? match : (match[1] as string)));
      expect([...new Set(targets)].sort()).toEqual(Object.keys(definition.States).sort());
    },
  );

  test("has no lone $ in its expressions, which Step Functions does not know", () => {
    const expressions = JSON.stringify([plain, full]).match(/\{%.*?%\}/g) ?? [];
    expect(expressions.length).toBeGreaterThan(20);
    const withoutPatterns = expressions.map((expression) => expression.replace(/, \/[^/]+\//g, ""));
    for (const expression of withoutPatterns) expect(expression).not.toMatch(/\$(?![A-Za-z])/);
  });

  test("holds instance types and counts as literals", () => {
    expect(full.States.Defaults?.Assign).toMatchObject({
      defaults: { instanceType: "ml.g4dn.xlarge", instanceCount: 4, maxRuntimeSeconds: 7200 },
    });
  });

  test("without tuning and notification has no states for them", () => {
    expect(Object.keys(plain.States)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(Tune|Tell|RefuseTuning|TuningFound)/)]),
    );
  });
});

describe("a run", () => {
  test("trains, and writes the model's URI as its last step", async () => {
    const run = await runDefinition(plain, {}, goodTasks, "first-run");
    expect(run.status).toBe("SUCCEEDED");
    expect(run.calls.map(({ action }) => action)).toEqual([TRAIN, WRITE]);
    expect(run.calls[1]?.arguments).toEqual({
      Name: "/dogs-train/model-uri",
      Value: MODEL_URI,
      Overwrite: true,
    });
    expect(run.output).toMatchObject({ modelUri: MODEL_URI, tunedHyperParameters: {} });
    expect(run.timeouts).toEqual([86_400 + 3600]);
  });

  test("trains on one instance without distribution, encryption between instances, network or key", async () => {
    const job = await trainingOf(plain);
    expect(job).toEqual({
      TrainingJobName: expect.stringMatching(/^dogs-train-a-run-[0-9a-f]{8}$/) as string,
      RoleArn: "arn:aws:iam::123456789012:role/dogs-train-jobs",
      AlgorithmSpecification: {
        TrainingImage: goodCases.minimal.imageUri,
        TrainingInputMode: "File",
        MetricDefinitions: Object.entries(metricDefinitions())
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([Name, Regex]) => ({ Name, Regex })),
      },
      HyperParameters: {
        sagemaker_program: "train.py",
        sagemaker_submit_directory: "/opt/ml/input/data/code/sourcedir.tar.gz",
        sagemaker_region: "eu-west-1",
        sagemaker_container_log_level: "20",
      },
      InputDataConfig: [
        channel("training", "s3://dogs-123456789012-eu-west-1/datasets/dog-images/", "File"),
        channel("code", "s3://dogs-123456789012-eu-west-1/code/sourcedir.tar.gz", "File"),
      ],
      OutputDataConfig: { S3OutputPath: "s3://dogs-123456789012-eu-west-1/models/" },
      ResourceConfig: { InstanceType: "ml.m5.xlarge", InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 86_400 },
      EnableInterContainerTrafficEncryption: false,
      EnableNetworkIsolation: true,
      Tags: [],
    });
  });

  test("on several instances is distributed, on spot instances with a checkpoint folder of its own, in its network", async () => {
    const job = await trainingOf(full, {}, "run.2");
    expect(job.HyperParameters).toEqual({
      epochs: "5",
      backbone: "resnet50",
      "mixed-precision": 'a "quoted" word',
      "learning-rate": "0.003",
      "batch-size": "64",
      sagemaker_program: "main.py",
      sagemaker_submit_directory: "/opt/ml/input/data/code/program-1.2.3.tar.gz",
      sagemaker_region: "eu-west-1",
      sagemaker_container_log_level: "20",
      sagemaker_torch_distributed_enabled: "true",
    });
    expect(job.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 7200, MaxWaitTimeInSeconds: 7200 });
    expect(job.EnableManagedSpotTraining).toBe(true);
    expect(job.CheckpointConfig).toEqual({
      S3Uri: `s3://dogs-123456789012-eu-west-1/models/dogs/checkpoints/${job.TrainingJobName}`,
      LocalPath: "/opt/ml/checkpoints",
    });
    expect(job.VpcConfig).toEqual({
      Subnets: ["subnet-0a1b2c3d4e5f60718", "subnet-11111111111111111"],
      SecurityGroupIds: ["sg-0a1b2c3d4e5f60718"],
    });
    expect(job.EnableNetworkIsolation).toBeUndefined();
    // Turned off by its named prop.
    expect(job.EnableInterContainerTrafficEncryption).toBe(false);
    expect(job.Tags).toEqual([
      { Key: "CostCentre", Value: 'research & "development"' },
      { Key: "Project", Value: "dogs" },
    ]);
    expect(job.AlgorithmSpecification.MetricDefinitions).toContainEqual({
      Name: "loss",
      Regex: 'loss "(\\d+)"',
    });
    expect(job.InputDataConfig[2]).toEqual(
      channel("weights", "s3://dogs-123456789012-eu-west-1/models/pretrained/", "File"),
    );
  });

  test("encrypts its output always, and its volume only on instance types without local NVMe storage", async () => {
    const onDisk = await trainingOf(tuned);
    const onNvme = await trainingOf(tuned, { instanceType: "ml.g5.2xlarge" });
    expect(onDisk.ResourceConfig.VolumeKmsKeyId).toBe(goodCases.full.kmsKeyArn);
    expect(onNvme.ResourceConfig).toEqual({
      InstanceType: "ml.g5.2xlarge",
      InstanceCount: 1,
      VolumeSizeInGB: 30,
    });
    for (const job of [onDisk, onNvme]) expect(job.OutputDataConfig.KmsKeyId).toBe(goodCases.full.kmsKeyArn);
  });
});

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

  test("uses one instance a trial, whatever the training job uses, and never a shared checkpoint", async () => {
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
});

describe("names of jobs", () => {
  const valid = /^[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;

  test.each([
    ["the shortest", "x"],
    ["a scheduled execution's", `${"a1b2c3d4-".repeat(8)}12345678`],
    ["one with characters that SageMaker does not know", "nightly_2026.11.21 (2)=ä"],
  ])("fit, for an execution's name that is %s", async (_title, runName) => {
    const job = await trainingOf(full, {}, runName);
    const tuning = await tuningOf(full, runName);
    expect(job.TrainingJobName).toMatch(valid);
    expect(job.TrainingJobName.length).toBeLessThanOrEqual(63);
    expect(tuning.HyperParameterTuningJobName).toMatch(valid);
    expect(tuning.HyperParameterTuningJobName.length).toBeLessThanOrEqual(32);
  });

  test("differ between executions whose names begin alike", async () => {
    const beginning = "a".repeat(79);
    const [first, second] = await Promise.all(
      ["1", "2"].map((end) => trainingOf(full, {}, `${beginning}${end}`)),
    );
    expect(first?.TrainingJobName).not.toBe(second?.TrainingJobName);
  });
});

describe("an execution's input", () => {
  test("overrides defaults with all that follows: more instances are distributed and encrypted", async () => {
    const job = await trainingOf(plain, {
      instanceType: "ml.m5.2xlarge",
      instanceCount: 2,
      maxRuntimeSeconds: 600,
      codeUri: "s3://dogs-123456789012-eu-west-1/code/2/program.tar.gz",
      hyperParameters: { epochs: 2, "mixed-precision": false, backbone: "tiny" },
      Comment: "Insert your JSON here",
    });
    expect(job.ResourceConfig).toMatchObject({ InstanceType: "ml.m5.2xlarge", InstanceCount: 2 });
    expect(job.StoppingCondition).toEqual({ MaxRuntimeInSeconds: 600 });
    expect(job.EnableInterContainerTrafficEncryption).toBe(true);
    expect(job.HyperParameters).toMatchObject({
      epochs: "2",
      "mixed-precision": "false",
      backbone: "tiny",
      sagemaker_submit_directory: "/opt/ml/input/data/code/program.tar.gz",
      sagemaker_torch_distributed_enabled: "true",
    });
  });

  test.each<[string, unknown, RegExp]>([
    ["a misspelt name", { instanceTyp: "ml.m5.large" }, /instanceTyp is not known; known are .*instanceType/],
    ["no object", ["ml.m5.large"], /It must be an object/],
    ["an EC2 type", { instanceType: "m5.large" }, /instanceType must be a SageMaker instance type/],
    ["a count as text", { instanceCount: "2" }, /instanceCount must be a whole number from 1 to 100/],
    ["half an instance", { instanceCount: 1.5 }, /instanceCount must be a whole number/],
    ["101 instances", { instanceCount: 101 }, /instanceCount must be a whole number from 1 to 100/],
    ["more runtime than waiting", { maxRuntimeSeconds: 7201 }, /maxRuntimeSeconds must be .* 1 to 7200/],
    ["code from elsewhere", { codeUri: "s3://other/code/x.tar.gz" }, /codeUri must be an archive below s3:/],
    [
      "code that is no archive",
      { codeUri: "s3://dogs-123456789012-eu-west-1/code/training/x.py" },
      /ends in .tar.gz/,
    ],
    ["arguments as a list", { hyperParameters: ["epochs"] }, /hyperParameters must be an object/],
    [
      "a nested argument",
      { hyperParameters: { epochs: [1] } },
      /hyperParameters.epochs must be a string, a number/,
    ],
    [
      "a tuned argument",
      { hyperParameters: { optimizer: "sgd" } },
      /hyperParameters.optimizer is what this pipeline tunes/,
    ],
    [
      "a toolkit's argument",
      { hyperParameters: { sagemaker_program: "x.py" } },
      /sagemaker_program is not for the program/,
    ],
  ])(
    "with %s is refused before anything is started, and somebody is told",
    async (_title, input, message) => {
      const run = await runDefinition(full, input, goodTasks);
      expect(run).toMatchObject({ status: "FAILED", error: "WrongInput" });
      expect(run.cause).toMatch(message);
      expect(run.calls.map(({ action }) => action)).toEqual([TELL]);
    },
  );

  test("names all mistakes at once", async () => {
    const run = await runDefinition(full, { instanceType: "x", instanceCount: 0, nonsense: 1 }, goodTasks);
    expect(run.cause).toMatch(/nonsense is not known.*instanceType must be.*instanceCount must be/);
  });

  test("for tuning is refused by a pipeline that does not tune", async () => {
    const run = await runDefinition(plain, { tuningInstanceType: "ml.m5.large" }, goodTasks);
    expect(run.cause).toMatch(/this pipeline does not tune/);
  });

  test.each([
    ["1 second", 1],
    ["28 days", 2_419_200],
  ])("may ask for %s", async (_title, maxRuntimeSeconds) => {
    const run = await runDefinition(plain, { maxRuntimeSeconds }, goodTasks);
    expect(run.status).toBe("SUCCEEDED");
  });
});

describe("a failure", () => {
  const failing = (action: string, task: Tasks[string]): Tasks => ({ ...goodTasks, [action]: task });

  test("of the training job is told with its reason, and the parameter keeps the old model", async () => {
    const run = await runDefinition(
      full,
      {},
      failing(TRAIN, failedJob("AlgorithmError: out of memory, exit code: 1")),
    );
    expect(run).toMatchObject({ status: "FAILED", error: "States.TaskFailed" });
    expect(run.cause).toBe("AlgorithmError: out of memory, exit code: 1");
    expect(run.calls.map(({ action }) => action)).toEqual([TUNE, TRAIN, TELL]);
    expect(run.calls[2]?.arguments).toEqual({
      TopicArn: goodCases.full.failureNotification.topicArn,
      Subject: `Training pipeline ${names.full} failed`,
      Message: expect.stringMatching(
        /States.TaskFailed {2}Reason: AlgorithmError: out of memory, exit code: 1 {2}Execution: arn:aws:states:/,
      ) as string,
    });
  });

  test("without a cause, or with one that is no job, is told as it is", async () => {
    const timeout = () => {
      throw new TaskError("States.Timeout");
    };
    const denied = () => {
      throw new TaskError("Ssm.SsmException", "User is not authorized");
    };
    const late = await runDefinition(full, {}, failing(TRAIN, timeout));
    const refused = await runDefinition(full, {}, failing(WRITE, denied));
    expect(late).toMatchObject({ error: "States.Timeout", cause: "No cause was given." });
    expect(refused).toMatchObject({ error: "Ssm.SsmException", cause: "User is not authorized" });
  });

  test("of the tuning job starts no training job", async () => {
    const run = await runDefinition(grid, {}, failing(TUNE, failedJob("ClientError: no data")));
    expect(run.calls.map(({ action }) => action)).toEqual([TUNE, TELL]);
    expect(run.cause).toBe("ClientError: no data");
  });

  test("of the notification itself still ends the run with the first reason", async () => {
    const tasks = {
      ...failing(TRAIN, failedJob("ClientError: no data")),
      [TELL]: () => {
        throw new TaskError("Sns.AuthorizationErrorException", "not allowed");
      },
    };
    const run = await runDefinition(full, {}, tasks);
    expect(run).toMatchObject({ status: "FAILED", cause: "ClientError: no data" });
  });

  test("with nobody to tell ends the run with the reason", async () => {
    const run = await runDefinition(plain, {}, failing(TRAIN, failedJob("ClientError: no data")));
    expect(run).toMatchObject({ status: "FAILED", cause: "ClientError: no data" });
    expect(run.calls.map(({ action }) => action)).toEqual([TRAIN]);
  });
});

const channel = (ChannelName: string, S3Uri: string, InputMode: string) => ({
  ChannelName,
  InputMode,
  DataSource: { S3DataSource: { S3DataType: "S3Prefix", S3Uri, S3DataDistributionType: "FullyReplicated" } },
});
