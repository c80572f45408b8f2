/** How the number of instances behind an asynchronous endpoint follows its queue, down to none. */
import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { Construct } from "constructs";
import { one, when } from "../shared/expressions";
import { onlyVariant } from "./configuration";
import type { Queue, Values } from "./inputs";
import { instanceDimension } from "./scaling";

export function makeQueueScaling(scope: Construct, p: Values, endpoint: SagemakerEndpoint): void {
  when(p.asynchronous, (count) => {
    const queue = p.asynchronous as Queue;
    const target = new AppautoscalingTarget(scope, "queue_scaling", {
      count,
      ...instanceDimension,
      resourceId: `endpoint/${endpoint.name}/variant/${onlyVariant}`,
      minCapacity: queue.minInstances,
      maxCapacity: queue.maxInstances,
      tags: p.tags,
    });
    const onTarget = { ...instanceDimension, resourceId: one(target, "resource_id") as string };
    new AppautoscalingPolicy(scope, "queue_scaling_policy", {
      count,
      name: `${p.name}-backlog`,
      policyType: "TargetTrackingScaling",
      ...onTarget,
      targetTrackingScalingPolicyConfiguration: {
        targetValue: queue.backlogPerInstance,
        scaleInCooldown: queue.scaleInCooldownSeconds,
        scaleOutCooldown: queue.scaleOutCooldownSeconds,
        customizedMetricSpecification: {
          metricName: "ApproximateBacklogSizePerInstance",
          namespace: "AWS/SageMaker",
          statistic: "Average",
          dimensions: [{ name: "EndpointName", value: endpoint.name }],
        },
      },
    });
    wakeUp(scope, p, count, onTarget);
  });
}

/** With no instance there is no backlog per instance, so one waiting request would wait until more have come. */
function wakeUp(
  scope: Construct,
  p: Values,
  count: number | undefined,
  onTarget: typeof instanceDimension & { resourceId: string },
): void {
  const policy = new AppautoscalingPolicy(scope, "wake_up_policy", {
    count,
    name: `${p.name}-wake-up`,
    policyType: "StepScaling",
    ...onTarget,
    stepScalingPolicyConfiguration: {
      adjustmentType: "ChangeInCapacity",
      metricAggregationType: "Average",
      cooldown: 300,
      stepAdjustment: [{ metricIntervalLowerBound: "0", scalingAdjustment: 1 }],
    },
  });
  new CloudwatchMetricAlarm(scope, "backlog_without_capacity", {
    count,
    alarmName: `${p.name}-backlog-without-capacity`,
    alarmDescription: `Requests wait at the endpoint ${p.name}, which has no instance: wakes it up`,
    namespace: "AWS/SageMaker",
    metricName: "HasBacklogWithoutCapacity",
    statistic: "Average",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 2,
    treatMissingData: "missing",
    dimensions: { EndpointName: p.name },
    alarmActions: [one(policy, "arn") as string],
    tags: p.tags,
  });
}
