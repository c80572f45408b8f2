import { assumptions, type Assumptions } from "../../capacity/assumptions";
import type { Scenario } from "../../capacity/scenario";

/** Nothing but the arrivals: each test adds what it is about. No delays that a formula does not know. */
export function scenario(given: Partial<Scenario>, assumed: Partial<Assumptions> = {}): Scenario {
  return {
    traffic: constantRate(10, 600),
    function: null,
    variant: null,
    retries: { attempts: 1, firstDelayMilliseconds: 100 },
    assumptions: assumptions({ coldStartOverheadMilliseconds: 0, networkMilliseconds: 0, ...assumed }),
    seed: 1,
    ...given,
  };
}

export function constantRate(requestsPerSecond: number, durationSeconds: number): Scenario["traffic"] {
  return { kind: "rates", steps: [{ requestsPerSecond, durationSeconds }] };
}

/** Calls that come in an even rhythm. */
export function evenly(requestsPerSecond: number, durationSeconds: number): Scenario["traffic"] {
  const count = requestsPerSecond * durationSeconds;
  const milliseconds = Array.from({ length: count }, (_, index) => (index * 1000) / requestsPerSecond);
  return { kind: "arrivals", milliseconds, durationSeconds };
}

export const constant = (value: number) => ({ kind: "constant", value }) as const;

export const bareFunction: NonNullable<Scenario["function"]> = {
  memoryMegabytes: 1024,
  architecture: "arm64",
  reservedConcurrency: null,
  provisioned: null,
  timeoutSeconds: 900,
  initMilliseconds: constant(0),
  ownMilliseconds: constant(100),
};

export const bareVariant: NonNullable<Scenario["variant"]> = {
  instanceType: "ml.m5.large",
  initialInstances: 1,
  workersPerInstance: 1,
  queuePerInstance: Infinity,
  serviceMilliseconds: constant(100),
  routing: "RANDOM",
  scaling: null,
};
