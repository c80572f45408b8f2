import type { RateStep, Traffic } from "../simulate/arrivals";

/** The busiest load that is simulated: more needs more memory and time than a planner should take. */
export const highestRequestsPerSecond = 100_000;

/** The same rate all the time. */
export function constantTraffic(requestsPerSecond: number, durationSeconds: number): Traffic {
  return { kind: "rates", steps: [{ requestsPerSecond, durationSeconds }] };
}

const stepSeconds = 300;
const daySeconds = 86_400;

/** A day that rises from its quietest hour (4 o'clock) to its busiest (16 o'clock) and falls again, as a cosine. */
export function dailyTraffic(lowest: number, highest: number): Traffic {
  const steps: RateStep[] = [];
  for (let at = 0; at < daySeconds; at += stepSeconds) {
    const hours = (at + stepSeconds / 2) / 3600;
    const share = (1 - Math.cos(((hours - 4) / 24) * 2 * Math.PI)) / 2;
    steps.push({ requestsPerSecond: lowest + (highest - lowest) * share, durationSeconds: stepSeconds });
  }
  return { kind: "rates", steps };
}

/**
 * A traffic file: CSV with the header `start_seconds,requests_per_second` (each rate holds until the next start, the last one
 * as long as the one before it), or with the header `arrival_seconds` and one arrival a line, in order.
 *
 * @returns the traffic, or what is wrong with the file
 */
export function parseTraffic(content: string, file: string): Traffic | string {
  const [header = "", ...lines] = content
    .trim()
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/[\s"]/g, ""));
  if (header === "start_seconds,requests_per_second") return parseRates(lines, file);
  if (header === "arrival_seconds") return parseArrivals(lines, file);
  return `${file}: the first line is "${header.slice(0, 60)}"; it must be "start_seconds,requests_per_second" or "arrival_seconds"`;
}

function parseRates(lines: readonly string[], file: string): Traffic | string {
  const rows: [number, number][] = [];
  for (const [index, line] of lines.entries()) {
    const [start = NaN, rate = NaN] = line.split(",").map(toNumber);
    const where = `${file}:${index + 2}`;
    if (!(start >= 0) || !(rate >= 0)) return `${where}: "${line}" must be two numbers from 0 on`;
    if (rate > highestRequestsPerSecond)
      return `${where}: ${rate} requests/s; at most ${highestRequestsPerSecond} are simulated`;
    const previous = rows.at(-1)?.[0] ?? -1;
    if (start <= previous)
      return `${where}: starts at ${start} s, not after the line before it (${previous} s)`;
    rows.push([start, rate]);
  }
  if (rows.length < 2)
    return `${file}: at least two lines of rates are needed, so that it is known how long they hold`;
  const steps = rows.map(([start, requestsPerSecond], index): RateStep => {
    const next = rows[index + 1]?.[0] ?? start + (start - (rows[index - 1]?.[0] ?? 0));
    return { requestsPerSecond, durationSeconds: next - start };
  });
  if (steps.every(({ requestsPerSecond }) => requestsPerSecond === 0))
    return `${file}: no line has any requests`;
  return { kind: "rates", steps };
}

function parseArrivals(lines: readonly string[], file: string): Traffic | string {
  const seconds: number[] = [];
  for (const [index, line] of lines.entries()) {
    const at = toNumber(line);
    const previous = seconds.at(-1) ?? 0;
    if (!(at >= 0)) return `${file}:${index + 2}: "${line}" must be a number of seconds from 0 on`;
    if (at < previous)
      return `${file}:${index + 2}: ${at} s is before the line above it (${previous} s); sort the file`;
    seconds.push(at);
  }
  const [first] = seconds;
  if (first === undefined) return `${file}: there is no arrival in it`;
  // Time stamps may count from long ago; the run starts with the first call.
  const milliseconds = seconds.map((at) => (at - first) * 1000);
  return {
    kind: "arrivals",
    milliseconds,
    durationSeconds: Math.max(1, Math.ceil((milliseconds.at(-1) ?? 0) / 1000)),
  };
}

function toNumber(text: string): number {
  return text === "" ? NaN : Number(text);
}
