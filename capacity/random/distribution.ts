import type { RandomGenerator } from "./generator";

/** How long something takes, in milliseconds. */
export type Distribution =
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "exponential"; readonly mean: number }
  /** Typical of service times: a median and a long tail on one side. */
  | { readonly kind: "lognormal"; readonly median: number; readonly p99: number }
  /** Measured values; each is as likely as the others. */
  | { readonly kind: "measured"; readonly values: readonly number[] };

/** The standard normal distribution's 0.99 quantile. */
const z99 = 2.3263478740408408;

export function sampler(distribution: Distribution, random: RandomGenerator): () => number {
  switch (distribution.kind) {
    case "constant":
      return () => distribution.value;
    case "exponential":
      return () => -distribution.mean * Math.log(1 - random.next());
    case "lognormal": {
      const mu = Math.log(distribution.median);
      const sigma = logSigma(distribution);
      return () => Math.exp(mu + sigma * standardNormal(random));
    }
    case "measured": {
      const { values } = distribution;
      return () => values[Math.floor(random.next() * values.length)] ?? 0;
    }
  }
}

/** Mean of the distribution, in milliseconds. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "exponential":
      return distribution.mean;
    case "lognormal":
      return distribution.median * Math.exp(logSigma(distribution) ** 2 / 2);
    case "measured":
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
  }
}

/** The value that the share `quantile` does not exceed, in milliseconds. */
export function quantileOf(distribution: Distribution, quantile: number): number {
  switch (distribution.kind) {
    case "constant":
      return distribution.value;
    case "exponential":
      return -distribution.mean * Math.log(1 - quantile);
    case "lognormal":
      return distribution.median * Math.exp(logSigma(distribution) * normalQuantile(quantile));
    case "measured": {
      const sorted = [...distribution.values].sort((x, y) => x - y);
      return sorted[Math.min(sorted.length - 1, Math.floor(quantile * sorted.length))] ?? 0;
    }
  }
}

function logSigma({ median, p99 }: { readonly median: number; readonly p99: number }): number {
  return Math.log(p99 / median) / z99;
}

/** Box and Muller's method; the second value is not kept, so that each sample stands by itself. */
function standardNormal(random: RandomGenerator): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Bisection on the cumulative distribution: called a few times for a report, never in the simulation. */
export function normalQuantile(quantile: number): number {
  let low = -9;
  let high = 9;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (normalCumulative(middle) < quantile) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Abramowitz and Stegun 26.2.17; absolute error below 7.5e-8. */
function normalCumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}
