import { meanOf } from "../random/distribution";
import type { Goal, Scenario } from "../scenario";
import { peakRequestsPerSecond } from "../simulate/arrivals";
import { erlangC, serversForBlocking } from "../theory/erlang";

/** Where the search begins: what theory says of the busiest time, as if it lasted. */
export interface FirstGuess {
  /** Calls in the function at the same time, on average (Little's law); 0 without a function. */
  readonly meanConcurrency: number;
  /** Concurrency that is rarely exceeded. */
  readonly provisioned: number;
  /** Concurrency beyond which so few calls come that refusing them keeps the goal (Erlang B). */
  readonly reserved: number;
  /** Instances at the busiest time; 0 without a variant. */
  readonly peakInstances: number;
  /** Instances that just bear the busiest time, with little to spare. */
  readonly bearingInstances: number;
  /** Calls a second that one instance bears. */
  readonly requestsPerSecondAndInstance: number;
}

/** Standard normal quantile of 0.99: a Poisson number of calls exceeds mean + z × its root once in a hundred times. */
const z99 = 2.326;
/** A tenth of the failures that the goal allows may come from refused calls. */
const shareForBlocking = 0.1;
/** Beyond this share of its workers in use, an instance's queue grows without measure. */
const fullest = 0.9;
/** At most this share of calls may wait for a worker at the busiest time: a wait costs the tail of the latency. */
const maxWaiting = 0.2;

export function firstGuess(scenario: Scenario, goal: Goal): FirstGuess {
  const peak = peakRequestsPerSecond(scenario.traffic);
  const serviceSeconds = serviceSecondsOf(scenario);
  const ownSeconds = scenario.function === null ? 0 : meanOf(scenario.function.ownMilliseconds) / 1000;
  const meanConcurrency = scenario.function === null ? 0 : peak * (ownSeconds + serviceSeconds);
  const blocking = Math.max(goal.maxFailureShare * shareForBlocking, 1e-6);
  return {
    meanConcurrency,
    provisioned: Math.ceil(meanConcurrency + z99 * Math.sqrt(meanConcurrency)),
    reserved: scenario.function === null ? 0 : serversForBlocking(meanConcurrency, blocking),
    ...instancesFor(scenario, peak, serviceSeconds),
  };
}

function instancesFor({ variant }: Scenario, peak: number, serviceSeconds: number) {
  if (variant === null) return { peakInstances: 0, bearingInstances: 0, requestsPerSecondAndInstance: 0 };
  const { workersPerInstance: workers } = variant;
  const bearingInstances = Math.max(1, Math.ceil((peak * serviceSeconds) / (workers * fullest)));
  let instances = bearingInstances;
  while (erlangC((peak / instances) * serviceSeconds, workers) > maxWaiting) instances++;
  return {
    peakInstances: instances,
    bearingInstances,
    requestsPerSecondAndInstance: workers / serviceSeconds,
  };
}

function serviceSecondsOf({ variant, assumptions }: Scenario): number {
  return variant === null
    ? 0
    : (meanOf(variant.serviceMilliseconds) + assumptions.networkMilliseconds) / 1000;
}
