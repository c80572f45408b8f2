import { durationSecondsOf, type RateStep, type Traffic } from "../simulate/arrivals";

/**
 * The part of the traffic that decides: the hours around its busiest moment, the rise before it included. The search runs
 * on it, since a whole day takes seconds for each candidate; what it finds is simulated on all of the traffic.
 */
export function busiestPart(traffic: Traffic, longestSeconds: number): Traffic {
  const duration = durationSecondsOf(traffic);
  if (duration <= longestSeconds) return traffic;
  const start = startOfBusiest(traffic, duration, longestSeconds);
  return traffic.kind === "arrivals"
    ? cutArrivals(traffic, start, longestSeconds)
    : cutRates(traffic.steps, start, longestSeconds);
}

/** The window with the most calls in its second half, so that the rise to it is in its first. */
function startOfBusiest(traffic: Traffic, duration: number, length: number): number {
  const step = Math.max(1, length / 12);
  let best = 0;
  let most = -1;
  for (let start = 0; start + length <= duration + 1e-9; start += step) {
    const calls = callsBetween(traffic, start + length / 2, start + length);
    if (calls > most) [best, most] = [start, calls];
  }
  return best;
}

function callsBetween(traffic: Traffic, from: number, until: number): number {
  if (traffic.kind === "arrivals") {
    return traffic.milliseconds.filter((at) => at >= from * 1000 && at < until * 1000).length;
  }
  let calls = 0;
  let at = 0;
  for (const { requestsPerSecond, durationSeconds } of traffic.steps) {
    const overlap = Math.min(until, at + durationSeconds) - Math.max(from, at);
    if (overlap > 0) calls += overlap * requestsPerSecond;
    at += durationSeconds;
  }
  return calls;
}

function cutArrivals(
  traffic: Extract<Traffic, { kind: "arrivals" }>,
  start: number,
  length: number,
): Traffic {
  const from = start * 1000;
  const until = from + length * 1000;
  const milliseconds = traffic.milliseconds.filter((at) => at >= from && at < until).map((at) => at - from);
  return { kind: "arrivals", milliseconds, durationSeconds: length };
}

function cutRates(steps: readonly RateStep[], start: number, length: number): Traffic {
  const cut: RateStep[] = [];
  let at = 0;
  for (const { requestsPerSecond, durationSeconds } of steps) {
    const overlap = Math.min(start + length, at + durationSeconds) - Math.max(start, at);
    if (overlap > 0) cut.push({ requestsPerSecond, durationSeconds: overlap });
    at += durationSeconds;
  }
  return { kind: "rates", steps: cut };
}
