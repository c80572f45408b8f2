import type { RandomGenerator } from "../random/generator";

/** When calls come. They come whether or not earlier ones are answered (an open load). */
export type Traffic =
  /** Rates that hold each for its time, in order; calls come at random in them (Poisson). */
  | { readonly kind: "rates"; readonly steps: readonly RateStep[] }
  /** Recorded arrivals, in milliseconds from the start, in order. */
  | { readonly kind: "arrivals"; readonly milliseconds: readonly number[]; readonly durationSeconds: number };

export interface RateStep {
  readonly requestsPerSecond: number;
  readonly durationSeconds: number;
}

export function durationSecondsOf(traffic: Traffic): number {
  return traffic.kind === "arrivals"
    ? traffic.durationSeconds
    : traffic.steps.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}

export function meanRequestsPerSecond(traffic: Traffic): number {
  const duration = durationSecondsOf(traffic);
  if (traffic.kind === "arrivals") return traffic.milliseconds.length / duration;
  const calls = traffic.steps.reduce((sum, step) => sum + step.requestsPerSecond * step.durationSeconds, 0);
  return calls / duration;
}

/** The rate at the beginning; of recorded arrivals, that of their first minute. */
export function startRequestsPerSecond(traffic: Traffic): number {
  if (traffic.kind === "rates") return traffic.steps[0]?.requestsPerSecond ?? 0;
  const seconds = Math.min(60, traffic.durationSeconds);
  return traffic.milliseconds.filter((at) => at < seconds * 1000).length / seconds;
}

export function peakRequestsPerSecond(traffic: Traffic): number {
  if (traffic.kind === "rates")
    return Math.max(...traffic.steps.map(({ requestsPerSecond }) => requestsPerSecond));
  const perSecond = new Map<number, number>();
  for (const at of traffic.milliseconds) {
    const second = Math.floor(at / 1000);
    perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...perSecond.values());
}

/** Gives the time of the next arrival at each call, in milliseconds; Infinity after the last. */
export function arrivalTimes(traffic: Traffic, random: RandomGenerator): () => number {
  return traffic.kind === "arrivals"
    ? recordedArrivals(traffic.milliseconds)
    : poissonArrivals(traffic.steps, random);
}

function recordedArrivals(milliseconds: readonly number[]): () => number {
  let index = 0;
  return () => milliseconds[index++] ?? Infinity;
}

/** A wait of one mean gap is used up at each step's own rate, so that no step's edge distorts the stream. */
function poissonArrivals(steps: readonly RateStep[], random: RandomGenerator): () => number {
  let now = 0;
  let index = 0;
  let stepEnd = (steps[0]?.durationSeconds ?? 0) * 1000;
  return () => {
    let remaining = -Math.log(1 - random.next());
    for (;;) {
      const step = steps[index];
      if (step === undefined) return Infinity;
      const perMillisecond = step.requestsPerSecond / 1000;
      const needed = perMillisecond > 0 ? remaining / perMillisecond : Infinity;
      if (now + needed < stepEnd) return (now += needed);
      remaining -= (stepEnd - now) * perMillisecond;
      now = stepEnd;
      stepEnd += (steps[++index]?.durationSeconds ?? 0) * 1000;
    }
  };
}
