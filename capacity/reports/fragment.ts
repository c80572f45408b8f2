import { stringify } from "yaml";
import type { Scenario } from "../scenario";

/** The settings as a part of a platform configuration, ready to paste into `serving`. */
export function configurationFragment(scenario: Scenario): string {
  const { function: fn, variant } = scenario;
  return stringify({
    serving: {
      ...(variant === null
        ? {}
        : { endpoints: { main: { realTime: { variants: { primary: variantPart(variant) } } } } }),
      ...(fn === null ? {} : { function: functionPart(fn) }),
    },
  });
}

function variantPart({ instanceType, scaling }: NonNullable<Scenario["variant"]>) {
  if (scaling === null) return { instanceType };
  const { minInstances, maxInstances, metric, scaleInCooldownSeconds, scaleOutCooldownSeconds } = scaling;
  return {
    instanceType,
    initialInstanceCount: minInstances,
    scaling: {
      minInstances,
      maxInstances,
      [metric.kind]: metric.target,
      scaleInCooldownSeconds,
      scaleOutCooldownSeconds,
    },
  };
}

function functionPart({
  memoryMegabytes,
  architecture,
  reservedConcurrency,
  provisioned,
}: NonNullable<Scenario["function"]>) {
  return {
    memorySizeMb: memoryMegabytes,
    architecture,
    ...(reservedConcurrency === null ? {} : { reservedConcurrency }),
    ...(provisioned === null
      ? {}
      : {
          provisioned: {
            executions: provisioned.executions,
            ...(provisioned.scaling === null
              ? {}
              : {
                  scaling: {
                    maxExecutions: provisioned.scaling.maxExecutions,
                    targetUtilization: provisioned.scaling.targetUtilization,
                  },
                }),
          },
        }),
  };
}
