/**
 * Alarms on SageMaker endpoints: what the inference-endpoint module, whose alarms roll deployments back, has no alarm on.
 * Source of the metrics: SageMaker developer guide, "Monitor with CloudWatch".
 */
import { having } from "../../shared/expressions";
import type { Keyed } from "../../shared/inputs";
import { Op, Token } from "../../shared/tf";
import type { ObservabilityValues } from "../inputs";
import { alarmForEach, type AlarmContext, type AlarmKind, type Alarms } from "./make";

type Endpoint = ObservabilityValues["endpoints"] extends Keyed<infer E> ? E : never;

const times = (a: number, b: number): number => Token.asNumber(Op.mul(a, b));

const dimensions = ({ endpointName, variantName }: Endpoint) => ({
  EndpointName: endpointName,
  VariantName: variantName,
});
const calls = (endpoint: Endpoint) => ({ namespace: "AWS/SageMaker", dimensions: dimensions(endpoint) });
const instances = (endpoint: Endpoint) => ({
  namespace: "/aws/sagemaker/Endpoints",
  dimensions: dimensions(endpoint),
  statistic: "Average" as const,
  periods: 5,
});

const kinds: AlarmKind<Endpoint>[] = [
  {
    id: "endpoint_client_errors",
    says: "the endpoint answers too many calls with 4XX: somebody calls it wrongly.",
    metric: (endpoint) => ({
      ...calls(endpoint),
      metricName: "Invocation4XXErrors",
      // Of 0 and 1 for each call, so their average is the share.
      statistic: "Average",
      periods: 3,
      threshold: endpoint.maxClientErrorRatio,
    }),
  },
  {
    id: "endpoint_memory",
    says: "the memory is nearly used up.",
    metric: (endpoint) => ({
      ...instances(endpoint),
      metricName: "MemoryUtilization",
      threshold: endpoint.maxUtilizationPercent,
    }),
  },
];

const processors: AlarmKind<Endpoint> = {
  id: "endpoint_cpu",
  says: "the processors are nearly used up; more instances, or larger ones, are due.",
  metric: (endpoint) => ({
    ...instances(endpoint),
    metricName: "CPUUtilization",
    threshold: times(endpoint.maxUtilizationPercent, endpoint.vcpuCount as number),
  }),
};

const gpuKinds: AlarmKind<Endpoint>[] = (
  [
    ["endpoint_gpu", "GPUUtilization", "the GPUs are nearly used up."],
    ["endpoint_gpu_memory", "GPUMemoryUtilization", "the GPUs' memory is nearly used up."],
  ] as const
).map(([id, metricName, says]) => ({
  id,
  says,
  metric: (endpoint) => ({
    ...instances(endpoint),
    metricName,
    threshold: times(endpoint.maxUtilizationPercent, endpoint.gpuCount as number),
  }),
}));

const unused: AlarmKind<Endpoint> = {
  id: "endpoint_unused",
  says: "nobody has called the endpoint for a day; it costs all the same.",
  metric: (endpoint) => ({
    ...calls(endpoint),
    metricName: "Invocations",
    statistic: "Sum",
    periodSeconds: 86_400,
    comparison: "LessThanThreshold",
    threshold: 1,
    missing: "breaching",
  }),
};

export const endpointAlarms = (
  context: AlarmContext,
  endpoints: ObservabilityValues["endpoints"],
): Alarms[] => [
  ...kinds.map((kind) => alarmForEach(context, endpoints, kind)),
  alarmForEach(context, having(endpoints, "vcpuCount"), processors),
  ...gpuKinds.map((kind) => alarmForEach(context, having(endpoints, "gpuCount"), kind)),
  alarmForEach(context, having(endpoints, "alarmWhenUnused"), unused),
];
