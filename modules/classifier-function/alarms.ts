/** Alarms on what callers notice: crashes, failed and refused calls, slowness, and cold starts despite warm environments. */
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Construct } from "constructs";
import { one, oneOrNone, orElse, when } from "../shared/expressions";
import { Fn, Op, Token } from "../shared/tf";
import { metricsNamespace } from "../../lambda-src/classify/observe/namespace";
import { aliasName } from "./function";
import type { Values } from "./inputs";

export interface FunctionAlarms {
  /** Of all alarms; the one of spill-over only with provisioned concurrency. */
  all(attribute: "alarm_name" | "arn"): string[];
}

export function makeAlarms(scope: Construct, p: Values, functionName: string): FunctionAlarms {
  const common = {
    namespace: "AWS/Lambda",
    period: 300,
    evaluationPeriods: 1,
    // Nobody called: that is not bad.
    treatMissingData: "notBreaching",
    alarmActions: p.alarms.topicArns,
    okActions: p.alarms.topicArns,
    tags: p.tags,
  };
  const ofFunction = { dimensions: { FunctionName: functionName } };
  const fromCount = (count: number) => ({
    statistic: "Sum",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: count,
  });
  const errors = new CloudwatchMetricAlarm(scope, "errors", {
    ...common,
    ...ofFunction,
    ...fromCount(p.alarms.errors),
    alarmName: `${p.name}-errors`,
    alarmDescription: `The function ${p.name} crashes or runs out of time`,
    metricName: "Errors",
  });
  const failed = new CloudwatchMetricAlarm(scope, "failed", {
    ...common,
    // The function's own metric, embedded in its log: what it answered with an error code is no error of Lambda's.
    namespace: metricsNamespace,
    dimensions: { service: functionName },
    alarmName: `${p.name}-failed-ratio`,
    alarmDescription: `Too many calls of the function ${p.name} end with a status from 500 on`,
    metricName: "FailedCalls",
    // One for a failed call and zero for any other, so the average is their share.
    statistic: "Average",
    comparisonOperator: "GreaterThanThreshold",
    threshold: p.alarms.failedRatio,
  });
  const throttles = new CloudwatchMetricAlarm(scope, "throttles", {
    ...common,
    ...ofFunction,
    ...fromCount(p.alarms.throttles),
    alarmName: `${p.name}-throttles`,
    alarmDescription: `Calls of the function ${p.name} are refused: its concurrency is used up`,
    metricName: "Throttles",
  });
  const duration = new CloudwatchMetricAlarm(scope, "duration", {
    ...common,
    ...ofFunction,
    alarmName: `${p.name}-duration`,
    alarmDescription: `The function ${p.name} is slow, or near its time-out`,
    metricName: "Duration",
    extendedStatistic: "p99",
    comparisonOperator: "GreaterThanThreshold",
    threshold: orElse(
      p.alarms.durationP99Milliseconds,
      // 80 % of the time-out, from seconds to milliseconds.
      Token.asNumber(Op.mul(p.timeoutSeconds, 800)),
    ),
  });
  const spillover = when(
    p.provisioned,
    (count) =>
      new CloudwatchMetricAlarm(scope, "spillover", {
        ...common,
        ...fromCount(1),
        count,
        alarmName: `${p.name}-provisioned-spillover`,
        alarmDescription: `Calls of the function ${p.name} find no warm environment: more should be provisioned`,
        metricName: "ProvisionedConcurrencySpilloverInvocations",
        dimensions: { FunctionName: functionName, Resource: `${functionName}:${aliasName}` },
      }),
  );
  const all = (attribute: "alarm_name" | "arn"): string[] => {
    const always = [errors, failed, throttles, duration].map((alarm) => one(alarm, attribute) as string);
    return Fn.concat([always, oneOrNone(spillover, attribute)]) as string[];
  };
  return { all };
}
