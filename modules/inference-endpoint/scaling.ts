/** How the number of instances follows the load. */
import { AppautoscalingPolicy } from "@cdktf/provider-aws/lib/appautoscaling-policy";
import { AppautoscalingScheduledAction } from "@cdktf/provider-aws/lib/appautoscaling-scheduled-action";
import { AppautoscalingTarget } from "@cdktf/provider-aws/lib/appautoscaling-target";
import type { SagemakerEndpoint } from "@cdktf/provider-aws/lib/sagemaker-endpoint";
import type { Construct } from "constructs";
import { choose, each, fieldsOf, firstOf, isSet, named, type Collection } from "../shared/expressions";
import type { Keyed } from "../shared/inputs";
import { Fn } from "../shared/tf";
import type { Scaling, Values, Variant } from "./inputs";
import { defaultInvocationsPerInstance } from "./inputs/real-time";

export const instanceDimension = {
  serviceNamespace: "sagemaker",
  scalableDimension: "sagemaker:variant:DesiredInstanceCount",
} as const;

export function makeScaling(
  scope: Construct,
  p: Values,
  variants: Keyed<Variant>,
  endpoint: SagemakerEndpoint,
): void {
  // Known not to be set: there is nothing to look into. An input of an exported module is never undefined.
  if (p.realTime === undefined) return;
  const scalings = named(scope, "scaling_by_variant", fieldsOf(variants, "scaling"));
  const targets = scalableTargets(scope, p, endpoint, scalings);
  targetTracking(scope, p, targets, scalings);
  scheduledMinimum(scope, p, targets, scalings);
}

type Targets = Collection<AppautoscalingTarget>;

const scalableTargets = (
  scope: Construct,
  p: Values,
  endpoint: SagemakerEndpoint,
  scalings: Keyed<Scaling>,
): Targets =>
  each(
    scalings,
    (scaling) =>
      new AppautoscalingTarget(scope, "scaling", {
        forEach: scaling.forEach,
        ...instanceDimension,
        resourceId: `endpoint/${endpoint.name}/variant/${scaling.key}`,
        minCapacity: scaling.value.minInstances,
        maxCapacity: scaling.value.maxInstances,
        tags: p.tags,
      }),
  );

function targetTracking(scope: Construct, p: Values, targets: Targets, scalings: Keyed<Scaling>): void {
  each(scalings, ({ forEach, key, value: scaling }) => {
    const concurrency = scaling.concurrentRequestsPerModel;
    return new AppautoscalingPolicy(scope, "scaling_policy", {
      forEach,
      name: `${p.name}-${key}-load`,
      policyType: "TargetTrackingScaling",
      ...instanceDimension,
      resourceId: targets.sameKey("resource_id"),
      targetTrackingScalingPolicyConfiguration: {
        targetValue: firstOf([concurrency, scaling.invocationsPerInstance], defaultInvocationsPerInstance),
        scaleInCooldown: scaling.scaleInCooldownSeconds,
        scaleOutCooldown: scaling.scaleOutCooldownSeconds,
        predefinedMetricSpecification: {
          predefinedMetricType: choose(
            isSet(concurrency),
            "SageMakerVariantConcurrentRequestsPerModelHighResolution",
            "SageMakerVariantInvocationsPerInstance",
          ),
        },
      },
    });
  });
}

/** Both actions set both numbers: what a scheduled action leaves out, it leaves as an earlier one set it. */
function scheduledMinimum(scope: Construct, p: Values, targets: Targets, scalings: Keyed<Scaling>): void {
  const schedules = named(scope, "scheduled_minimum_by_variant", fieldsOf(scalings, "scheduledMinimum"));
  each(
    schedules,
    ({ forEach, key, value: scheduled }) =>
      new AppautoscalingScheduledAction(scope, "scheduled_minimum_start", {
        forEach,
        name: `${p.name}-${key}-minimum-start`,
        ...instanceDimension,
        resourceId: targets.sameKey("resource_id"),
        schedule: scheduled.start,
        timezone: scheduled.timezone,
        scalableTargetAction: {
          minCapacity: Fn.tostring(scheduled.minInstances),
          maxCapacity: targets.sameKey("max_capacity"),
        },
      }),
  );
  each(
    schedules,
    ({ forEach, key, value: scheduled }) =>
      new AppautoscalingScheduledAction(scope, "scheduled_minimum_end", {
        forEach,
        name: `${p.name}-${key}-minimum-end`,
        ...instanceDimension,
        resourceId: targets.sameKey("resource_id"),
        schedule: scheduled.end,
        timezone: scheduled.timezone,
        scalableTargetAction: {
          minCapacity: targets.sameKey("min_capacity"),
          maxCapacity: targets.sameKey("max_capacity"),
        },
      }),
  );
}
