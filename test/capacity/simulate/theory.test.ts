/** The simulator against queueing theory, with its own delays switched off. Long runs: each takes a second or two. */
import { simulate } from "../../../capacity/simulate";
import { erlangB, meanWaitSeconds, waitQuantileSeconds } from "../../../capacity/theory/erlang";
import type { Distribution } from "../../../capacity/random/distribution";
import { bareFunction, bareVariant, constant, constantRate, scenario } from "../support";

const exponential = (mean: number): Distribution => ({ kind: "exponential", mean });
const within = (share: number, expected: number, found: number) =>
  expect(Math.abs(found - expected) / expected).toBeLessThan(share);

describe("calls beyond the reserved concurrency are refused as Erlang B says", () => {
  const cases: [string, number, number, Distribution][] = [
    ["exponential service times", 8, 10, exponential(1000)],
    ["constant service times", 8, 10, constant(1000)],
    ["a light load", 2, 3, exponential(1000)],
    ["a larger function", 90, 95, exponential(1000)],
  ];
  test.each(cases)("%s, %d erlang, limit %d", (_, load, limit, ownMilliseconds) => {
    const result = simulate(
      scenario({
        traffic: constantRate(load, 1_000_000 / load),
        function: { ...bareFunction, reservedConcurrency: limit, ownMilliseconds },
      }),
      { warmUpSeconds: 500 },
    );
    const blocked = result.outcomes.throttled / result.calls;
    within(0.02, erlangB(load, limit), blocked);
    within(0.02, load * (1 - blocked), result.meanConcurrency);
    expect(result.throttles.ReservedFunctionConcurrentInvocationLimitExceeded).toBe(
      result.outcomes.throttled,
    );
  });
});

describe("calls wait for an endpoint's workers as Erlang C says", () => {
  const cases: [number, number][] = [
    [8, 10],
    [15, 20],
    [1.6, 2],
  ];
  test.each(cases)("%d erlang on %d workers", (load, workers) => {
    const result = simulate(
      scenario(
        {
          traffic: constantRate(load, 1_500_000 / load),
          variant: { ...bareVariant, workersPerInstance: workers, serviceMilliseconds: exponential(1000) },
        },
        { endpointTimeoutSeconds: 1e6 },
      ),
      { warmUpSeconds: 500 },
    );
    const queue = { arrivalsPerSecond: load, serviceSeconds: 1, servers: workers };
    within(0.02, meanWaitSeconds(queue), result.wait.mean / 1000);
    within(0.03, waitQuantileSeconds(queue, 0.95), result.wait.quantile(0.95) / 1000);
    within(0.02, load * result.latency.mean, result.meanOutstanding * 1000);
  });

  test("constant service times wait half as long on one worker (Pollaczek and Khinchine)", () => {
    const result = simulate(
      scenario(
        {
          traffic: constantRate(0.8, 1_000_000),
          variant: { ...bareVariant, serviceMilliseconds: constant(1000) },
        },
        { endpointTimeoutSeconds: 1e6 },
      ),
      { warmUpSeconds: 1000 },
    );
    within(0.02, 2, result.wait.mean / 1000);
  });
});

test("random routing waits longer than the least loaded instance, which waits longer than one common queue", () => {
  const wait = (routing: "RANDOM" | "LEAST_OUTSTANDING_REQUESTS", instances: number, workers: number) =>
    simulate(
      scenario({
        traffic: constantRate(8, 20_000),
        variant: {
          ...bareVariant,
          routing,
          initialInstances: instances,
          workersPerInstance: workers,
          serviceMilliseconds: exponential(400),
        },
      }),
    ).wait.mean;
  const random = wait("RANDOM", 4, 1);
  const least = wait("LEAST_OUTSTANDING_REQUESTS", 4, 1);
  expect(random).toBeGreaterThan(least);
  expect(least).toBeGreaterThan(wait("RANDOM", 1, 4));
});
