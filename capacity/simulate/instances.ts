import type { RandomGenerator } from "../random/generator";
import type { VariantSettings } from "../scenario";

/** A call in an instance's queue. */
export interface WaitingCall {
  readonly slot: number;
  /** When its caller gives up. */
  readonly deadline: number;
  readonly enqueuedAt: number;
}

/** One instance of the variant: its workers, and the calls that wait for one. */
export class Instance {
  busy = 0;
  private readonly queue: WaitingCall[] = [];
  private head = 0;

  constructor(readonly id: number) {}

  get outstanding(): number {
    return this.busy + this.queue.length - this.head;
  }

  enqueue(slot: number, deadline: number, enqueuedAt: number): void {
    this.queue.push({ slot, deadline, enqueuedAt });
  }

  /** The longest waiting call; undefined when nobody waits. */
  dequeue(): WaitingCall | undefined {
    const next = this.queue[this.head];
    if (next === undefined) return undefined;
    this.head++;
    if (this.head > 1024 && this.head * 2 > this.queue.length) {
      this.queue.splice(0, this.head);
      this.head = 0;
    }
    return next;
  }
}

/** The instances of a variant. Those that were taken out of service finish what they have. */
export class Instances {
  /** All there ever were, by id. */
  private readonly all: Instance[] = [];
  /** Those that get new calls. */
  readonly active: Instance[] = [];
  /** Calls in all active instances, at work or waiting. */
  outstanding = 0;

  constructor(
    private readonly settings: VariantSettings,
    private readonly random: RandomGenerator,
  ) {
    this.setCount(settings.initialInstances);
  }

  setCount(count: number): void {
    while (this.active.length > count) this.active.pop();
    while (this.active.length < count) {
      const instance = new Instance(this.all.length);
      this.all.push(instance);
      this.active.push(instance);
    }
  }

  byId(id: number): Instance {
    return this.all[id] as Instance;
  }

  /** The instance that the next call goes to. */
  route(): Instance {
    const { active } = this;
    if (this.settings.routing === "RANDOM" || active.length === 1) {
      return active[Math.floor(this.random.next() * active.length)] as Instance;
    }
    let best = active[0] as Instance;
    for (const instance of active) if (instance.outstanding < best.outstanding) best = instance;
    return best;
  }
}
