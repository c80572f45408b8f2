/**
 * Application Auto Scaling's target tracking: two alarms on one metric and a capacity that follows it.
 *
 * More is asked for when the last `scaleOutPoints` points are all above the target, less when the last `scaleInPoints` are
 * all below 90 % of it (alarms as users quote them; see the assumptions). AWS does not document how the new capacity comes
 * from the metric; here it is the load that was measured, divided by the target, rounded up. The load is that of the whole
 * capacity, so that points from before the last change do not ask for it twice.
 */
export interface TargetTrackingSettings {
  readonly target: number;
  readonly minCapacity: number;
  readonly maxCapacity: number;
  readonly scaleOutPoints: number;
  readonly scaleInPoints: number;
  readonly scaleInCooldownMilliseconds: number;
  readonly scaleOutCooldownMilliseconds: number;
  /** From the end of a period until its point counts. */
  readonly metricDelayMilliseconds: number;
}

interface Point {
  readonly at: number;
  readonly value: number;
  readonly load: number;
}

/** AlarmLow stands at this share of the target. */
const scaleInShare = 0.9;

export class TargetTracking {
  private readonly points: Point[] = [];
  private scaledOutAt = -Infinity;
  private scaledInAt = -Infinity;
  /** What the last scale-out asked for; within its cooldown only more than that counts. */
  private askedFor = 0;

  constructor(private readonly settings: TargetTrackingSettings) {}

  /** One period's metric, and the load behind it: what one unit of capacity would have measured. */
  addPoint(at: number, value: number, load: number): void {
    this.points.push({ at, value, load });
    if (this.points.length > 4 * this.settings.scaleInPoints)
      this.points.splice(0, 2 * this.settings.scaleInPoints);
  }

  /** The capacity that it asks for now; the present one when nothing is to change. */
  desired(now: number, capacity: number): number {
    const visible = this.visiblePoints(now);
    if (this.isHigh(visible)) return this.larger(now, capacity, visible);
    if (this.isLow(visible)) return this.smaller(now, capacity, visible);
    return capacity;
  }

  /** A change has been made: its cooldown begins. A scale-out ends the cooldown of a scale-in. */
  changed(now: number, from: number, to: number): void {
    if (to > from) {
      this.scaledOutAt = now;
      this.askedFor = to;
      this.scaledInAt = -Infinity;
    } else {
      this.scaledInAt = now;
    }
  }

  private larger(now: number, capacity: number, visible: readonly Point[]): number {
    const { target, maxCapacity, scaleOutCooldownMilliseconds } = this.settings;
    const wanted = Math.min(maxCapacity, Math.ceil((visible.at(-1)?.load ?? 0) / target));
    const isCoolingDown = now < this.scaledOutAt + scaleOutCooldownMilliseconds;
    if (isCoolingDown && wanted <= this.askedFor) return capacity;
    return Math.max(capacity, wanted);
  }

  private smaller(now: number, capacity: number, visible: readonly Point[]): number {
    const { target, minCapacity, scaleInPoints, scaleInCooldownMilliseconds } = this.settings;
    if (now < this.scaledInAt + scaleInCooldownMilliseconds) return capacity;
    const highest = Math.max(...visible.slice(-scaleInPoints).map(({ load }) => load));
    return Math.min(capacity, Math.max(minCapacity, Math.ceil(highest / target)));
  }

  private isHigh(visible: readonly Point[]): boolean {
    const { scaleOutPoints, target } = this.settings;
    return (
      visible.length >= scaleOutPoints && visible.slice(-scaleOutPoints).every(({ value }) => value > target)
    );
  }

  private isLow(visible: readonly Point[]): boolean {
    const { scaleInPoints, target } = this.settings;
    const limit = target * scaleInShare;
    return (
      visible.length >= scaleInPoints && visible.slice(-scaleInPoints).every(({ value }) => value < limit)
    );
  }

  private visiblePoints(now: number): readonly Point[] {
    const until = now - this.settings.metricDelayMilliseconds;
    let length = this.points.length;
    while (length > 0 && (this.points[length - 1] as Point).at > until) length--;
    return this.points.slice(Math.max(0, length - this.settings.scaleInPoints), length);
  }
}
