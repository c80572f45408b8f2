import { runDefinition, type Definition } from "./states-language";
import { definitionsOfCases, goodTasks, TELL, trainingOf } from "./support";

let plain: Definition;
let full: Definition;

beforeAll(async () => {
  ({ plain, full } = await definitionsOfCases());
}, 60_000);

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
