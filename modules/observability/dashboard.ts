/** A dashboard with one row for each kind of resource that is watched; rows of nothing are left out. */
import type { Construct } from "constructs";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { metricsNamespace } from "../../lambda-src/classify/observe/namespace";
import { expressionOf, isExpression, toTerraform, type Keyed } from "../shared/inputs";
import { Fn, ref, TerraformLocal } from "../shared/tf";
import type { ObservabilityValues } from "./inputs";

/** Of 24 columns, so four widgets are a row; CloudWatch places them one after the other. */
const WIDGET = { type: "metric", width: 6, height: 6 };

interface Line {
  readonly namespace: string;
  readonly metric: string;
  readonly stat: string;
  /** Dimension to the element's field, in snake_case. */
  readonly dimensions: Readonly<Record<string, string>>;
}
interface Widget {
  readonly title: string;
  /** One line in the plot for each of these and each element. */
  readonly lines: readonly Line[];
}

const endpoint = (namespace: string, metric: string, stat: string): Line => ({
  namespace,
  metric,
  stat,
  dimensions: { EndpointName: "endpoint_name", VariantName: "variant_name" },
});
const fn = (metric: string, stat: string): Line => ({
  namespace: "AWS/Lambda",
  metric,
  stat,
  dimensions: { FunctionName: "function_name" },
});
/** The classifier's own metrics, embedded in its log; a function without them has an empty line. */
const classifier = (metric: string, stat: string): Line => ({
  namespace: metricsNamespace,
  metric,
  stat,
  dimensions: { service: "function_name" },
});
const training = (metric: string, stat: string): Line => ({
  namespace: "AWS/States",
  metric,
  stat,
  dimensions: { StateMachineArn: "state_machine_arn" },
});
const host = (metric: string, stat: string): Line => ({
  namespace: "AWS/EC2",
  metric,
  stat,
  dimensions: { InstanceId: "instance_id" },
});

const CALLS = "AWS/SageMaker";
const INSTANCES = "/aws/sagemaker/Endpoints";

const ROWS = {
  endpoints: [
    { title: "Endpoint calls", lines: [endpoint(CALLS, "Invocations", "Sum")] },
    {
      title: "Endpoint errors",
      lines: [endpoint(CALLS, "Invocation5XXErrors", "Sum"), endpoint(CALLS, "Invocation4XXErrors", "Sum")],
    },
    {
      title: "Model latency, microseconds",
      lines: [endpoint(CALLS, "ModelLatency", "p50"), endpoint(CALLS, "ModelLatency", "p99")],
    },
    {
      title: "Endpoint use, percent",
      lines: ["CPUUtilization", "MemoryUtilization", "GPUUtilization"].map((metric) =>
        endpoint(INSTANCES, metric, "Average"),
      ),
    },
  ],
  functions: [
    { title: "Function calls", lines: [fn("Invocations", "Sum")] },
    {
      title: "Function errors and throttles",
      lines: [
        fn("Errors", "Sum"),
        fn("Throttles", "Sum"),
        classifier("FailedCalls", "Sum"),
        classifier("RefusedCalls", "Sum"),
      ],
    },
    { title: "Function duration, milliseconds", lines: [fn("Duration", "p50"), fn("Duration", "p99")] },
    {
      title: "Function concurrency",
      lines: [fn("ConcurrentExecutions", "Maximum"), fn("ProvisionedConcurrencySpilloverInvocations", "Sum")],
    },
  ],
  stateMachines: [
    {
      title: "Training runs",
      lines: ["ExecutionsStarted", "ExecutionsSucceeded"].map((metric) => training(metric, "Sum")),
    },
    {
      title: "Training runs that failed",
      lines: ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted"].map((metric) =>
        training(metric, "Sum"),
      ),
    },
    { title: "Training time, milliseconds", lines: [training("ExecutionTime", "Maximum")] },
  ],
  hosts: [
    { title: "Host processors, percent", lines: [host("CPUUtilization", "Average")] },
    { title: "Host network, bytes", lines: [host("NetworkIn", "Sum"), host("NetworkOut", "Sum")] },
    { title: "Host status checks", lines: [host("StatusCheckFailed", "Maximum")] },
  ],
} as const satisfies Partial<Record<keyof ObservabilityValues, readonly Widget[]>>;

export function makeDashboard(scope: Construct, p: ObservabilityValues, region: string): CloudwatchDashboard {
  const kinds = Object.keys(ROWS) as (keyof typeof ROWS)[];
  const all = kinds.flatMap((kind) => {
    const items = textOf(scope, kind, p[kind]);
    // CloudWatch refuses a plot without lines.
    const isShown = ref(`length(${items}) > 0`);
    return ROWS[kind].map((widget: Widget) => ({ isShown, widget: widgetOf(widget, items, region) }));
  });
  const widgets = new TerraformLocal(scope, "widgets", all);
  return new CloudwatchDashboard(scope, "dashboard", {
    dashboardName: p.name,
    dashboardBody: Fn.jsonencode({
      widgets: ref(`[for entry in ${widgets.fqn} : entry.widget if entry.isShown]`),
    }),
  });
}

function widgetOf({ title, lines }: Widget, items: string, region: string): object {
  const texts = lines.map((line) => `[for key, value in ${items} : ${lineText(line)}]`);
  const metrics = ref(texts.length > 1 ? `concat(${texts.join(", ")})` : `${texts.join("")}`);
  const properties = { title, region, view: "timeSeries", stacked: false, period: 60, metrics };
  return { ...WIDGET, properties };
}

function lineText({ namespace, metric, stat, dimensions }: Line): string {
  const named = Object.entries(dimensions).map(([name, field]) => `"${name}", value.${field}`);
  return `["${namespace}", "${metric}", ${named.join(", ")}, { label = "\${key} ${metric} ${stat}", stat = "${stat}" }]`;
}

/** A map of inputs as Terraform text; a plain one becomes a local value first. */
function textOf(scope: Construct, id: string, items: Keyed<unknown>): string {
  if (isExpression(items)) return expressionOf(items).text;
  return new TerraformLocal(scope, id, toTerraform(items)).fqn;
}
