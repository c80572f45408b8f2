import type { Scenario, VariantScaling } from "./scenario";

/** The settings that decide about capacity. */
export interface CapacitySettings {
  readonly reservedConcurrency: number | null;
  readonly provisionedConcurrency: number;
  /** Up to so many provisioned environments, where their number is scaled. */
  readonly provisionedMaximum: number | null;
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Target of the scaling; null where the other one is set, or the module's default (300) holds. */
  readonly invocationsPerInstance: number | null;
  readonly concurrentRequestsPerModel: number | null;
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

const moduleDefaults = {
  provisionedMaximum: null,
  minInstances: 1,
  maxInstances: 2,
  invocationsPerInstance: null,
  concurrentRequestsPerModel: null,
  scaleInCooldownSeconds: 300,
  scaleOutCooldownSeconds: 300,
};

/** What five deployments of one workload used that were put together by hand: what a plan is compared with. */
export const referenceDeployments: Readonly<Record<string, CapacitySettings>> = {
  "console-gpu": { ...moduleDefaults, reservedConcurrency: null, provisionedConcurrency: 1 },
  "console-multi": {
    ...moduleDefaults,
    reservedConcurrency: 5,
    provisionedConcurrency: 2,
    scaleInCooldownSeconds: 300,
    scaleOutCooldownSeconds: 30,
  },
  "private-vpc": {
    ...moduleDefaults,
    reservedConcurrency: 10,
    provisionedConcurrency: 1,
    invocationsPerInstance: 20,
    scaleInCooldownSeconds: 20,
    scaleOutCooldownSeconds: 20,
  },
  "tuned-multi": {
    ...moduleDefaults,
    reservedConcurrency: 10,
    provisionedConcurrency: 0,
    invocationsPerInstance: 5,
    scaleInCooldownSeconds: 30,
    scaleOutCooldownSeconds: 30,
  },
  "m5-baseline": {
    ...moduleDefaults,
    reservedConcurrency: null,
    provisionedConcurrency: 3,
    invocationsPerInstance: 10,
    scaleInCooldownSeconds: 30,
    scaleOutCooldownSeconds: 30,
  },
};

/** The modules' own target where none is set. */
const defaultInvocationsPerInstance = 300;
const defaultTargetUtilization = 0.7;

/** The scenario with other settings: the same traffic, times and instance type. */
export function withSettings(scenario: Scenario, settings: CapacitySettings): Scenario {
  const { function: fn, variant } = scenario;
  return {
    ...scenario,
    function: fn && {
      ...fn,
      reservedConcurrency: settings.reservedConcurrency,
      provisioned:
        settings.provisionedConcurrency === 0
          ? null
          : {
              executions: settings.provisionedConcurrency,
              scaling:
                settings.provisionedMaximum === null
                  ? null
                  : {
                      maxExecutions: settings.provisionedMaximum,
                      targetUtilization: defaultTargetUtilization,
                    },
            },
    },
    variant: variant && {
      ...variant,
      initialInstances: settings.minInstances,
      scaling: {
        minInstances: settings.minInstances,
        maxInstances: settings.maxInstances,
        metric: metricOf(settings),
        scaleInCooldownSeconds: settings.scaleInCooldownSeconds,
        scaleOutCooldownSeconds: settings.scaleOutCooldownSeconds,
      },
    },
  };
}

function metricOf({
  invocationsPerInstance,
  concurrentRequestsPerModel,
}: CapacitySettings): VariantScaling["metric"] {
  return concurrentRequestsPerModel === null
    ? { kind: "invocationsPerInstance", target: invocationsPerInstance ?? defaultInvocationsPerInstance }
    : { kind: "concurrentRequestsPerModel", target: concurrentRequestsPerModel };
}
