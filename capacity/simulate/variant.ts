import type { Assumptions } from "../assumptions";
import { sampler } from "../random/distribution";
import type { RandomGenerator } from "../random/generator";
import type { VariantSettings } from "../scenario";
import { Instances, type Instance, type WaitingCall } from "./instances";
import { TargetTracking } from "./target-tracking";

/** One production variant: its instances, the calls in them, and the scaling of their number. */
export class Variant {
  private readonly instances: Instances;
  private readonly service: () => number;
  private readonly tracking: TargetTracking | null;
  private invocations = 0;
  /** `InvocationsPerInstance`: each call counts one divided by the instances of that moment. */
  private invocationsPerInstance = 0;
  /** Wanted number while the endpoint is `Updating`: meanwhile nothing else can be changed. */
  private pending: number | null = null;
  private instanceSeconds = 0;
  private countedUntil = 0;

  constructor(
    private readonly settings: VariantSettings,
    private readonly assumptions: Assumptions,
    random: RandomGenerator,
  ) {
    this.instances = new Instances(settings, random);
    this.service = sampler(settings.serviceMilliseconds, random);
    this.tracking = settings.scaling === null ? null : this.makeTracking(settings.scaling);
  }

  get scalesOnConcurrency(): boolean {
    return this.settings.scaling?.metric.kind === "concurrentRequestsPerModel";
  }

  get activeCount(): number {
    return this.instances.active.length;
  }

  get outstanding(): number {
    return this.instances.outstanding;
  }

  /** The instance that takes the next call; undefined when its queue is full. */
  accept(): Instance | undefined {
    this.invocations++;
    this.invocationsPerInstance += 1 / this.activeCount;
    const instance = this.instances.route();
    const { workersPerInstance, queuePerInstance } = this.settings;
    if (instance.outstanding >= workersPerInstance + queuePerInstance) return undefined;
    this.instances.outstanding++;
    return instance;
  }

  hasFreeWorker(instance: Instance): boolean {
    return instance.busy < this.settings.workersPerInstance;
  }

  /** A worker begins; returns how long it will take, in milliseconds. */
  startService(instanceId: number): number {
    this.instances.byId(instanceId).busy++;
    return this.service() + this.assumptions.networkMilliseconds;
  }

  /** A worker is done; returns the call that it takes next. */
  endService(instanceId: number): WaitingCall | undefined {
    const instance = this.instances.byId(instanceId);
    instance.busy--;
    this.instances.outstanding--;
    return instance.dequeue();
  }

  endMinute(now: number): void {
    if (!this.scalesOnConcurrency)
      this.tracking?.addPoint(now, this.invocationsPerInstance, this.invocations);
    this.invocations = 0;
    this.invocationsPerInstance = 0;
  }

  endTenSeconds(now: number): void {
    this.tracking?.addPoint(now, this.outstanding / this.activeCount, this.outstanding);
  }

  /** Asks for another number of instances if it has to; returns when the change will be done. */
  scale(now: number): number | undefined {
    if (this.tracking === null || this.pending !== null) return undefined;
    const desired = this.tracking.desired(now, this.activeCount);
    if (desired === this.activeCount) return undefined;
    this.count(now);
    this.pending = desired;
    return desired > this.activeCount ? now + this.assumptions.instanceStartSeconds * 1000 : now;
  }

  changeDone(now: number): void {
    if (this.pending === null) return;
    this.count(now);
    this.tracking?.changed(now, this.activeCount, this.pending);
    this.instances.setCount(this.pending);
    this.pending = null;
  }

  instanceHours(now: number): number {
    this.count(now);
    return this.instanceSeconds / 3600;
  }

  /** New instances are paid for from the order on. */
  private count(now: number): void {
    const paid = Math.max(this.activeCount, this.pending ?? 0);
    this.instanceSeconds += (paid * (now - this.countedUntil)) / 1000;
    this.countedUntil = now;
  }

  private makeTracking(scaling: NonNullable<VariantSettings["scaling"]>): TargetTracking {
    const { scaleOutPoints, scaleInPoints, metricDelaySeconds } = this.assumptions;
    const isFast = scaling.metric.kind === "concurrentRequestsPerModel";
    return new TargetTracking({
      target: scaling.metric.target,
      minCapacity: scaling.minInstances,
      maxCapacity: scaling.maxInstances,
      scaleOutPoints,
      // The metric of concurrent requests has a point each ten seconds; scaling in is no faster for it.
      scaleInPoints: isFast ? scaleInPoints * 6 : scaleInPoints,
      scaleInCooldownMilliseconds: scaling.scaleInCooldownSeconds * 1000,
      scaleOutCooldownMilliseconds: scaling.scaleOutCooldownSeconds * 1000,
      metricDelayMilliseconds: isFast ? 10_000 : metricDelaySeconds * 1000,
    });
  }
}
