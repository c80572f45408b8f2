import type { FunctionSettings } from "../scenario";
import type { Assumptions } from "../assumptions";
import { IdleEnvironments } from "./environments";
import { TimeAverage } from "./time-average";
import { TokenBucket } from "./token-bucket";

/** Why Lambda refuses a call, in the words of its TooManyRequestsException. */
export const throttleReasons = [
  "ReservedFunctionConcurrentInvocationLimitExceeded",
  "ConcurrentInvocationLimitExceeded",
  "ReservedFunctionInvocationRateLimitExceeded",
  "FunctionInvocationRateLimitExceeded",
] as const;
export type ThrottleReason = (typeof throttleReasons)[number];

/** How a call was placed. `createdAt` of the environment is in `FunctionPool.placedCreatedAt`. */
export type Placement = "provisioned" | "warm" | "cold" | ThrottleReason;

/** Requests a second for each unit of concurrency (Lambda quotas: ten times the concurrency). */
const requestsPerConcurrency = 10;
/** New environments of one function: 1,000 at once, refilled at 1,000 in 10 s (Lambda developer guide, scaling behavior). */
const scalingBurst = 1000;
const scalingPerMillisecond = 0.1;

/** The environments of one function: which call gets which, and which call is refused. */
export class FunctionPool {
  /** Provisioned environments that can be used. */
  provisioned: number;
  private provisionedInUse = 0;
  inFlight = 0;
  /** When the environment of the last placed call was made. */
  placedCreatedAt = 0;

  private readonly provisionedUse = new TimeAverage();
  private provisionedUseSince = 0;
  private readonly idle: IdleEnvironments;
  private readonly scaling = new TokenBucket(scalingBurst, scalingPerMillisecond);
  private readonly limit: number;
  private second = -1;
  private inSecond = 0;
  private provisionedInSecond = 0;

  constructor(
    private readonly settings: FunctionSettings,
    assumptions: Assumptions,
  ) {
    this.provisioned = settings.provisioned?.executions ?? 0;
    this.limit =
      settings.reservedConcurrency ?? assumptions.accountConcurrency - assumptions.otherConcurrency;
    this.idle = new IdleEnvironments(
      assumptions.environmentIdleSeconds * 1000,
      assumptions.environmentLifetimeSeconds * 1000,
    );
  }

  /** Finds an environment for a call; unless it is refused, `release` has to follow. */
  place(now: number): Placement {
    this.countSecond(now);
    const isReserved = this.settings.reservedConcurrency !== null;
    if (this.inFlight >= this.limit) {
      return isReserved
        ? "ReservedFunctionConcurrentInvocationLimitExceeded"
        : "ConcurrentInvocationLimitExceeded";
    }
    if (this.inSecond >= this.limit * requestsPerConcurrency) {
      return isReserved
        ? "ReservedFunctionInvocationRateLimitExceeded"
        : "FunctionInvocationRateLimitExceeded";
    }
    const placement = this.choose(now);
    if (placement === "FunctionInvocationRateLimitExceeded") return placement;
    this.inSecond++;
    this.inFlight++;
    return placement;
  }

  release(now: number, placement: Placement, createdAt: number): void {
    this.inFlight--;
    if (placement === "provisioned") this.useProvisioned(now, -1);
    else this.idle.put(now, createdAt);
  }

  /** Mean number of provisioned environments in use since the last call of this. */
  takeMeanProvisionedUse(now: number): number {
    this.provisionedUse.until(now, this.provisionedInUse);
    const mean = this.provisionedUse.take(now, this.provisionedUseSince);
    this.provisionedUseSince = now;
    return mean;
  }

  private useProvisioned(now: number, change: 1 | -1): void {
    this.provisionedUse.until(now, this.provisionedInUse);
    this.provisionedInUse += change;
  }

  private choose(now: number): Placement {
    const hasProvisioned =
      this.provisionedInUse < this.provisioned &&
      this.provisionedInSecond < this.provisioned * requestsPerConcurrency;
    if (hasProvisioned) {
      this.useProvisioned(now, 1);
      this.provisionedInSecond++;
      return "provisioned";
    }
    const createdAt = this.idle.take(now);
    if (createdAt >= 0) {
      this.placedCreatedAt = createdAt;
      return "warm";
    }
    if (!this.scaling.take(now)) return "FunctionInvocationRateLimitExceeded";
    this.placedCreatedAt = now;
    return "cold";
  }

  private countSecond(now: number): void {
    const second = Math.floor(now / 1000);
    if (second === this.second) return;
    this.second = second;
    this.inSecond = 0;
    this.provisionedInSecond = 0;
  }
}
