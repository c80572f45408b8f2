/** Two alarms for each variant: the share of errors, and the model's latency. They also roll a deployment back. */
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { eachOf, type Collection } from "../shared/expressions";
import { Fn, Op, Token } from "../shared/tf";
import type { Values } from "./inputs";

export interface EndpointAlarms {
  readonly errors: Collection<CloudwatchMetricAlarm>;
  readonly latency: Collection<CloudwatchMetricAlarm>;
  /** Of all alarms. */
  all(attribute: "alarm_name" | "arn"): string[];
}

export function makeAlarms(scope: Construct, p: Values, variantNames: string[]): EndpointAlarms {
  const common = {
    namespace: "AWS/SageMaker",
    comparisonOperator: "GreaterThanThreshold",
    period: 60,
    evaluationPeriods: p.alarms.evaluationMinutes,
    // No calls, no data: that is not bad, and must not roll a deployment back.
    treatMissingData: "notBreaching",
    alarmActions: p.alarms.topicArns,
    okActions: p.alarms.topicArns,
    tags: p.tags,
  };
  const errors = eachOf(
    variantNames,
    (variant) =>
      new CloudwatchMetricAlarm(scope, "error_ratio", {
        forEach: variant.forEach,
        alarmName: `${p.name}-${variant.value}-error-ratio`,
        alarmDescription: `The endpoint ${p.name} answers too many calls with 5XX (variant ${variant.value})`,
        metricName: "Invocation5XXErrors",
        // One for an error and zero for an answer, so the average is the share of errors.
        statistic: "Average",
        threshold: p.alarms.errorRatio,
        dimensions: { EndpointName: p.name, VariantName: variant.value },
        ...common,
      }),
  );
  const latency = eachOf(
    variantNames,
    (variant) =>
      new CloudwatchMetricAlarm(scope, "model_latency", {
        forEach: variant.forEach,
        alarmName: `${p.name}-${variant.value}-model-latency`,
        alarmDescription: `The model behind the endpoint ${p.name} is too slow (variant ${variant.value})`,
        metricName: "ModelLatency",
        extendedStatistic: "p90",
        // The metric is in microseconds.
        threshold: Token.asNumber(Op.mul(p.alarms.modelLatencyP90Milliseconds, 1000)),
        dimensions: { EndpointName: p.name, VariantName: variant.value },
        ...common,
      }),
  );
  const all = (attribute: "alarm_name" | "arn"): string[] =>
    Fn.concat([errors.all(attribute), latency.all(attribute)]) as string[];
  return { errors, latency, all };
}
