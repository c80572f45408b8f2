import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { buildFunction } from "../../../lambda-src/build";
import { readSettings } from "../../../lambda-src/classify/environment";
import { ClassifierFunction } from "../../../modules/classifier-function";
import type { ClassifierFunctionProps } from "../../../modules/classifier-function/inputs";
import type { Grant } from "../../../modules/shared/role";
import { TerraformOutput, TerraformVariable } from "../../../modules/shared/tf";
import { stackRoot, synthesizeStack } from "../../helpers/stack";
import type { PlannedModule, TerraformRoot } from "../../helpers/terraform";
import { goodCases, minimal } from "./cases";

type Values = Record<string, unknown>;
const asBlock = (value: unknown) => (value as Values[])[0] as Values;

it("the classifier function grants its alias alone: one statement, one action, one ARN", () => {
  let granted: Grant | undefined;
  const stack = synthesizeStack((scope) => {
    const role = new IamRole(scope, "caller", { name: "caller", assumeRolePolicy: "{}" });
    const classifier = new ClassifierFunction(scope, "classifier", minimal);
    granted = classifier.grantInvoke({ roleName: role.name, construct: scope });
  });
  expect(granted?.statements).toEqual([
    {
      Sid: "InvokeFunction",
      Effect: "Allow",
      Action: ["lambda:InvokeFunction"],
      Resource: [expect.stringMatching(/^\$\{TfToken/)],
    },
  ]);
  const document = Object.values(stack.data?.aws_iam_policy_document ?? {}).find((each) =>
    JSON.stringify(each).includes("lambda:InvokeFunction"),
  );
  expect(document?.statement).toEqual([
    {
      actions: ["lambda:InvokeFunction"],
      effect: "Allow",
      resources: [expect.stringMatching(/^\$\{aws_lambda_alias\.[^.]+\.arn\}$/)],
      sid: "InvokeFunction",
    },
  ]);
});

it("the classifier function opens no door of its own: no permission for others, no URL", () => {
  const stack = synthesizeStack((scope) => void new ClassifierFunction(scope, "classifier", minimal));
  expect(stack.resource).not.toHaveProperty("aws_lambda_permission");
  expect(stack.resource).not.toHaveProperty("aws_lambda_function_url");
});

it("the classifier function needs its endpoint's runtime, and the internet only to download", () => {
  expect(ClassifierFunction.networkNeeds()).toEqual({ services: ["sagemaker.runtime"], internet: true });
  expect(ClassifierFunction.networkNeeds({ fetchesImages: false })).toEqual({
    services: ["sagemaker.runtime"],
    internet: false,
  });
});

it("an architecture that only Terraform knows is refused in a stack, with what it could be", () => {
  const build = () =>
    synthesizeStack((scope) => {
      const architecture = new TerraformVariable(scope, "architecture", {}).stringValue;
      new ClassifierFunction(scope, "classifier", { ...minimal, architecture } as ClassifierFunctionProps);
    });
  expect(build).toThrow(/say which of arm64, x86_64 it is/);
});

describe("classifier functions, applied", () => {
  let root: TerraformRoot;
  let resources: NonNullable<PlannedModule["resources"]>;
  let outputs: Record<string, unknown>;

  beforeAll(async () => {
    root = await stackRoot((scope) => {
      Object.values(goodCases).forEach((props: { name: string }) => {
        const made = new ClassifierFunction(scope, props.name, props as ClassifierFunctionProps);
        new TerraformOutput(scope, `${props.name}-command`, { value: made.invokeCommand });
        new TerraformOutput(scope, `${props.name}-alarms`, { value: made.alarmNames });
      });
    });
    root.apply();
    resources = root.state().values?.root_module.resources ?? [];
    outputs = root.outputs();
  }, 120_000);

  const all = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ values }) => values);
  const find = (type: string, key: string, value: string) =>
    all(type).find((values) => values[key] === value) ?? {};
  const lambda = (name: string) => find("aws_lambda_function", "function_name", name);
  const statements = (name: string) =>
    (
      JSON.parse(String(find("aws_iam_role_policy", "role", `${name}-function`).policy)) as {
        Statement: { Sid: string; Action: string | string[]; Resource: string | string[] }[];
      }
    ).Statement;

  it("plan no changes a second time", () => {
    expect(root.secondPlanIsEmpty()).toBe(true);
  });

  it("get settings that the function's own reader takes", () => {
    const settings = (name: string) =>
      readSettings(asBlock(lambda(name).environment).variables as Record<string, string>);
    expect(settings("breeds")).toEqual({
      endpointName: "breeds",
      imageMode: "resize",
      imageSizePixels: 256,
      classCount: 133,
      classLabels: undefined,
      allowHttp: false,
      allowedHosts: [],
      s3Prefixes: [],
      fetchTimeoutSeconds: 10,
      firstByteTimeoutSeconds: 5,
      tracing: true,
    });
    expect(settings("Breeds_full")).toEqual({
      endpointName: "breeds-full",
      imageMode: "pass-through",
      imageSizePixels: 2048,
      classCount: 133,
      classLabels: "dog-breeds",
      allowHttp: true,
      allowedHosts: ["images.example.com", "*.example.org"],
      s3Prefixes: ["s3://photos-bucket/dogs/", "s3://all.of.it/"],
      fetchTimeoutSeconds: 60,
      firstByteTimeoutSeconds: 60,
      tracing: false,
    });
    expect(settings("breeds-url").imageMode).toBe("url");
    // No host has such a name: every URL is refused.
    expect(settings("breeds-inside").allowedHosts).toEqual(["nothing.invalid"]);
  });

  it("carry the archive of their architecture, and its hash, and run it on the runtime they were told", () => {
    for (const [name, architecture, runtime] of [
      ["breeds", "arm64", "nodejs22.x"],
      ["Breeds_full", "x86_64", "nodejs24.x"],
    ] as const) {
      const zip = fs.readFileSync(buildFunction({ architecture }).zipPath);
      expect(lambda(name)).toMatchObject({
        architectures: [architecture],
        handler: "index.handler",
        runtime,
        source_code_hash: createHash("sha256").update(zip).digest("base64"),
      });
    }
  });

  it("publish a version, which the alias points to", () => {
    expect(lambda("breeds").publish).toBe(true);
    expect(find("aws_lambda_alias", "function_name", "breeds")).toMatchObject({
      name: "live",
      function_version: "1",
      routing_config: [],
    });
  });

  it("reserve nothing unless told", () => {
    const reserved = ["breeds", "Breeds_full", "breeds-url"].map(
      (name) => lambda(name).reserved_concurrent_executions,
    );
    expect(reserved).toEqual([-1, 10, 900]);
  });

  it("keep a fixed number of environments warm, or let it follow their use", () => {
    const warm = (name: string) => find("aws_lambda_provisioned_concurrency_config", "function_name", name);
    expect(warm("breeds")).toEqual({});
    expect(warm("breeds-inside")).toMatchObject({ provisioned_concurrent_executions: 1, qualifier: "live" });
    expect(warm("Breeds_full")).toMatchObject({ provisioned_concurrent_executions: 2, qualifier: "live" });
    expect(all("aws_appautoscaling_target")).toEqual([
      expect.objectContaining({
        resource_id: "function:Breeds_full:live",
        scalable_dimension: "lambda:function:ProvisionedConcurrency",
        min_capacity: 2,
        max_capacity: 10,
      }),
    ]);
    const [policy] = all("aws_appautoscaling_policy");
    expect(asBlock(policy?.target_tracking_scaling_policy_configuration)).toMatchObject({
      target_value: 0.5,
      predefined_metric_specification: [
        {
          predefined_metric_type: "LambdaProvisionedConcurrencyUtilization",
        },
      ],
    });
    expect(all("aws_appautoscaling_scheduled_action").map(({ name, scalable_target_action: action }) => [name, asBlock(action)])).toEqual([
      ["Breeds_full-minimum-end", { min_capacity: "2", max_capacity: "10" }],
      ["Breeds_full-minimum-start", { min_capacity: "5", max_capacity: "10" }],
    ]); // prettier-ignore
  });

  it("send what failed in the end to their own encrypted queue, over TLS only", () => {
    const queue = find("aws_sqs_queue", "name", "breeds-failed-events");
    expect(queue).toMatchObject({ sqs_managed_sse_enabled: true, message_retention_seconds: 1_209_600 });
    expect(find("aws_sqs_queue", "name", "Breeds_full-failed-events").kms_master_key_id).toMatch(
      /^arn:aws:kms:/,
    );
    expect(find("aws_lambda_function_event_invoke_config", "function_name", "breeds")).toMatchObject({
      qualifier: "live",
      maximum_event_age_in_seconds: 3600,
      maximum_retry_attempts: 2,
      destination_config: [{ on_failure: [{ destination: queue.arn }], on_success: [] }],
    });
    const policy = JSON.parse(
      String(find("aws_sqs_queue_policy", "queue_url", String(queue.url)).policy),
    ) as {
      Statement: unknown[];
    };
    expect(policy.Statement).toEqual([
      expect.objectContaining({ Sid: "DenyInsecureTransport", Effect: "Deny", Resource: queue.arn }),
    ]);
  });

  it("have a role for their log group, their queue and traces, and for no endpoint without its ARN", () => {
    expect(statements("breeds")).toEqual([
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: expect.arrayContaining(["logs:CreateLogStream", "logs:PutLogEvents"]) as string[],
        Resource: expect.stringMatching(/:log-group:\/aws\/lambda\/breeds:\*$/) as string,
      },
      {
        Sid: "SendToDeadLetter",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: expect.stringMatching(/:breeds-failed-events$/) as string,
      },
      {
        Sid: "WriteTraces",
        Effect: "Allow",
        Action: expect.arrayContaining(["xray:PutTraceSegments", "xray:PutTelemetryRecords"]) as string[],
        Resource: "*",
      },
    ]);
  });

  it("add permissions only for what was set", () => {
    const sids = (name: string) => statements(name).map(({ Sid }) => Sid);
    expect(sids("Breeds_full")).toEqual([
      "WriteLogs",
      "SendToDeadLetter",
      "DescribeNetworkForFunction",
      "AttachFunctionToVpc",
      "DenyNetworkInterfacesToCode",
      "UseKeys",
      "ReadImages",
      "DecryptImages",
      "ReceiveMessages",
      "DecryptMessages",
      "InvokeEndpoint",
    ]);
    const invoke = statements("Breeds_full").find(({ Sid }) => Sid === "InvokeEndpoint");
    expect(invoke).toEqual({
      Sid: "InvokeEndpoint",
      Effect: "Allow",
      Action: "sagemaker:InvokeEndpoint",
      Resource: "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/breeds-full",
    });
  });

  it("may read the granted prefixes and receive from the named queue, and nothing else of S3 and SQS", () => {
    const of = (name: string, sid: string) => statements(name).find(({ Sid }) => Sid === sid);
    expect(of("Breeds_full", "ReadImages")).toEqual({
      Sid: "ReadImages",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: ["arn:aws:s3:::photos-bucket/dogs/*", "arn:aws:s3:::all.of.it/*"],
    });
    expect(of("breeds-s3", "ReadImages")?.Resource).toBe("arn:aws:s3:::photos-bucket/*");
    expect(of("breeds-s3", "ReceiveMessages")).toEqual({
      Sid: "ReceiveMessages",
      Effect: "Allow",
      Action: ["sqs:ReceiveMessage", "sqs:GetQueueAttributes", "sqs:DeleteMessage"],
      Resource: "arn:aws:sqs:eu-west-1:123456789012:photos.fifo",
    });
    const s3Actions = (name: string) => JSON.stringify(statements(name)).match(/s3:[A-Z]\w+/g) ?? [];
    expect(s3Actions("Breeds_full")).toEqual(["s3:GetObject"]);
    expect(s3Actions("breeds")).toEqual([]);
  });

  it("get a queue's messages in batches, of which only the failed ones go back", () => {
    const mapping = (arn: string) => find("aws_lambda_event_source_mapping", "event_source_arn", arn);
    const full = mapping("arn:aws:sqs:eu-west-1:123456789012:photos");
    expect(full).toMatchObject({
      batch_size: 100,
      maximum_batching_window_in_seconds: 1,
      function_response_types: ["ReportBatchItemFailures"],
      scaling_config: [{ maximum_concurrency: 10 }],
    });
    // The alias, whose environments are warm.
    expect(full.function_name).toMatch(/:Breeds_full:live$/);
    expect(mapping("arn:aws:sqs:eu-west-1:123456789012:photos.fifo")).toMatchObject({
      batch_size: 10,
      scaling_config: [],
    });
    expect(all("aws_lambda_event_source_mapping")).toHaveLength(2);
  });

  it("sit in a network only where one is given", () => {
    expect(lambda("breeds").vpc_config).toEqual([]);
    expect(asBlock(lambda("breeds-inside").vpc_config)).toMatchObject({
      security_group_ids: ["sg-1"],
      subnet_ids: ["subnet-1", "subnet-2"],
    });
  });

  it("ring for crashes, failed and refused calls, slowness, and cold starts despite warm environments", () => {
    expect(outputs["breeds-alarms"]).toEqual([
      "breeds-errors",
      "breeds-failed-ratio",
      "breeds-throttles",
      "breeds-duration",
    ]);
    expect(outputs["breeds-inside-alarms"]).toHaveLength(5);
    const alarm = (name: string) => find("aws_cloudwatch_metric_alarm", "alarm_name", name);
    expect(alarm("breeds-duration")).toMatchObject({ extended_statistic: "p99", threshold: 24_000 });
    expect(alarm("Breeds_full-duration")).toMatchObject({ threshold: 4000 });
    expect(alarm("Breeds_full-errors")).toMatchObject({ threshold: 2, treat_missing_data: "notBreaching" });
    expect(alarm("breeds-failed-ratio")).toMatchObject({
      namespace: "ClassifierFunction",
      metric_name: "FailedCalls",
      dimensions: { service: "breeds" },
      statistic: "Average",
      threshold: 0.05,
    });
    expect(alarm("Breeds_full-failed-ratio")).toMatchObject({ threshold: 0.5 });
    expect(alarm("Breeds_full-provisioned-spillover")).toMatchObject({
      metric_name: "ProvisionedConcurrencySpilloverInvocations",
      dimensions: { FunctionName: "Breeds_full", Resource: "Breeds_full:live" },
    });
  });

  it("trace and log as told", () => {
    expect(["breeds", "Breeds_full"].map((name) => asBlock(lambda(name).tracing_config).mode)).toEqual([
      "Active",
      "PassThrough",
    ]);
    expect(find("aws_cloudwatch_log_group", "name", "/aws/lambda/breeds").retention_in_days).toBe(30);
    expect(find("aws_cloudwatch_log_group", "name", "/aws/lambda/Breeds_full").retention_in_days).toBe(365);
  });

  it("tell the command that a person types next", () => {
    expect(outputs["breeds-command"]).toBe(
      `aws lambda invoke --region eu-west-1 --function-name breeds:live --cli-binary-format raw-in-base64-out --payload '{"url": "https://example.com/dog.jpg", "top": 5}' /dev/stdout`,
    );
    expect(outputs["breeds-inside-command"]).toContain(
      `--payload "{\\"image\\": \\"$(base64 -w0 photo.jpg)\\"`,
    );
  });
});
