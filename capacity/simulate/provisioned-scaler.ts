import type { Assumptions } from "../assumptions";
import type { ProvisionedSettings } from "../scenario";
import type { FunctionPool } from "./function-pool";
import { TargetTracking } from "./target-tracking";

/** Environments a minute that are allocated after the preparation (Lambda developer guide, provisioned concurrency). */
const allocatedPerMinute = 6000;

/** The number of provisioned environments over time: what is ready, what is being prepared, what is paid for. */
export class ProvisionedScaler {
  private readonly tracking: TargetTracking | null;
  private allocated: number;
  private pending: number | null = null;
  private environmentSeconds = 0;
  private countedUntil = 0;

  constructor(
    settings: ProvisionedSettings,
    private readonly assumptions: Assumptions,
  ) {
    this.allocated = settings.executions;
    this.tracking =
      settings.scaling === null
        ? null
        : new TargetTracking({
            target: settings.scaling.targetUtilization,
            minCapacity: settings.executions,
            maxCapacity: settings.scaling.maxExecutions,
            scaleOutPoints: assumptions.scaleOutPoints,
            scaleInPoints: assumptions.scaleInPoints,
            // Application Auto Scaling's defaults for Lambda.
            scaleInCooldownMilliseconds: 0,
            scaleOutCooldownMilliseconds: 0,
            metricDelayMilliseconds: assumptions.metricDelaySeconds * 1000,
          });
  }

  /** Looks at the minute's utilization; returns when a change that it starts will be done. */
  endMinute(now: number, pool: FunctionPool): number | undefined {
    const inUse = pool.takeMeanProvisionedUse(now);
    if (this.tracking === null) return undefined;
    this.tracking.addPoint(now, inUse / Math.max(1, pool.provisioned), inUse);
    if (this.pending !== null) return undefined;
    const desired = this.tracking.desired(now, pool.provisioned);
    if (desired === pool.provisioned) return undefined;
    this.count(now);
    this.pending = desired;
    // More are paid for from the order on, fewer at once.
    this.allocated = desired;
    if (desired < pool.provisioned) return now;
    const { provisionedStartSeconds } = this.assumptions;
    return now + provisionedStartSeconds * 1000 + (desired / allocatedPerMinute) * 60_000;
  }

  /** The change is done; returns how many environments can be used now: all of them or, until now, none of the new ones. */
  ready(now: number): number {
    const count = this.pending ?? this.allocated;
    this.tracking?.changed(now, count, count);
    this.pending = null;
    return count;
  }

  /** Environment seconds that were kept ready. */
  reservedSeconds(now: number): number {
    this.count(now);
    return this.environmentSeconds;
  }

  private count(now: number): void {
    this.environmentSeconds += (this.allocated * (now - this.countedUntil)) / 1000;
    this.countedUntil = now;
  }
}
