import { metricDefinitions } from "../../../modules/training-pipeline";
import { goodCases } from "./cases";
import { runDefinition, TaskError, type Definition, type Tasks } from "./states-language";
import {
  channel,
  definitionsOfCases,
  failedJob,
  goodTasks,
  MODEL_URI,
  names,
  TELL,
  TRAIN,
  TUNE,
  trainingOf,
  tuningOf,
  WRITE,
} from "./support";

let plain: Definition;
let full: Definition;
let tuned: Definition;
let grid: Definition;

beforeAll(async () => {
  ({ plain, full, tuned, grid } = await definitionsOfCases());
}, 60_000);

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
      TrainingJobName: expect.stringMatching(/^dogs-train--a-run-[0-9a-f]{8}$/) as string,
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

  test("begin with the pipeline's name and two hyphens, which no other pipeline's jobs begin with", async () => {
    const job = await trainingOf(full, {}, "a-run");
    const tuning = await tuningOf(full, "a-run");
    for (const name of [job.TrainingJobName, tuning.HyperParameterTuningJobName]) {
      expect(name.startsWith(`${names.full}--`)).toBe(true);
      expect(name.startsWith("dogs--")).toBe(false);
    }
  });

  test("differ between executions whose names begin alike", async () => {
    const beginning = "a".repeat(79);
    const [first, second] = await Promise.all(
      ["1", "2"].map((end) => trainingOf(full, {}, `${beginning}${end}`)),
    );
    expect(first?.TrainingJobName).not.toBe(second?.TrainingJobName);
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
