import { notebookPolicy } from "../../../policies/documents";
import { Notebook, type NotebookProps } from "../../../modules/notebook";
import { acceptedFindings } from "../../../modules/shared/accept";
import { TerraformOutput, type TerraformStack } from "../../../modules/shared/tf";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import type { PlanJson, TerraformRoot } from "../../helpers/terraform";
import { goodCases } from "./cases";

const ACCOUNT = "123456789012";
const location = { partition: "aws", region: "eu-west-1", accountId: ACCOUNT };
const full = goodCases.full as NotebookProps;
const minimal = goodCases.minimal as NotebookProps;
const make = (props: NotebookProps) => (stack: TerraformStack) =>
  new TerraformOutput(stack, "open", { value: new Notebook(stack, "notebook", props).openCommand });
const synthesized = (props: NotebookProps) => synthesizeStack((stack) => void make(props)(stack));

interface Document {
  Statement: { Sid: string; Action: string | string[]; Resource?: string | string[] }[];
}
const planned = (plan: PlanJson, type: string, name: RegExp) =>
  plan.resource_changes.find((change) => change.type === type && name.test(change.name))?.change
    .after as Record<string, string>;
/** Sids to what they allow, with single values as lists. */
const permissions = (document: unknown) => {
  const list = (value: unknown) => [value].flat().map(String).sort();
  return Object.fromEntries(
    (document as Document).Statement.map((statement) => [
      statement.Sid,
      {
        ...(JSON.parse(JSON.stringify(statement)) as object),
        Action: list(statement.Action),
        Resource: list(statement.Resource),
      },
    ]),
  ) as Record<string, { Condition?: unknown }>;
};

describe("with everything said, applied", () => {
  let root: TerraformRoot;
  let plan: PlanJson;
  let account: string;

  beforeAll(async () => {
    root = await stackRoot((stack) => void make(full)(stack));
    plan = root.plan();
    account =
      planned(plan, "aws_iam_role", /^notebook_role/)["assume_role_policy"]?.match(/\d{12}/)?.[0] ?? "";
    root.apply();
  });

  it("changes nothing in a second plan, tells how to open it, and can be destroyed", () => {
    expect(root.secondPlanIsEmpty()).toBe(true);
    expect(root.outputs()["open"]).toBe(
      "aws sagemaker create-presigned-notebook-instance-url --notebook-instance-name dogs-dev --region eu-west-1 --query AuthorizedUrl --output text",
    );
    expect(root.destroy().text).toContain("Destroy complete");
  });

  it("has a role that may do exactly what the reviewed document says", () => {
    const written: unknown = JSON.parse(
      planned(plan, "aws_iam_role_policy", /^notebook_role/)["policy"] ?? "",
    );
    const reviewed = notebookPolicy({
      location: { ...location, accountId: account },
      notebookName: "dogs-dev",
      logGroupArn: `arn:aws:logs:eu-west-1:${account}:log-group:/aws/sagemaker/NotebookInstances`,
      readPrefixes: [{ bucketArn: "arn:aws:s3:::mlops-store", prefix: "notebooks/" }],
      pipeline: {
        stateMachineName: "mlops-train",
        jobNamePrefix: "mlops-dev-",
        modelParameterArn: `arn:aws:ssm:eu-west-1:${account}:parameter/mlops/dev/model`,
      },
      endpointArn: full.endpointArn,
      keyArns: [String(full.storeKmsKeyArn)],
    });
    const [is, expected] = [permissions(written), permissions(reviewed)];
    // Terraform writes a condition's single value as text, the document as a list; compared by their content.
    const plain = (value: unknown) => JSON.stringify(value).replace(/[[\]]/g, "");
    expect(plain(is["ListObjects"]?.Condition)).toBe(plain(expected["ListObjects"]?.Condition));
    for (const set of [is, expected]) delete set["ListObjects"]?.Condition;
    expect(is).toEqual(expected);
  });

  it("tells the notebooks what they operate, in the words that they read", () => {
    const script = Buffer.from(
      planned(plan, "aws_sagemaker_notebook_instance_lifecycle_configuration", /./)["on_start"] ?? "",
      "base64",
    ).toString();
    const settings = Buffer.from(/settings_base64='([^']*)'/.exec(script)?.[1] ?? "", "base64").toString();
    expect(JSON.parse(settings)).toEqual({
      stateMachineArn: full.pipeline?.stateMachineArn,
      modelParameter: "/mlops/dev/model",
      endpointName: "dogs",
    });
    expect(script).not.toContain("@@");
  });
});

describe("what is there by default", () => {
  const stack = synthesized(minimal);
  const [notebook] = resourcesOf(stack, "aws_sagemaker_notebook_instance");

  it("is a notebook without internet, without root, with version 2 of the metadata service", () => {
    expect(notebook).toMatchObject({
      direct_internet_access: "Disabled",
      root_access: "Disabled",
      instance_metadata_service_configuration: { minimum_instance_metadata_service_version: "2" },
      platform_identifier: "notebook-al2023-v1",
    });
    expect(notebook?.["security_groups"]).toEqual(minimal.network.securityGroupIds);
  });

  it("is a log group that stays when the notebook goes, since the region's other notebooks write there too", () => {
    expect(resourcesOf(stack, "aws_cloudwatch_log_group")).toEqual([
      expect.objectContaining({ name: "/aws/sagemaker/NotebookInstances", skip_destroy: true }),
    ]);
  });

  it("is stopped at night by a role that can do nothing else", () => {
    const [schedule] = resourcesOf(stack, "aws_scheduler_schedule");
    expect(schedule).toMatchObject({
      schedule_expression: "cron(0 20 * * ? *)",
      schedule_expression_timezone: "UTC",
      flexible_time_window: { mode: "OFF" },
    });
    const documents = Object.entries(stack.data?.["aws_iam_policy_document"] ?? {});
    const stops = documents.filter(([name]) => /stop_schedule_role_permissions/.test(name));
    expect(stops.map(([, { statement }]) => statement)).toEqual([
      [expect.objectContaining({ actions: ["sagemaker:StopNotebookInstance"] })],
    ]);
  });

  it("can start nothing and invoke nothing", () => {
    const text = JSON.stringify(stack.data?.["aws_iam_policy_document"]);
    expect(text).not.toMatch(/states:|InvokeEndpoint|kms:|s3:|iam:/);
  });

  it("gives a reason for each finding that it accepts", () => {
    let accepted: string[] = [];
    synthesizeStack((scope) => {
      make(minimal)(scope);
      accepted = acceptedFindings(scope).map(({ check }) => check);
    });
    expect(accepted.sort()).toEqual([
      "CKV_AWS_158",
      "CKV_AWS_187",
      "CKV_AWS_22",
      "CKV_AWS_297",
      "CKV_AWS_307",
      "CKV_AWS_338",
    ]);
  });
});

it("has no schedule, no log group and no idle stop when they are turned off by name", () => {
  const stack = synthesized(goodCases["every protection that can be turned off"] as NotebookProps);
  expect(resourcesOf(stack, "aws_scheduler_schedule")).toEqual([]);
  expect(resourcesOf(stack, "aws_iam_role")).toHaveLength(1);
  expect(resourcesOf(stack, "aws_cloudwatch_log_group")).toEqual([]);
  expect(resourcesOf(stack, "aws_sagemaker_notebook_instance")[0]).toMatchObject({ root_access: "Enabled" });
  expect(JSON.stringify(stack.locals)).toContain('"IDLE_TIMEOUT_MINUTES":0');
});

it("says what it must reach, without the internet", () => {
  const { services, internet } = Notebook.networkNeeds();
  expect(services).toEqual(
    expect.arrayContaining(["sagemaker.api", "sagemaker.runtime", "states", "notebook"]),
  );
  expect(internet).toBeUndefined();
});
