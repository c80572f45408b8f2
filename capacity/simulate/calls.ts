import type { Placement } from "./function-pool";

/** The calls in hand, by slot; a slot is used again, so that a day of traffic needs room for its busiest moment only. */
export class Calls {
  /** When the caller first called, in milliseconds: latency counts from here, however long the retries take. */
  readonly arrivedAt: number[] = [];
  readonly attempts: number[] = [];
  /** When the function's billed time began. */
  readonly startedAt: number[] = [];
  /** When its environment was made. */
  readonly environmentCreatedAt: number[] = [];
  readonly placement: Placement[] = [];
  /** When somebody gives up on it: the function's or the endpoint's timeout. */
  readonly deadline: number[] = [];
  /** The instance that works on it; -1 for none. */
  readonly instance: number[] = [];

  private readonly free: number[] = [];

  take(now: number): number {
    const slot = this.free.pop() ?? this.arrivedAt.length;
    this.arrivedAt[slot] = now;
    this.attempts[slot] = 1;
    this.deadline[slot] = Infinity;
    this.instance[slot] = -1;
    return slot;
  }

  give(slot: number): void {
    this.deadline[slot] = Infinity;
    this.free.push(slot);
  }
}
