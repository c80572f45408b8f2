import type { Assumptions } from "./assumptions";
import type { Distribution } from "./random/distribution";
import type { Traffic } from "./simulate/arrivals";

/** What is simulated: the traffic, the function, the endpoint's variant, and what the user wants of them. */
export interface Scenario {
  readonly traffic: Traffic;
  /** Null: the calls go to the endpoint directly. */
  readonly function: FunctionSettings | null;
  /** Null: the function calls no endpoint. */
  readonly variant: VariantSettings | null;
  readonly retries: Retries;
  readonly assumptions: Assumptions;
  /** The same seed gives the same run. */
  readonly seed: number;
}

export interface FunctionSettings {
  readonly memoryMegabytes: number;
  readonly architecture: "x86_64" | "arm64";
  /** Null: it takes from what the account has left. */
  readonly reservedConcurrency: number | null;
  readonly provisioned: ProvisionedSettings | null;
  readonly timeoutSeconds: number;
  /** Init duration of a new environment, as REPORT lines call it. */
  readonly initMilliseconds: Distribution;
  /** The function's own time before it calls the endpoint: download, check, resize. */
  readonly ownMilliseconds: Distribution;
}

export interface ProvisionedSettings {
  readonly executions: number;
  /** Target tracking of the utilization; null: the number stays. */
  readonly scaling: { readonly maxExecutions: number; readonly targetUtilization: number } | null;
}

export interface VariantSettings {
  readonly instanceType: string;
  /** How many instances it starts with. */
  readonly initialInstances: number;
  /** Calls that one instance works on at the same time: the workers of its server. */
  readonly workersPerInstance: number;
  /** Calls that wait in one instance; one more is refused. Infinity: no bound. */
  readonly queuePerInstance: number;
  /** Time that one call keeps a worker busy. */
  readonly serviceMilliseconds: Distribution;
  /** `RoutingConfig`: SageMaker's default is RANDOM. */
  readonly routing: "RANDOM" | "LEAST_OUTSTANDING_REQUESTS";
  readonly scaling: VariantScaling | null;
}

export interface VariantScaling {
  readonly minInstances: number;
  readonly maxInstances: number;
  readonly metric:
    | { readonly kind: "invocationsPerInstance"; readonly target: number }
    | { readonly kind: "concurrentRequestsPerModel"; readonly target: number };
  readonly scaleInCooldownSeconds: number;
  readonly scaleOutCooldownSeconds: number;
}

/** What the caller does after a failure that may pass. */
export interface Retries {
  /** Calls in all; 1: it gives up at once. */
  readonly attempts: number;
  /** The wait before the second call is between 0 and this, and doubles from then on (full jitter). */
  readonly firstDelayMilliseconds: number;
}

/** What the user wants. */
export interface Goal {
  /** Which share of the calls has to be answered within the latency: 0.99. */
  readonly quantile: number;
  readonly latencyMilliseconds: number;
  /** Share of calls that may fail, throttled ones among them. */
  readonly maxFailureShare: number;
}
