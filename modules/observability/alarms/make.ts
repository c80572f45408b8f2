/** Alarms as every kind of resource has them: named alike, told to one topic when they go off and when they are over. */
import type { Construct } from "constructs";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { each, type Collection } from "../../shared/expressions";
import type { Keyed } from "../../shared/inputs";

/** Own alarms' names have it after the module's name, so that they are not forwarded a second time. */
export const OWN_ALARMS = "watch";

export interface AlarmContext {
  readonly scope: Construct;
  readonly name: string;
  readonly topicArn: string;
  readonly tags: Record<string, string>;
}

/** What an alarm looks at. Units are CloudWatch's. */
export interface Metric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
  readonly statistic: "Sum" | "Average" | "Maximum";
  readonly threshold: number;
  /** @default above the threshold */
  readonly comparison?: "GreaterThanThreshold" | "LessThanThreshold";
  /** @default 60 */
  readonly periodSeconds?: number;
  /** Periods in a row. @default 1 */
  readonly periods?: number;
  /** What no data means. @default "notBreaching" */
  readonly missing?: "breaching" | "notBreaching";
}

export interface AlarmKind<T> {
  /** In snake_case; also what the alarm's name ends with, with hyphens. */
  readonly id: string;
  /** Completes "<the resource's name>: …". */
  readonly says: string;
  readonly metric: (value: T) => Metric;
}

export type Alarms = Collection<CloudwatchMetricAlarm>;

/** One alarm of this kind for each of the resources. */
export function alarmForEach<T>(context: AlarmContext, items: Keyed<T>, kind: AlarmKind<T>): Alarms {
  const { scope, name, topicArn, tags } = context;
  return each(items, ({ forEach, key, value }) => {
    const metric = kind.metric(value);
    return new CloudwatchMetricAlarm(scope, kind.id, {
      forEach,
      alarmName: `${name}-${OWN_ALARMS}-${key}-${kind.id.replace(/_/g, "-")}`,
      alarmDescription: `${key}: ${kind.says}`,
      namespace: metric.namespace,
      metricName: metric.metricName,
      dimensions: metric.dimensions,
      statistic: metric.statistic,
      period: metric.periodSeconds ?? 60,
      evaluationPeriods: metric.periods ?? 1,
      threshold: metric.threshold,
      comparisonOperator: metric.comparison ?? "GreaterThanThreshold",
      treatMissingData: metric.missing ?? "notBreaching",
      alarmActions: [topicArn],
      okActions: [topicArn],
      tags,
    });
  });
}
