import { randomGenerator, type RandomGenerator } from "../random/generator";
import { sampler } from "../random/distribution";
import type { Scenario } from "../scenario";
import { arrivalTimes, durationSecondsOf } from "./arrivals";
import { Calls } from "./calls";
import { EventQueue } from "./event-queue";
import { FunctionPool, throttleReasons, type ThrottleReason } from "./function-pool";
import { Measurements, type Outcome, type Result } from "./measure";
import { ProvisionedScaler } from "./provisioned-scaler";
import { TimeAverage } from "./time-average";
import { Variant } from "./variant";

export interface SimulationOptions {
  /** Time at the start that does not count into totals (the system fills); the chart's intervals have it. @default 0 */
  readonly warmUpSeconds?: number;
}

/** Simulates the scenario, event by event; the same scenario gives the same result. */
export function simulate(scenario: Scenario, options: SimulationOptions = {}): Result {
  return new Simulation(scenario, options).run();
}

/** What an event is about; a call's event holds its slot too: `slot * kinds + kind`. */
const kinds = 4;
const ownWorkDone = 0;
const serviceDone = 1;
const givenUp = 2;
const callAgain = 3;
/** Events of no call. */
const minuteTick = -1;
const tenSecondTick = -2;
const provisionedReady = -3;
const instancesReady = -4;
/** A worker that nobody waits for any more becomes free: -5 and below, by instance. */
const abandonedWork = -5;

const minute = 60_000;
const refused: ReadonlySet<string> = new Set(throttleReasons);

class Simulation {
  private readonly events = new EventQueue();
  private readonly calls = new Calls();
  private readonly counted = new Measurements();
  private readonly random: RandomGenerator;
  private readonly pool: FunctionPool | null;
  private readonly provisioned: ProvisionedScaler | null;
  private readonly variant: Variant | null;
  private readonly init: () => number;
  private readonly own: () => number;
  private readonly concurrency = new TimeAverage();
  private readonly outstanding = new TimeAverage();
  private now = 0;
  private inHand = 0;
  private measuredFrom = 0;
  private functionRequests = 0;
  private onDemandSeconds = 0;
  private provisionedSeconds = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly options: SimulationOptions,
  ) {
    const { seed, function: fn, variant, assumptions } = scenario;
    this.random = randomGenerator(seed + 1);
    this.pool = fn === null ? null : new FunctionPool(fn, assumptions);
    this.provisioned =
      this.pool === null || !fn?.provisioned ? null : new ProvisionedScaler(fn.provisioned, assumptions);
    this.variant = variant === null ? null : new Variant(variant, assumptions, randomGenerator(seed + 2));
    this.init = fn === null ? () => 0 : sampler(fn.initMilliseconds, this.random);
    this.own = fn === null ? () => 0 : sampler(fn.ownMilliseconds, this.random);
  }

  run(): Result {
    const { traffic, seed } = this.scenario;
    const nextArrival = arrivalTimes(traffic, randomGenerator(seed));
    const warmUpEnd = (this.options.warmUpSeconds ?? 0) * 1000;
    const durationSeconds = durationSecondsOf(traffic);
    this.events.push(minute, minuteTick);
    if (this.variant?.scalesOnConcurrency) this.events.push(10_000, tenSecondTick);
    let isWarm = warmUpEnd === 0;
    for (let arrival = nextArrival(); arrival < Infinity || this.inHand > 0;) {
      if (!isWarm && Math.min(arrival, this.events.nextTime) >= warmUpEnd) {
        isWarm = true;
        this.restart(warmUpEnd);
      }
      if (arrival <= this.events.nextTime) {
        this.advance(arrival);
        this.arrive();
        arrival = nextArrival();
      } else {
        this.advance(this.events.nextTime);
        this.handle(this.events.pop());
      }
    }
    // Quiet time at the end costs, and belongs to the chart.
    while (this.events.nextTime <= durationSeconds * 1000) {
      this.advance(this.events.nextTime);
      this.handle(this.events.pop());
    }
    return this.result(Math.max(durationSeconds * 1000, this.now));
  }

  private advance(now: number): void {
    this.concurrency.until(now, this.pool?.inFlight ?? this.inHand);
    this.outstanding.until(now, this.variant?.outstanding ?? 0);
    this.now = now;
  }

  private restart(now: number): void {
    this.advance(now);
    this.concurrency.take(now, 0);
    this.outstanding.take(now, 0);
    this.counted.reset();
    this.measuredFrom = now;
  }

  private handle(event: number): void {
    if (event <= abandonedWork) return this.freeWorker(abandonedWork - event);
    if (event < 0) return this.control(event);
    const slot = Math.floor(event / kinds);
    switch (event % kinds) {
      case ownWorkDone:
        return this.invokeEndpoint(slot);
      case serviceDone:
        return this.endService(slot);
      case givenUp:
        // The slot may hold another call by now, with another deadline.
        if (this.calls.deadline[slot] === this.now) this.giveUp(slot);
        return;
      default:
        return this.call(slot);
    }
  }

  private arrive(): void {
    this.inHand++;
    this.counted.arrival();
    this.call(this.calls.take(this.now));
  }

  /** The caller calls, for the first time or again. */
  private call(slot: number): void {
    const { calls, pool, scenario, now } = this;
    calls.deadline[slot] = Infinity;
    if (pool === null || scenario.function === null) return this.invokeEndpoint(slot);
    const placement = pool.place(now);
    if (refused.has(placement)) {
      this.counted.throttles[placement as ThrottleReason]++;
      return this.fail(slot, "throttled");
    }
    this.functionRequests++;
    this.counted.concurrency(pool.inFlight);
    calls.placement[slot] = placement;
    calls.environmentCreatedAt[slot] = pool.placedCreatedAt;
    calls.startedAt[slot] = now;
    let start = now;
    if (placement === "cold") {
      this.counted.coldStart();
      start += scenario.assumptions.coldStartOverheadMilliseconds;
      calls.startedAt[slot] = start;
      start += this.init();
    }
    if (placement !== "provisioned" && scenario.function.provisioned !== null) this.counted.spillOver();
    const timeout = start + scenario.function.timeoutSeconds * 1000;
    const done = start + this.own();
    if (done >= timeout) {
      calls.deadline[slot] = timeout;
      this.events.push(timeout, slot * kinds + givenUp);
    } else {
      calls.deadline[slot] = timeout;
      this.events.push(done, slot * kinds + ownWorkDone);
    }
  }

  private invokeEndpoint(slot: number): void {
    const { calls, variant, now } = this;
    if (variant === null) return this.succeed(slot);
    const { endpointTimeoutSeconds } = this.scenario.assumptions;
    const deadline = Math.min(calls.deadline[slot] as number, now + endpointTimeoutSeconds * 1000);
    calls.deadline[slot] = deadline;
    const instance = variant.accept();
    if (instance === undefined) return this.fail(slot, "endpoint-overloaded");
    calls.instance[slot] = instance.id;
    if (variant.hasFreeWorker(instance)) {
      this.counted.wait.add(0);
      return this.serve(slot, instance.id, deadline);
    }
    instance.enqueue(slot, deadline, now);
    this.events.push(deadline, slot * kinds + givenUp);
  }

  /** A worker begins with the call. */
  private serve(slot: number, instanceId: number, deadline: number): void {
    const variant = this.variant as Variant;
    const finish = this.now + variant.startService(instanceId);
    if (finish <= deadline) {
      this.events.push(finish, slot * kinds + serviceDone);
    } else {
      this.events.push(finish, abandonedWork - instanceId);
      this.events.push(deadline, slot * kinds + givenUp);
    }
  }

  private endService(slot: number): void {
    const instanceId = this.calls.instance[slot] as number;
    this.succeed(slot);
    this.freeWorker(instanceId);
  }

  /** The longest waiting call gets the worker, also one whose caller is gone: a server does not know. */
  private freeWorker(instanceId: number): void {
    const variant = this.variant as Variant;
    const next = variant.endService(instanceId);
    if (next === undefined) return;
    if (next.deadline <= this.now) {
      this.events.push(this.now + variant.startService(instanceId), abandonedWork - instanceId);
      return;
    }
    this.counted.wait.add(this.now - next.enqueuedAt);
    this.serve(next.slot, instanceId, next.deadline);
  }

  private giveUp(slot: number): void {
    const fn = this.scenario.function;
    const functionTimeout =
      fn !== null && this.now - (this.calls.startedAt[slot] as number) >= fn.timeoutSeconds * 1000 - 1e-6;
    this.endFunction(slot);
    this.finish(slot, functionTimeout ? "function-timeout" : "endpoint-timeout");
  }

  private succeed(slot: number): void {
    this.endFunction(slot);
    this.finish(slot, "ok");
  }

  /** A failure after which the caller may call again. */
  private fail(slot: number, outcome: Outcome): void {
    const { attempts, firstDelayMilliseconds } = this.scenario.retries;
    if (outcome !== "throttled") this.endFunction(slot);
    const attempt = this.calls.attempts[slot] as number;
    if (attempt >= attempts) return this.finish(slot, outcome);
    this.counted.retries++;
    this.calls.attempts[slot] = attempt + 1;
    this.calls.deadline[slot] = Infinity;
    const longest = firstDelayMilliseconds * 2 ** (attempt - 1);
    this.events.push(this.now + this.random.next() * longest, slot * kinds + callAgain);
  }

  private endFunction(slot: number): void {
    const { calls, pool, now } = this;
    if (pool === null) return;
    const placement = calls.placement[slot] as (typeof calls.placement)[number];
    const seconds = (now - (calls.startedAt[slot] as number)) / 1000;
    if (placement === "provisioned") this.provisionedSeconds += seconds;
    else this.onDemandSeconds += seconds;
    pool.release(now, placement, calls.environmentCreatedAt[slot] as number);
  }

  private finish(slot: number, outcome: Outcome): void {
    this.counted.ended(outcome, this.now - (this.calls.arrivedAt[slot] as number));
    this.inHand--;
    this.calls.give(slot);
  }

  private control(event: number): void {
    switch (event) {
      case minuteTick:
        return this.endMinute();
      case tenSecondTick:
        this.variant?.endTenSeconds(this.now);
        this.scaleVariant();
        this.events.push(this.now + 10_000, tenSecondTick);
        return;
      case provisionedReady:
        if (this.pool !== null && this.provisioned !== null)
          this.pool.provisioned = this.provisioned.ready(this.now);
        return;
      case instancesReady:
        this.variant?.changeDone(this.now);
        return;
    }
  }

  private endMinute(): void {
    const { pool, provisioned, variant, now } = this;
    this.counted.closeInterval(now / 1000 - 60, variant?.activeCount ?? 0, pool?.provisioned ?? 0);
    variant?.endMinute(now);
    this.scaleVariant();
    if (pool !== null && provisioned !== null) {
      const readyAt = provisioned.endMinute(now, pool);
      if (readyAt !== undefined) this.events.push(readyAt, provisionedReady);
    }
    this.events.push(now + minute, minuteTick);
  }

  private scaleVariant(): void {
    const readyAt = this.variant?.scale(this.now);
    if (readyAt !== undefined) this.events.push(readyAt, instancesReady);
  }

  private result(end: number): Result {
    this.advance(end);
    const { counted, scenario } = this;
    const gigabytes = (scenario.function?.memoryMegabytes ?? 0) / 1024;
    return {
      durationSeconds: (end - this.measuredFrom) / 1000,
      calls: counted.calls,
      outcomes: counted.outcomes,
      throttles: counted.throttles,
      latency: counted.latency,
      wait: counted.wait,
      coldStarts: counted.coldStarts,
      spillOvers: counted.spillOvers,
      retries: counted.retries,
      maxConcurrency: counted.maxConcurrency,
      meanConcurrency: this.concurrency.take(end, this.measuredFrom),
      meanOutstanding: this.outstanding.take(end, this.measuredFrom),
      intervals: counted.intervals,
      usage: {
        functionRequests: this.functionRequests,
        onDemandGigabyteSeconds: this.onDemandSeconds * gigabytes,
        provisionedGigabyteSeconds: this.provisionedSeconds * gigabytes,
        reservationGigabyteSeconds: (this.provisioned?.reservedSeconds(end) ?? 0) * gigabytes,
        instanceHours: this.variant?.instanceHours(end) ?? 0,
      },
    };
  }
}
