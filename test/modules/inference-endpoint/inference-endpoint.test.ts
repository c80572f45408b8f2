import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { InferenceEndpoint, type InferenceEndpointProps } from "../../../modules/inference-endpoint";
import { inputs } from "../../../modules/inference-endpoint/inputs";
import { rules } from "../../../modules/inference-endpoint/rules";
import { check } from "../../../modules/shared/inputs";
import type { Grant } from "../../../modules/shared/role";
import { TerraformOutput } from "../../../modules/shared/tf";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import type { PlannedModule, TerraformRoot } from "../../helpers/terraform";
import { goodCases, minimal } from "./cases";

const problemsOf = (props: object) => check({ inputs, rules }, props).problems;
const withVariant = (variant: object, more: object = {}) => ({
  ...minimal,
  realTime: { variants: { primary: { instanceType: "ml.m5.large", ...variant } } },
  ...more,
});
type Values = Record<string, unknown>;
const asBlock = (value: unknown) => (value as Values[])[0] as Values;

describe("the limits of an inference endpoint", () => {
  const two = { initialInstanceCount: 2 };
  it.each<[string, object]>([
    ["a name of 54 characters", { ...minimal, name: "a".repeat(54) }],
    ["a canary of 50 percent over two instances", withVariant(two, { deployment: { canary: { percent: 50 } } })],
    ["a canary over a minimum of two", withVariant({ scaling: { minInstances: 2, maxInstances: 2 } }, { deployment: { canary: {} } })],
    ["linear steps of 10 percent", withVariant(two, { deployment: { linear: { stepPercent: 10 } } })],
    ["linear steps of 50 percent", withVariant(two, { deployment: { linear: { stepPercent: 50 } } })],
    ["updates of 14400 seconds", { ...minimal, deployment: { maximumExecutionSeconds: 14400 } }],
    ["a minimum that is the maximum", withVariant({ scaling: { minInstances: 2, maxInstances: 2 } })],
    ["a start at the maximum", withVariant({ initialInstanceCount: 4, scaling: { minInstances: 2, maxInstances: 4 } })],
    ["a burstable type of fixed size", withVariant({ instanceType: "ml.t2.medium" })],
    ["a volume of 512 GB", withVariant({ volumeSizeGb: 512 })],
    ["health checks of 60 seconds", { ...minimal, containerStartupTimeoutSeconds: 60 }],
    ["health checks of 3600 seconds", { ...minimal, containerStartupTimeoutSeconds: 3600 }],
    ["a model in its folder", { ...minimal, modelPrefix: "s3://vision-models/run-17/" }],
    ["a whole bucket of models", { ...minimal, modelPrefix: "s3://vision-models/" }],
  ])("admit %s", (_title, props) => {
    expect(problemsOf(props)).toEqual([]);
  }); // prettier-ignore

  it("are reported all at once", () => {
    const problems = problemsOf({ name: "Bad", image: "x", modelDataUrl: "y" });
    expect(problems).toHaveLength(4);
    expect(problems[3]).toMatch(/realTime must be set, or one of serverless, asynchronous/);
  });

  it("are compile-time errors where types can say them", () => {
    const { name, image, modelDataUrl } = minimal;
    // @ts-expect-error -- no kind
    const none: InferenceEndpointProps = { name, image, modelDataUrl };
    // @ts-expect-error -- two kinds
    const both: InferenceEndpointProps = { ...minimal, serverless: {} };
    expect([none, both].map(problemsOf).map((problems) => problems.length > 0)).toEqual([true, true]);
  });
});

describe("an inference endpoint's grants", () => {
  let granted: Grant | undefined;
  const stack = synthesizeStack((scope) => {
    const role = new IamRole(scope, "caller", { name: "caller", assumeRolePolicy: "{}" });
    const endpoint = new InferenceEndpoint(scope, "endpoint", minimal);
    granted = endpoint.grantInvoke({ roleName: role.name, construct: scope });
  });

  it("are one statement with one action on one ARN", () => {
    expect(granted?.statements).toEqual([
      {
        Sid: "InvokeEndpoint",
        Effect: "Allow",
        Action: ["sagemaker:InvokeEndpoint"],
        Resource: [expect.stringMatching(/^\$\{TfToken/)],
      },
    ]);
    const documents = Object.values(stack.data?.aws_iam_policy_document ?? {});
    const invoke = documents.filter((document) =>
      JSON.stringify(document).includes("sagemaker:InvokeEndpoint"),
    );
    const resource = expect.stringMatching(/^\$\{aws_sagemaker_endpoint\.[^.]+\.arn\}$/) as string;
    // The grant's own document, and the one for callers outside of this app.
    expect(invoke.map(({ statement }) => statement)).toEqual([
      [
        {
          actions: ["sagemaker:InvokeEndpoint"],
          effect: "Allow",
          resources: [resource],
          sid: "InvokeEndpoint",
        },
      ],
      [
        {
          actions: ["sagemaker:InvokeEndpoint"],
          effect: "Allow",
          resources: [resource],
          sid: "InvokeEndpoint",
        },
      ],
    ]);
    expect(resourcesOf(stack, "aws_iam_role_policy")).toContainEqual(
      expect.objectContaining({ name: "invoke-endpoint", role: expect.stringContaining("caller") as string }),
    );
  });

  it("are for asynchronous calls where the endpoint takes nothing else", () => {
    synthesizeStack((scope) => {
      const endpoint = new InferenceEndpoint(scope, "queue", goodCases["asynchronous, down to no instance"]);
      const { statements } = endpoint.grantInvoke({ roleName: "caller", construct: scope });
      expect(statements.map(({ Action }) => Action)).toEqual([["sagemaker:InvokeEndpointAsync"]]);
    });
  });
});

it("an inference endpoint needs nothing of its network, unless its container downloads", () => {
  expect(InferenceEndpoint.networkNeeds()).toEqual({ services: [], internet: false });
  expect(InferenceEndpoint.networkNeeds({ internet: true })).toEqual({ services: [], internet: true });
});

describe("inference endpoints of every kind, applied", () => {
  let root: TerraformRoot;
  let resources: NonNullable<PlannedModule["resources"]>;
  let outputs: Record<string, unknown>;

  beforeAll(async () => {
    root = await stackRoot((scope) => {
      Object.values(goodCases).forEach((props: { name: string }) => {
        const endpoint = new InferenceEndpoint(scope, props.name, props as InferenceEndpointProps);
        new TerraformOutput(scope, `${props.name}-command`, { value: endpoint.invokeCommand });
        new TerraformOutput(scope, `${props.name}-variants`, { value: endpoint.variantNames });
        new TerraformOutput(scope, `${props.name}-alarms`, { value: endpoint.alarmNames });
      });
    });
    root.apply();
    resources = root.state().values?.root_module.resources ?? [];
    outputs = root.outputs();
  }, 60_000);

  /** The resource of that name, or of that name and the digits of its content. */
  const find = (type: string, name: string, key = "name") =>
    resources.find(
      ({ type: own, values }) => own === type && String(values[key]).replace(/-[0-9a-f]{8}$/, "") === name,
    )?.values ?? {};
  const configuration = (name: string) => find("aws_sagemaker_endpoint_configuration", name);
  const policyOf = (name: string) =>
    JSON.parse(String(find("aws_iam_role_policy", `${name}-endpoint`, "role").policy)) as {
      Statement: { Sid: string; Action: string | string[]; Resource: string | string[] }[];
    };

  it("plan no changes a second time", () => {
    expect(root.secondPlanIsEmpty()).toBe(true);
  });

  it("name model and configuration after their content", () => {
    const model = find("aws_sagemaker_model", "breeds");
    expect(model.name).toMatch(/^breeds-[0-9a-f]{8}$/);
    expect(asBlock(configuration("breeds").production_variants).model_name).toBe(model.name);
    expect(find("aws_sagemaker_endpoint", "breeds").endpoint_config_name).toBe(configuration("breeds").name);
  });

  it("isolate the container unless told otherwise", () => {
    const isolated = ["breeds", "breeds-full", "breeds-queue", "breeds-gpu", "breeds-serverless"].map(
      (name) => find("aws_sagemaker_model", name).enable_network_isolation,
    );
    expect(isolated).toEqual([true, true, true, false, false]);
  });

  it("sit in a network only where one is given", () => {
    expect(find("aws_sagemaker_model", "breeds").vpc_config).toEqual([]);
    expect(find("aws_sagemaker_model", "breeds-full").vpc_config).toEqual([
      { security_group_ids: ["sg-1"], subnets: ["subnet-1", "subnet-2"] },
    ]);
  });

  it("encrypt volumes with the key, but not where SageMaker refuses one", () => {
    expect(configuration("breeds-full").kms_key_arn).toMatch(/^arn:aws:kms:/);
    expect(configuration("breeds-queue-full").kms_key_arn).toMatch(/^arn:aws:kms:/);
    // Empty where the key is not set.
    expect(configuration("breeds-gpu").kms_key_arn ?? "").toBe("");
    expect(configuration("breeds-serverless").kms_key_arn ?? "").toBe("");
  });

  it("start every variant with the smallest number of instances that its scaling allows", () => {
    const variants = configuration("breeds-full").production_variants as Values[];
    expect(variants.map(({ variant_name: name, initial_instance_count: count }) => [name, count])).toEqual([
      ["candidate", 3],
      ["fixed", 2],
      ["stable", 2],
    ]);
    expect(asBlock(configuration("breeds-queue").production_variants).initial_instance_count).toBe(1);
  });

  it("scale each variant on the metric that was chosen, and the fixed one not at all", () => {
    const policies = resources
      .filter(
        ({ type, values }) =>
          type === "aws_appautoscaling_policy" && String(values.name).startsWith("breeds-full-"),
      )
      .map(({ values }) => {
        const tracking = asBlock(values.target_tracking_scaling_policy_configuration);
        return {
          resource: values.resource_id,
          target: tracking.target_value,
          metric: asBlock(tracking.predefined_metric_specification).predefined_metric_type,
          cooldowns: [tracking.scale_in_cooldown, tracking.scale_out_cooldown],
        };
      });
    expect(policies).toEqual([
      {
        resource: "endpoint/breeds-full/variant/candidate",
        target: 4,
        metric: "SageMakerVariantConcurrentRequestsPerModelHighResolution",
        cooldowns: [300, 300],
      },
      {
        resource: "endpoint/breeds-full/variant/stable",
        target: 20,
        metric: "SageMakerVariantInvocationsPerInstance",
        cooldowns: [300, 30],
      },
    ]);
  });

  it("raise the minimum on schedule, and put both numbers back at its end", () => {
    const actions = resources
      .filter(({ type }) => type === "aws_appautoscaling_scheduled_action")
      .map(({ values }) => [values.schedule, values.timezone, asBlock(values.scalable_target_action)]);
    expect(actions).toEqual([
      ["cron(0 19 ? * MON-FRI *)", "Europe/Rome", { max_capacity: "8", min_capacity: "2" }],
      ["cron(0 7 ? * MON-FRI *)", "Europe/Rome", { max_capacity: "8", min_capacity: "4" }],
    ]);
  });

  it("roll back on their own alarms, in microseconds and without a call not at all", () => {
    const deployment = asBlock(find("aws_sagemaker_endpoint", "breeds-full").deployment_config);
    const rollback = asBlock(deployment.auto_rollback_configuration).alarms as Values[];
    expect(rollback.map(({ alarm_name: name }) => name).sort()).toEqual(
      ["candidate", "fixed", "stable"].flatMap((variant) => [
        `breeds-full-${variant}-error-ratio`,
        `breeds-full-${variant}-model-latency`,
      ]),
    );
    expect([...(outputs["breeds-full-alarms"] as string[])].sort()).toEqual(
      rollback.map(({ alarm_name: name }) => name).sort(),
    );
    expect(
      find("aws_cloudwatch_metric_alarm", "breeds-full-stable-model-latency", "alarm_name"),
    ).toMatchObject({
      metric_name: "ModelLatency",
      extended_statistic: "p90",
      threshold: 500_000,
      evaluation_periods: 3,
      treat_missing_data: "notBreaching",
      dimensions: { EndpointName: "breeds-full", VariantName: "stable" },
    });
    expect(find("aws_cloudwatch_metric_alarm", "breeds-full-stable-error-ratio", "alarm_name")).toMatchObject(
      {
        metric_name: "Invocation5XXErrors",
        statistic: "Average",
        threshold: 0.05,
        treat_missing_data: "notBreaching",
      },
    );
  });

  it("shift traffic at once, as a canary, in linear steps, or not at all when serverless", () => {
    const routing = (name: string) => {
      const blocks = find("aws_sagemaker_endpoint", name).deployment_config as Values[];
      const [deployment] = blocks;
      return (
        deployment && asBlock(asBlock(deployment.blue_green_update_policy).traffic_routing_configuration)
      );
    };
    expect(routing("breeds")).toMatchObject({
      type: "ALL_AT_ONCE",
      wait_interval_in_seconds: 0,
      canary_size: [],
    });
    expect(routing("breeds-full")).toMatchObject({
      type: "CANARY",
      wait_interval_in_seconds: 60,
      canary_size: [{ type: "CAPACITY_PERCENT", value: 10 }],
      linear_step_size: [],
    });
    expect(routing("breeds-gpu")).toMatchObject({
      type: "LINEAR",
      wait_interval_in_seconds: 180,
      linear_step_size: [{ type: "CAPACITY_PERCENT", value: 10 }],
    });
    expect(routing("breeds-serverless")).toBeUndefined();
  });

  it("let the role read exactly the model, pull exactly the image, and write exactly the log group", () => {
    expect(policyOf("breeds").Statement).toEqual([
      { Sid: "ReadModels", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::vision-models/run-17/model.tar.gz" },
      {
        Sid: "ListModels",
        Effect: "Allow",
        Action: "s3:ListBucket",
        Resource: "arn:aws:s3:::vision-models",
        Condition: { StringLike: { "s3:prefix": "run-17/model.tar.gz*" } },
      },
      { Sid: "LogInToRegistry", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Sid: "PullImages",
        Effect: "Allow",
        Action: expect.arrayContaining(["ecr:BatchGetImage"]) as string[],
        Resource: "arn:aws:ecr:eu-west-1:123456789012:repository/inference",
      },
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:PutLogEvents", "logs:DescribeLogStreams", "logs:CreateLogStream"],
        Resource: [
          expect.stringMatching(/^arn:aws:logs:eu-west-1:\d{12}:log-group:\/aws\/sagemaker\/Endpoints\/breeds:\*$/) as string,
          expect.stringMatching(/^arn:aws:logs:eu-west-1:\d{12}:log-group:\/aws\/sagemaker\/Endpoints\/breeds$/) as string,
        ],
      },
      {
        Sid: "PublishMetrics",
        Effect: "Allow",
        Action: "cloudwatch:PutMetricData",
        Resource: "*",
        Condition: {
          StringEquals: {
            "cloudwatch:namespace": expect.arrayContaining(["/aws/sagemaker/Endpoints", "AWS/SageMaker"]) as string[],
          },
        },
      },
      {
        Sid: "ReadRollbackAlarms",
        Effect: "Allow",
        Action: "cloudwatch:DescribeAlarms",
        Resource: expect.arrayContaining(["error-ratio", "model-latency"].map((alarm) =>
          expect.stringMatching(new RegExp(`^arn:aws:cloudwatch:eu-west-1:\\d{12}:alarm:breeds-[a-z]+-${alarm}$`)) as string)) as string[],
      },
    ]); // prettier-ignore
  });

  it("add permissions only for what was set", () => {
    const sids = (name: string) =>
      policyOf(name)
        .Statement.map(({ Sid }) => Sid)
        .slice(7);
    expect(sids("breeds-full")).toEqual([
      "DecryptWithKeys",
      "GrantKeysToVolumes",
      "DescribeNetworkForJobs",
      "AttachJobsToVpc",
      "WriteCaptures",
      "EncryptCaptures",
    ]);
    expect(sids("breeds-queue")).toEqual(["ReadRequests", "WriteResults", "EncryptResults"]);
    expect(sids("breeds-queue-full")).toContain("PublishNotifications");
    const resources = Object.fromEntries(
      policyOf("breeds-full").Statement.map(({ Sid, Resource }) => [Sid, Resource]),
    );
    expect(resources.ReadModels).toBe("arn:aws:s3:::vision-models/*");
    expect(resources.PullImages).toBe("arn:aws:ecr:eu-west-1:123456789012:repository/team/inference");
    expect(resources.WriteCaptures).toBe("arn:aws:s3:::vision-captures/breeds/*");
  });

  it("capture calls only when asked", () => {
    expect(configuration("breeds").data_capture_config).toEqual([]);
    expect(asBlock(configuration("breeds-full").data_capture_config)).toMatchObject({
      destination_s3_uri: "s3://vision-captures/breeds",
      initial_sampling_percentage: 100,
      capture_options: [{ capture_mode: "InputAndOutput" }],
    });
  });

  it("keep logs for a stated time", () => {
    const kept = ["breeds", "breeds-full"].map(
      (name) => find("aws_cloudwatch_log_group", `/aws/sagemaker/Endpoints/${name}`).retention_in_days,
    );
    expect(kept).toEqual([30, 365]);
  });

  it("tell the command that a person types next, and the variants", () => {
    expect(outputs["breeds-command"]).toBe(
      "aws sagemaker-runtime invoke-endpoint --region eu-west-1 --endpoint-name breeds --content-type application/x-image --body fileb://photo.jpg /dev/stdout",
    );
    expect(outputs["breeds-queue-command"]).toMatch(
      /^aws sagemaker-runtime invoke-endpoint-async .* --input-location s3:/,
    );
    expect(outputs["breeds-full-variants"]).toEqual(["candidate", "fixed", "stable"]);
    expect(outputs["breeds-serverless-variants"]).toEqual(["primary"]);
  });
});
