/** Execution environments of the alias that are kept warm, and how their number follows their use. */
import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { LambdaAlias } from "@cdktf/provider-aws/lib/lambda-alias";
import type { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaProvisionedConcurrencyConfig } from "@cdktf/provider-aws/lib/lambda-provisioned-concurrency-config";
import type { Construct } from "constructs";
import { both, fieldIn, isSet, not, one, when } from "../shared/expressions";
import { Fn } from "../shared/tf";
import type { Provisioned, Values } from "./inputs";

const dimension = {
  serviceNamespace: "lambda",
  scalableDimension: "lambda:function:ProvisionedConcurrency",
} as const;

export function keepWarm(scope: Construct, p: Values, lambda: LambdaFunction, alias: LambdaAlias): void {
  const scaling = fieldIn(p.provisioned, "scaling");
  const provision = (id: string, count: number | undefined, ignored: string[]) =>
    new LambdaProvisionedConcurrencyConfig(scope, id, {
      count,
      functionName: lambda.functionName,
      qualifier: alias.name,
      provisionedConcurrentExecutions: (p.provisioned as Provisioned).executions,
      lifecycle: ignored.length ? { ignoreChanges: ignored } : undefined,
    });
  when(both(isSet(p.provisioned), not(isSet(scaling))), (count) => provision("provisioned", count, []));
  when(scaling, (count) => {
    // The number is the scaling's from then on; Terraform would set it back with every apply.
    const start = provision("provisioned_start", count, ["provisioned_concurrent_executions"]);
    const target = scalableTarget(scope, p, count, start);
    followUse(scope, p, count, target);
    when(fieldIn(p.provisioned, "scheduledMinimum"), (scheduled) =>
      scheduledMinimum(scope, p, scheduled, target),
    );
  });
}

const scalingOf = (p: Values) =>
  (p.provisioned as Provisioned).scaling as NonNullable<Provisioned["scaling"]>;

const scalableTarget = (
  scope: Construct,
  p: Values,
  count: number | undefined,
  start: LambdaProvisionedConcurrencyConfig,
): AppautoscalingTarget =>
  new AppautoscalingTarget(scope, "scaling", {
    count,
    ...dimension,
    resourceId: `function:${one(start, "function_name") as string}:${one(start, "qualifier") as string}`,
    minCapacity: (p.provisioned as Provisioned).executions,
    maxCapacity: scalingOf(p).maxExecutions,
    tags: p.tags,
  });

const onTarget = (target: AppautoscalingTarget) => ({
  ...dimension,
  resourceId: one(target, "resource_id") as string,
});

function followUse(
  scope: Construct,
  p: Values,
  count: number | undefined,
  target: AppautoscalingTarget,
): void {
  new AppautoscalingPolicy(scope, "scaling_policy", {
    count,
    name: `${p.name}-utilization`,
    policyType: "TargetTrackingScaling",
    ...onTarget(target),
    targetTrackingScalingPolicyConfiguration: {
      targetValue: scalingOf(p).targetUtilization,
      predefinedMetricSpecification: { predefinedMetricType: "LambdaProvisionedConcurrencyUtilization" },
    },
  });
}

/** Both actions set both numbers: what a scheduled action leaves out, it leaves as an earlier one set it. */
function scheduledMinimum(
  scope: Construct,
  p: Values,
  count: number | undefined,
  target: AppautoscalingTarget,
): void {
  const provisioned = p.provisioned as Provisioned;
  const scheduled = provisioned.scheduledMinimum as NonNullable<Provisioned["scheduledMinimum"]>;
  const action = (id: "start" | "end", executions: number) =>
    new AppautoscalingScheduledAction(scope, `scheduled_minimum_${id}`, {
      count,
      name: `${p.name}-minimum-${id}`,
      ...onTarget(target),
      schedule: scheduled[id],
      timezone: scheduled.timezone,
      scalableTargetAction: {
        minCapacity: Fn.tostring(executions),
        maxCapacity: Fn.tostring(scalingOf(p).maxExecutions),
      },
    });
  action("start", scheduled.executions);
  action("end", provisioned.executions);
}
