import { Histogram } from "./histogram";
import { throttleReasons, type ThrottleReason } from "./function-pool";

/** How a call ended for its caller. */
export type Outcome = "ok" | "throttled" | "endpoint-overloaded" | "endpoint-timeout" | "function-timeout";

/** One interval of the run, for charts. */
export interface Interval {
  readonly startSeconds: number;
  readonly arrivals: number;
  readonly failures: number;
  readonly coldStarts: number;
  readonly spillOvers: number;
  /** Highest number of calls in the function at the same time. */
  readonly maxConcurrency: number;
  readonly provisioned: number;
  /** Instances that take calls, at the interval's end. */
  readonly instances: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
}

export interface Result {
  readonly durationSeconds: number;
  readonly calls: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly throttles: Readonly<Record<ThrottleReason, number>>;
  /** Of the calls that were answered, from the intended arrival. */
  readonly latency: Histogram;
  readonly coldStarts: number;
  /** Calls that found no provisioned environment free although the function has some. */
  readonly spillOvers: number;
  readonly retries: number;
  readonly maxConcurrency: number;
  readonly meanConcurrency: number;
  /** Calls that were in the endpoint on average, at work or waiting. */
  readonly meanOutstanding: number;
  /** Time in the instances' queues, of all calls that came that far. */
  readonly wait: Histogram;
  readonly intervals: readonly Interval[];
  readonly usage: Usage;
}

/** What is paid for. */
export interface Usage {
  readonly functionRequests: number;
  readonly onDemandGigabyteSeconds: number;
  readonly provisionedGigabyteSeconds: number;
  /** Provisioned concurrency that was kept ready, used or not. */
  readonly reservationGigabyteSeconds: number;
  readonly instanceHours: number;
}

/** The share of calls that failed, whatever the reason. */
export function failureShare({ calls, outcomes }: Result): number {
  return calls === 0 ? 0 : (calls - outcomes.ok) / calls;
}

/** Counts while the simulation runs. */
export class Measurements {
  readonly latency = new Histogram();
  readonly wait = new Histogram();
  readonly outcomes: Record<Outcome, number> = {
    ok: 0,
    throttled: 0,
    "endpoint-overloaded": 0,
    "endpoint-timeout": 0,
    "function-timeout": 0,
  };
  readonly throttles = Object.fromEntries(throttleReasons.map((reason) => [reason, 0])) as Record<
    ThrottleReason,
    number
  >;
  readonly intervals: Interval[] = [];
  calls = 0;
  retries = 0;
  coldStarts = 0;
  spillOvers = 0;
  maxConcurrency = 0;

  private readonly intervalLatency = new Histogram();
  private interval = { arrivals: 0, failures: 0, coldStarts: 0, spillOvers: 0, maxConcurrency: 0 };

  arrival(): void {
    this.calls++;
    this.interval.arrivals++;
  }

  concurrency(value: number): void {
    if (value > this.maxConcurrency) this.maxConcurrency = value;
    if (value > this.interval.maxConcurrency) this.interval.maxConcurrency = value;
  }

  coldStart(): void {
    this.coldStarts++;
    this.interval.coldStarts++;
  }

  spillOver(): void {
    this.spillOvers++;
    this.interval.spillOvers++;
  }

  ended(outcome: Outcome, latencyMilliseconds: number): void {
    this.outcomes[outcome]++;
    if (outcome === "ok") {
      this.latency.add(latencyMilliseconds);
      this.intervalLatency.add(latencyMilliseconds);
    } else {
      this.interval.failures++;
    }
  }

  closeInterval(startSeconds: number, instances: number, provisioned: number): void {
    const p50Milliseconds = this.intervalLatency.quantile(0.5);
    const p99Milliseconds = this.intervalLatency.quantile(0.99);
    this.intervals.push({
      startSeconds,
      ...this.interval,
      instances,
      provisioned,
      p50Milliseconds,
      p99Milliseconds,
    });
    this.intervalLatency.clear();
    this.interval = { arrivals: 0, failures: 0, coldStarts: 0, spillOvers: 0, maxConcurrency: 0 };
  }

  /** What came before does not count: the system was filling. */
  reset(): void {
    this.latency.clear();
    this.wait.clear();
    for (const outcome of Object.keys(this.outcomes) as Outcome[]) this.outcomes[outcome] = 0;
    for (const reason of throttleReasons) this.throttles[reason] = 0;
    this.calls = this.retries = this.coldStarts = this.spillOvers = this.maxConcurrency = 0;
  }
}
