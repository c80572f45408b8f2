import { simulate } from "../../../capacity/simulate";
import { bareFunction, bareVariant, constant, constantRate, evenly, scenario } from "../support";

test("the same seed gives the same run, another seed another", () => {
  const run = (seed: number) =>
    simulate(scenario({ seed, traffic: constantRate(50, 60), function: bareFunction })).latency.count;
  expect(run(3)).toBe(run(3));
  expect(run(3)).not.toBe(run(4));
});

test("a step to 5,000 calls in hand is reached after about 40 s: 1,000 environments at once, then 100 a second", () => {
  const result = simulate(
    scenario(
      {
        traffic: evenly(500, 80),
        function: { ...bareFunction, ownMilliseconds: constant(70_000) },
      },
      { accountConcurrency: 10_000 },
    ),
  );
  // 500 a second arrive: the burst is used up after 2.5 s, then 100 a second are let in until the first ones end at 70 s.
  const letIn = result.outcomes.ok;
  expect(result.throttles.FunctionInvocationRateLimitExceeded).toBeGreaterThan(20_000);
  expect(letIn).toBeGreaterThan(8_000);
  expect(result.intervals[0]?.maxConcurrency).toBeGreaterThan(6_900);
  expect(result.intervals[0]?.maxConcurrency).toBeLessThan(7_100);
});

test("short calls are bound by ten requests a second for each unit of concurrency", () => {
  const run = (requestsPerSecond: number) =>
    simulate(
      scenario({
        traffic: evenly(requestsPerSecond, 20),
        function: { ...bareFunction, reservedConcurrency: 10, ownMilliseconds: constant(20) },
      }),
    );
  expect(run(100).outcomes.throttled).toBe(0);
  const over = run(200);
  expect(over.throttles.ReservedFunctionInvocationRateLimitExceeded).toBe(over.calls / 2);
});

test("an account's limit throttles a function without reservation", () => {
  const run = (accountConcurrency: number) =>
    simulate(
      scenario(
        { traffic: evenly(10, 30), function: { ...bareFunction, ownMilliseconds: constant(1000) } },
        { accountConcurrency },
      ),
    );
  expect(run(11).outcomes.throttled).toBe(0);
  expect(run(9).throttles.ConcurrentInvocationLimitExceeded).toBeGreaterThan(0);
});

test("calls beyond provisioned concurrency spill over to cold environments, up to the reservation", () => {
  const run = (reservedConcurrency: number) =>
    simulate(
      scenario({
        traffic: evenly(6, 20),
        function: {
          ...bareFunction,
          reservedConcurrency,
          provisioned: { executions: 4, scaling: null },
          initMilliseconds: constant(500),
          ownMilliseconds: constant(1000),
        },
      }),
    );
  const wide = run(20);
  expect(wide.spillOvers).toBeGreaterThan(0);
  expect(wide.coldStarts).toBeGreaterThan(0);
  expect(wide.outcomes.throttled).toBe(0);
  const equal = run(4);
  expect(equal.coldStarts).toBe(0);
  expect(equal.outcomes.throttled).toBeGreaterThan(0);
});

test("an environment is used again within its idle time, and not after it", () => {
  const run = (environmentIdleSeconds: number) =>
    simulate(
      scenario(
        {
          traffic: { kind: "arrivals", milliseconds: [0, 400_000], durationSeconds: 500 },
          function: bareFunction,
        },
        { environmentIdleSeconds },
      ),
    ).coldStarts;
  expect(run(401)).toBe(1);
  expect(run(399)).toBe(2);
});

test("a cold start adds its overhead and its init, and the init is billed", () => {
  const result = simulate(
    scenario(
      {
        traffic: { kind: "arrivals", milliseconds: [0, 10_000], durationSeconds: 20 },
        function: { ...bareFunction, initMilliseconds: constant(200) },
      },
      { coldStartOverheadMilliseconds: 50 },
    ),
  );
  expect(result.latency.max).toBeCloseTo(350, 6);
  expect(result.usage.onDemandGigabyteSeconds).toBeCloseTo(0.2 + 0.1 + 0.1, 6);
});

test("an instance refuses the call that finds its workers and its queue full", () => {
  const run = (calls: number) =>
    simulate(
      scenario({
        traffic: { kind: "arrivals", milliseconds: new Array<number>(calls).fill(0), durationSeconds: 10 },
        variant: { ...bareVariant, workersPerInstance: 2, queuePerInstance: 3 },
      }),
    ).outcomes;
  expect(run(5)["endpoint-overloaded"]).toBe(0);
  expect(run(6)["endpoint-overloaded"]).toBe(1);
});

test("the endpoint gives up after its timeout, and the worker goes on for nobody", () => {
  const run = (serviceMilliseconds: number) =>
    simulate(
      scenario({
        traffic: { kind: "arrivals", milliseconds: [0, 1], durationSeconds: 200 },
        variant: { ...bareVariant, serviceMilliseconds: constant(serviceMilliseconds) },
      }),
    );
  expect(run(29_000).outcomes.ok).toBe(2);
  const slow = run(61_000);
  expect(slow.outcomes["endpoint-timeout"]).toBe(2);
  expect(slow.latency.count).toBe(0);
});

test("the function's timeout ends a call before the endpoint's does", () => {
  const result = simulate(
    scenario({
      traffic: { kind: "arrivals", milliseconds: [0], durationSeconds: 60 },
      function: { ...bareFunction, timeoutSeconds: 10 },
      variant: { ...bareVariant, serviceMilliseconds: constant(20_000) },
    }),
  );
  expect(result.outcomes["function-timeout"]).toBe(1);
  expect(result.usage.onDemandGigabyteSeconds).toBeCloseTo(10, 6);
});

test("a throttled call is tried again, and its latency counts from its first try", () => {
  const run = (attempts: number) =>
    simulate(
      scenario({
        traffic: { kind: "arrivals", milliseconds: [0, 1], durationSeconds: 10 },
        function: { ...bareFunction, reservedConcurrency: 1, ownMilliseconds: constant(50) },
        retries: { attempts, firstDelayMilliseconds: 1000 },
      }),
    );
  expect(run(1).outcomes).toMatchObject({ ok: 1, throttled: 1 });
  const patient = run(8);
  expect(patient.outcomes).toMatchObject({ ok: 2, throttled: 0 });
  expect(patient.retries).toBeGreaterThan(0);
  expect(patient.latency.max).toBeGreaterThan(90);
});
