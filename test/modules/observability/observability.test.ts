import { Observability, type ObservabilityProps } from "../../../modules/observability";
import { stackRoot } from "../../helpers/stack";
import { goodCases } from "./cases";

type Values = Record<string, unknown>;
interface Applied {
  of: (type: string) => Values[];
  alarm: (ending: string) => Values | undefined;
  outputs: Record<string, unknown>;
}

/** What is there after an apply; the second plan is empty, and all of it can be destroyed. */
async function apply(props: ObservabilityProps): Promise<Applied> {
  const root = await stackRoot((stack) => {
    const { alarmNames, dashboardUrl, topicArn } = new Observability(stack, "observability", props);
    for (const [name, value] of Object.entries({ alarmNames, dashboardUrl, topicArn }))
      stack.addOverride(`output.${name}`, { value });
  });
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
  const outputs = root.outputs();
  const resources = root.state().values?.root_module.resources ?? [];
  root.destroy();
  const of = (type: string) => resources.filter((each) => each.type === type).map(({ values }) => values);
  const alarm = (ending: string) =>
    of("aws_cloudwatch_metric_alarm").find(
      ({ alarm_name }) => alarm_name === `${props.name}-watch-${ending}`,
    );
  return { of, alarm, outputs };
}

let full: Applied;
let minimal: Applied;
beforeAll(async () => {
  [full, minimal] = [await apply(goodCases.full), await apply(goodCases.minimal)];
}, 60_000);

describe("the topic", () => {
  test("is encrypted with a key of its own that rotates and that alarms, rules, budgets and anomalies may use", () => {
    const [key] = minimal.of("aws_kms_key");
    const [topic] = minimal.of("aws_sns_topic");
    expect(topic?.kms_master_key_id).toBe(key?.arn);
    expect(key?.enable_key_rotation).toBe(true);
    for (const service of ["cloudwatch", "events", "budgets", "costalerts"])
      expect(key?.policy).toContain(`${service}.amazonaws.com`);
  });

  test("lets only this account's alarms, rules, budgets and anomalies publish, over TLS", () => {
    const [policy] = minimal.of("aws_sns_topic_policy");
    const { Statement } = JSON.parse(policy?.policy as string) as {
      Statement: { Sid: string; Effect: string }[];
    };
    expect(Statement.map(({ Sid, Effect }) => `${Effect} ${Sid}`)).toEqual([
      "Deny DenyInsecureTransport",
      "Allow AllowAlarms",
      "Allow AllowRules",
      "Allow AllowBudgets",
      "Allow AllowCostAnomalies",
    ]);
  });

  test("tells each address", () => {
    const subscriptions = full.of("aws_sns_topic_subscription");
    expect(subscriptions.map(({ endpoint }) => endpoint).sort()).toEqual([
      "on-call@example.org",
      "team@example.org",
    ]);
    expect(minimal.of("aws_sns_topic_subscription")).toEqual([]);
  });
});

describe("alarms", () => {
  test("are exactly one of each kind for each resource that has what they look at", () => {
    const names = full
      .of("aws_cloudwatch_metric_alarm")
      .map(({ alarm_name }) => String(alarm_name).slice("mlops-watch-".length));
    expect(names.sort()).toEqual(
      [
        ...["dogs", "cats"].flatMap((key) => [`${key}-endpoint-client-errors`, `${key}-endpoint-memory`]),
        ...["cpu", "gpu", "gpu-memory", "unused"].map((kind) => `cats-endpoint-${kind}`),
        "batch-function-dead-letters",
        "training-training-failed",
        "training-training-timed-out",
      ].sort(),
    );
    expect((full.outputs.alarmNames as string[]).sort()).toEqual(
      names.map((name) => `mlops-watch-${name}`).sort(),
    );
    expect(minimal.of("aws_cloudwatch_metric_alarm")).toEqual([]);
  });

  test("tell the topic when they go off and when they are over", () => {
    const alarms = full.of("aws_cloudwatch_metric_alarm");
    expect(alarms).toHaveLength(11);
    for (const alarm of alarms) {
      expect(alarm.alarm_actions).toEqual([full.outputs.topicArn]);
      expect(alarm.ok_actions).toEqual([full.outputs.topicArn]);
    }
  });

  test("count in CloudWatch's units: 100 percent for each vCPU and GPU", () => {
    expect(full.alarm("cats-endpoint-cpu")).toMatchObject({ threshold: 300 });
    expect(full.alarm("cats-endpoint-gpu")).toMatchObject({ threshold: 150, metric_name: "GPUUtilization" });
    expect(full.alarm("cats-endpoint-memory")).toMatchObject({ threshold: 75 });
  });

  test("look at the variant's real name", () => {
    expect(full.alarm("cats-endpoint-client-errors")).toMatchObject({
      namespace: "AWS/SageMaker",
      metric_name: "Invocation4XXErrors",
      statistic: "Average",
      threshold: 1,
      dimensions: { EndpointName: "cats", VariantName: "blue" },
    });
  });

  test("on an endpoint that nobody calls take no data for no calls, and nothing else does", () => {
    expect(full.alarm("cats-endpoint-unused")).toMatchObject({
      period: 86_400,
      evaluation_periods: 1,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
    const others = full
      .of("aws_cloudwatch_metric_alarm")
      .filter(({ treat_missing_data: missing }) => missing === "breaching");
    expect(others).toHaveLength(1);
  });

  test("on functions and pipelines go off at the first event above what is allowed", () => {
    expect(full.alarm("training-training-failed")).toMatchObject({
      threshold: 0,
      dimensions: { StateMachineArn: goodCases.full.stateMachines.training.stateMachineArn },
    });
    expect(full.alarm("batch-function-dead-letters")).toMatchObject({
      namespace: "AWS/SQS",
      dimensions: { QueueName: "classify-batch-dead" },
    });
  });
});

describe("events", () => {
  const patternOf = (rule: Values | undefined) => JSON.parse(rule?.event_pattern as string) as unknown;
  const ruleNamed = (name: RegExp) =>
    full.of("aws_cloudwatch_event_rule").find((rule) => name.test(String(rule.name)));

  test("forward other modules' alarms, but not the module's own", () => {
    expect(patternOf(ruleNamed(/forwarded/))).toEqual({
      source: ["aws.cloudwatch"],
      "detail-type": ["CloudWatch Alarm State Change"],
      resources: [
        { "anything-but": { prefix: "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:mlops-watch-" } },
      ],
      detail: {
        alarmName: [{ prefix: "mlops-" }, { prefix: "mlops-classify-" }, { prefix: "mlops-dogs-primary-" }],
        state: { value: ["ALARM"] },
      },
    });
  });

  test("forward as many prefixes as make a pattern of 2048 characters, and say so beyond", async () => {
    // Ten of them, written as {"prefix":"…"}, with commas between.
    const patternWithout = JSON.stringify({ ...(patternOf(ruleNamed(/forwarded/)) as object) }).length;
    const taken =
      3 * '{"prefix":""}'.length + 2 + goodCases.full.forwardedAlarms.namePrefixes.join("").length;
    const room = 2048 - (patternWithout - taken) - 10 * '{"prefix":""}'.length - 9;
    const plan = async (characters: number) => {
      const namePrefixes = Array.from({ length: 10 }, (_, index) =>
        `mlops-${index}`.padEnd(index < 9 ? 165 : characters - 9 * 165, "-"),
      );
      const root = await stackRoot((stack) => {
        new Observability(stack, "observability", { name: "mlops", forwardedAlarms: { namePrefixes } });
      });
      return root.plan();
    };
    await expect(plan(room)).resolves.toBeDefined();
    await expect(plan(room + 1)).rejects.toThrow(/name_prefixes[^]*more than 2048/);
  });

  test("tell of notebooks that failed", () => {
    expect(patternOf(ruleNamed(/notebook/))).toMatchObject({
      detail: { NotebookInstanceName: ["dogs-notebook"], NotebookInstanceStatus: ["Failed"] },
    });
  });

  test("tell of training runs that did not succeed, and why", () => {
    const rule = ruleNamed(/mlops-training-[0-9a-f]{8}$/);
    expect(patternOf(rule)).toEqual({
      source: ["aws.states"],
      "detail-type": ["Step Functions Execution Status Change"],
      detail: {
        stateMachineArn: [goodCases.full.stateMachines.training.stateMachineArn],
        status: ["FAILED", "TIMED_OUT", "ABORTED"],
      },
    });
    const target = full.of("aws_cloudwatch_event_target").find((each) => each.rule === rule?.name);
    const [told] = target?.input_transformer as { input_paths: unknown; input_template: string }[];
    expect(told?.input_paths).toEqual({
      run: "$.detail.name",
      pipeline: "$.detail.stateMachineArn",
      status: "$.detail.status",
      error: "$.detail.error",
      cause: "$.detail.cause",
    });
    // EventBridge takes a text as a JSON string only.
    expect(JSON.parse(told?.input_template ?? "")).toBe(
      "The run <run> of the training pipeline <pipeline> is <status>. Error: <error>. Cause: <cause>",
    );
  });

  test("all go to the topic, and there are none unless they are asked for", () => {
    const targets = full.of("aws_cloudwatch_event_target");
    expect(targets.map(({ arn }) => arn)).toEqual(Array(3).fill(full.outputs.topicArn));
    expect(minimal.of("aws_cloudwatch_event_rule")).toEqual([]);
  });
});

describe("the dashboard", () => {
  interface Dashboard {
    widgets: {
      type: string;
      width: number;
      properties: { title: string; region: string; metrics: unknown[][] };
    }[];
  }
  const dashboardOf = (applied: Applied) =>
    JSON.parse(applied.of("aws_cloudwatch_dashboard")[0]?.dashboard_body as string) as Dashboard;

  test("has a row for each kind of resource, with a line for each resource", () => {
    const { widgets } = dashboardOf(full);
    expect(widgets).toHaveLength(4 + 4 + 3 + 3);
    const calls = widgets.find(({ properties }) => properties.title === "Endpoint calls");
    expect(calls?.properties).toMatchObject({ region: "eu-west-1" });
    expect(calls?.properties.metrics).toEqual([
      [
        "AWS/SageMaker",
        "Invocations",
        "EndpointName",
        "cats",
        "VariantName",
        "blue",
        { label: "cats Invocations Sum", stat: "Sum" },
      ],
      [
        "AWS/SageMaker",
        "Invocations",
        "EndpointName",
        "dogs",
        "VariantName",
        "primary",
        { label: "dogs Invocations Sum", stat: "Sum" },
      ],
    ]);
  });

  test("shows of a function what Lambda counts and what the function itself answered", () => {
    const plot = dashboardOf(full).widgets.find(
      ({ properties }) => properties.title === "Function errors and throttles",
    );
    const [name] = plot?.properties.metrics.map((line) => line[3]) ?? [];
    expect(plot?.properties.metrics.map((line) => line.slice(0, 4))).toEqual(
      expect.arrayContaining([
        ["AWS/Lambda", "Errors", "FunctionName", name],
        ["AWS/Lambda", "Throttles", "FunctionName", name],
        ["ClassifierFunction", "FailedCalls", "service", name],
        ["ClassifierFunction", "RefusedCalls", "service", name],
      ]),
    );
  });

  test("has no row, and no plot without lines, for what is not watched", () => {
    expect(dashboardOf(minimal).widgets).toEqual([]);
    for (const { properties } of dashboardOf(full).widgets)
      expect(properties.metrics.length).toBeGreaterThan(0);
  });

  test("is to be seen at its address", () => {
    expect(full.outputs.dashboardUrl).toBe(
      "https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/mlops",
    );
  });
});
