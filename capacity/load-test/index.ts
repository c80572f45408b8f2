import { randomGenerator } from "../random/generator";
import { arrivalTimes } from "../simulate/arrivals";
import type { Send } from "./targets";

export interface LoadTestOptions {
  readonly requestsPerSecond: number;
  readonly durationSeconds: number;
  /** Calls before the measurement: connections are opened and the model is warm. */
  readonly warmUpCalls: number;
  readonly seed: number;
  readonly onProgress?: (secondsLeft: number, sent: number) => void;
}

export interface LoadTestResult {
  /** Of the calls that were answered, in the order of their arrivals, from the intended arrival. */
  readonly milliseconds: readonly number[];
  /** Calls by how they ended. */
  readonly endings: Readonly<Record<string, number>>;
  readonly calls: number;
  readonly failures: number;
  /** Most calls in hand at the same time. */
  readonly maxInHand: number;
  /** How much later than intended a call was sent in the worst case: this machine was too slow when it is much. */
  readonly worstSendDelayMilliseconds: number;
}

/**
 * Calls at random moments of a fixed rate, whether or not earlier calls are answered, and measures each from the moment
 * at which it was meant to be sent: a target that stalls is seen to stall (no coordinated omission).
 */
export async function loadTest(send: Send, options: LoadTestOptions): Promise<LoadTestResult> {
  for (let call = 0; call < options.warmUpCalls; call++) await send();
  return new LoadTest(send, options).run();
}

class LoadTest {
  private readonly measured: [number, number][] = [];
  private readonly endings: Record<string, number> = {};
  private readonly open = new Set<Promise<void>>();
  private calls = 0;
  private failures = 0;
  private maxInHand = 0;
  private worstSendDelay = 0;

  constructor(
    private readonly send: Send,
    private readonly options: LoadTestOptions,
  ) {}

  async run(): Promise<LoadTestResult> {
    const { requestsPerSecond, durationSeconds, seed } = this.options;
    const steps = [{ requestsPerSecond, durationSeconds }];
    const nextArrival = arrivalTimes({ kind: "rates", steps }, randomGenerator(seed));
    const start = performance.now();
    for (let at = nextArrival(); at < Infinity; at = nextArrival()) {
      await this.until(start + at);
      this.call(start + at);
      this.options.onProgress?.(durationSeconds - at / 1000, this.calls);
    }
    await Promise.all(this.open);
    return {
      milliseconds: this.measured.sort(([a], [b]) => a - b).map(([, milliseconds]) => milliseconds),
      endings: this.endings,
      calls: this.calls,
      failures: this.failures,
      maxInHand: this.maxInHand,
      worstSendDelayMilliseconds: this.worstSendDelay,
    };
  }

  private call(intended: number): void {
    this.calls++;
    this.worstSendDelay = Math.max(this.worstSendDelay, performance.now() - intended);
    const done = this.send().then(({ ok, status }) => {
      this.endings[status] = (this.endings[status] ?? 0) + 1;
      if (ok) this.measured.push([intended, performance.now() - intended]);
      else this.failures++;
      this.open.delete(done);
    });
    this.open.add(done);
    this.maxInHand = Math.max(this.maxInHand, this.open.size);
  }

  /** Timers wake up to a millisecond late, so the last bit is spent giving way to what is ready. */
  private async until(time: number): Promise<void> {
    const wait = time - performance.now();
    if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait - 1.5));
    while (performance.now() < time) await new Promise((resolve) => setImmediate(resolve));
  }
}
