import { Construct } from "constructs";
import { TrainingPipeline, type TrainingPipelineProps } from "../../../modules/training-pipeline";
import { ServiceRole } from "../../../modules/shared/role";
import { trustPolicy } from "../../../policies/documents";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import { goodCases } from "./cases";

const synthesize = (props: TrainingPipelineProps) =>
  synthesizeStack((stack) => {
    new TrainingPipeline(stack, "pipeline", props);
  });

interface PolicyStatement {
  Sid: string;
  Action: string | string[];
  Resource: string | string[];
}

/** The permissions of the two roles, as Terraform writes them. */
async function permissionsOf(props: TrainingPipelineProps): Promise<Record<string, PolicyStatement[]>> {
  const root = await stackRoot((stack) => {
    new TrainingPipeline(stack, "pipeline", props);
  });
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
  const resources = root.state().values?.root_module.resources ?? [];
  root.destroy();
  return Object.fromEntries(
    resources
      .filter(({ type }) => type === "aws_iam_role_policy")
      .map(({ values }) => [
        values.role as string,
        (JSON.parse(values.policy as string) as { Statement: PolicyStatement[] }).Statement,
      ]),
  );
}

const sids = (statements: PolicyStatement[] | undefined) => statements?.map(({ Sid }) => Sid);

describe("the state machine", () => {
  test("is logged with its data, traced, and made after its role may deliver logs", () => {
    const [machine] = resourcesOf(synthesize(goodCases.minimal), "aws_sfn_state_machine");
    expect(machine).toMatchObject({
      name: "dogs-train",
      logging_configuration: { level: "ALL", include_execution_data: true },
      tracing_configuration: { enabled: true },
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\..*state_machine_role/)],
    });
  });

  test("logs to a group of its own, kept and encrypted as asked", () => {
    const [group] = resourcesOf(synthesize(goodCases.full), "aws_cloudwatch_log_group");
    expect(group).toMatchObject({
      name: "/aws/vendedlogs/states/dogs-several-instance1",
      retention_in_days: 30,
      kms_key_id: goodCases.full.kmsKeyArn,
    });
  });

  test("makes the log group of all jobs, unless another pipeline has it", () => {
    const names = (props: TrainingPipelineProps) =>
      resourcesOf(synthesize(props), "aws_cloudwatch_log_group").map(({ name }) => name);
    expect(names(goodCases.minimal)).toContain("/aws/sagemaker/TrainingJobs");
    expect(names({ ...goodCases.minimal, createJobLogGroup: false })).not.toContain(
      "/aws/sagemaker/TrainingJobs",
    );
  });

  test("leaves that group where it is when it goes, and so does not encrypt it with a key that may go too", async () => {
    const kmsKeyArn = goodCases.full.kmsKeyArn;
    const root = await stackRoot((stack) => {
      new TrainingPipeline(stack, "pipeline", { ...goodCases.minimal, kmsKeyArn });
    });
    root.apply();
    expect(root.secondPlanIsEmpty()).toBe(true);
    const groups = (root.state().values?.root_module.resources ?? [])
      .filter(({ type }) => type === "aws_cloudwatch_log_group")
      .map(({ values }) => [values.name, values.skip_destroy, values.kms_key_id]);
    expect(groups.sort()).toEqual([
      ["/aws/sagemaker/TrainingJobs", true, null],
      ["/aws/vendedlogs/states/dogs-train", false, kmsKeyArn],
    ]);
    expect(root.destroy().text).toContain("Destroy complete");
  });
});

test("the model parameter begins with the given model, and a deployment leaves later ones alone", () => {
  const [parameter] = resourcesOf(synthesize(goodCases.minimal), "aws_ssm_parameter");
  expect(parameter).toMatchObject({
    name: "/dogs-train/model-uri",
    type: "String",
    value: goodCases.minimal.initialModelUri,
    lifecycle: { ignore_changes: ["value"] },
  });
});

describe("permissions", () => {
  test("without options are the least", async () => {
    const roles = await permissionsOf(goodCases.minimal);
    expect(sids(roles["dogs-train-pipeline"])).toEqual([
      "RunTrainingJobs",
      "TagTrainingJobs",
      "PassExecutionRole",
      "WaitForTrainingJobs",
      "WriteModelLocation",
      "DeliverExecutionLogs",
      "WriteTraces",
      "ReadTraceSampling",
    ]);
    expect(sids(roles["dogs-train-jobs"])).toEqual([
      "ReadObjects",
      "WriteObjects",
      "ListObjects",
      "LogInToRegistry",
      "PullImages",
      "WriteLogs",
      "PublishMetrics",
    ]);
  });

  test("with every option name exactly what is used", async () => {
    const roles = await permissionsOf(goodCases.full);
    const pipeline = roles["dogs-several-instance1-pipeline"];
    const jobs = roles["dogs-several-instance1-jobs"];
    const statement = (statements: PolicyStatement[] | undefined, sid: string) =>
      statements?.find(({ Sid }) => Sid === sid);
    expect(sids(pipeline)).toEqual(
      expect.arrayContaining(["RunTuningJobs", "TagTuningJobs", "WaitForTuningJobs", "EncryptNotification"]),
    );
    expect(statement(pipeline, "NotifyFailure")).toMatchObject({
      Action: "sns:Publish",
      Resource: goodCases.full.failureNotification.topicArn,
    });
    expect(statement(pipeline, "RunTuningJobs")?.Resource).toBe(
      "arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/dogs-several-instance1--*",
    );
    expect(statement(jobs, "PullImages")?.Resource).toBe(
      "arn:aws:ecr:eu-west-1:763104351884:repository/pytorch-training",
    );
    expect(statement(jobs, "ReadWeights")?.Resource).toBe(
      "arn:aws:s3:::dogs-123456789012-eu-west-1/models/pretrained/*",
    );
    expect([statement(jobs, "WriteLogs")?.Action].flat().sort()).toEqual([
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
    expect([statement(jobs, "WriteLogs")?.Resource].flat().sort()).toEqual(
      ["", ":*"].map(
        (end) =>
          expect.stringMatching(
            `^arn:aws:logs:.*:log-group:/aws/sagemaker/TrainingJobs${end.replace("*", "[*]")}$`,
          ) as string,
      ),
    );
    expect(sids(jobs)).toEqual(
      expect.arrayContaining(["ListWeights", "UseKeys", "GrantKeysToVolumes", "AttachJobsToVpc"]),
    );
  });

  test("no statement has a wildcard action", async () => {
    const roles = await permissionsOf(goodCases.full);
    expect(
      JSON.stringify(
        Object.values(roles)
          .flat()
          .flatMap(({ Action }) => Action),
      ),
    ).not.toContain("*");
  });
});

test("grantStart allows to start this state machine and nothing else", () => {
  synthesizeStack((stack) => {
    const pipeline = new TrainingPipeline(stack, "pipeline", goodCases.minimal);
    const role = new ServiceRole(new Construct(stack, "notebook"), "role", {
      name: "notebook",
      description: "A notebook",
      trust: trustPolicy({ service: "sagemaker.amazonaws.com", accountId: "123456789012" }).Statement,
      permissions: trustPolicy({ service: "sagemaker.amazonaws.com", accountId: "123456789012" }).Statement,
    });
    expect(pipeline.grantStart(role).statements).toEqual([
      {
        Sid: "StartExecution",
        Effect: "Allow",
        Action: ["states:StartExecution"],
        Resource: [pipeline.stateMachineArn],
      },
    ]);
  });
});

describe("what jobs need of a network", () => {
  test("is nothing but S3 when they are isolated", () => {
    expect(TrainingPipeline.networkNeeds()).toEqual({ services: [], distributed: false });
  });

  test("is each other, from two instances on", () => {
    expect(TrainingPipeline.networkNeeds({ instanceCount: 1 }).distributed).toBe(false);
    expect(TrainingPipeline.networkNeeds({ instanceCount: 2 }).distributed).toBe(true);
  });

  test("is AWS's services when the program may call them", () => {
    expect(TrainingPipeline.networkNeeds({ networkIsolation: false }).services).toEqual([
      "ecr.api",
      "ecr.dkr",
      "kms",
      "logs",
      "monitoring",
      "sagemaker.api",
      "sts",
    ]);
  });
});
