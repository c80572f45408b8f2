import { simulate } from "../../../capacity/simulate";
import { TargetTracking } from "../../../capacity/simulate/target-tracking";
import { bareFunction, bareVariant, constant, evenly, scenario } from "../support";

const minute = 60_000;

function tracking(given: Partial<ConstructorParameters<typeof TargetTracking>[0]> = {}) {
  return new TargetTracking({
    target: 100,
    minCapacity: 1,
    maxCapacity: 20,
    scaleOutPoints: 3,
    scaleInPoints: 15,
    scaleInCooldownMilliseconds: 300_000,
    scaleOutCooldownMilliseconds: 300_000,
    metricDelayMilliseconds: 0,
    ...given,
  });
}

/** Points of so many minutes from the start, each with the same value. */
function points(target: TargetTracking, count: number, value: number, capacity: number, from = 0): number {
  for (let index = 1; index <= count; index++)
    target.addPoint((from + index) * minute, value, value * capacity);
  return (from + count) * minute;
}

test("the third point above the target scales out, the second does not", () => {
  const two = tracking();
  expect(two.desired(points(two, 2, 300, 2), 2)).toBe(2);
  const three = tracking();
  expect(three.desired(points(three, 3, 300, 2), 2)).toBe(6);
});

test("a metric at the target is not above it", () => {
  const target = tracking();
  expect(target.desired(points(target, 10, 100, 2), 2)).toBe(2);
});

test("fifteen minutes below 90 % of the target scale in, 95 % never does", () => {
  const fourteen = tracking();
  expect(fourteen.desired(points(fourteen, 14, 40, 4), 4)).toBe(4);
  const fifteen = tracking();
  expect(fifteen.desired(points(fifteen, 15, 40, 4), 4)).toBe(2);
  const near = tracking();
  expect(near.desired(points(near, 60, 95, 4), 4)).toBe(4);
});

test("points from before a change do not ask for it again", () => {
  const target = tracking({ scaleOutCooldownMilliseconds: 0 });
  const now = points(target, 5, 300, 2);
  target.changed(now, 2, 6);
  expect(target.desired(now, 6)).toBe(6);
});

test("within the scale-out cooldown only more than was asked for counts", () => {
  const target = tracking();
  let now = points(target, 3, 300, 2);
  target.changed(now, 2, 6);
  now = points(target, 3, 110, 5, 3);
  expect(target.desired(now, 6)).toBe(6);
  now = points(target, 3, 200, 6, 6);
  expect(target.desired(now, 6)).toBe(12);
});

test("the scale-in cooldown blocks a second scale-in, and a scale-out ends it", () => {
  const target = tracking({ scaleInCooldownMilliseconds: 600_000 });
  const now = points(target, 15, 40, 4);
  target.changed(now, 4, 2);
  expect(target.desired(now + minute, 2)).toBe(2);
  expect(target.desired(now + 600_000, 2)).toBe(2);
  target.changed(now + minute, 2, 3);
  expect(target.desired(now + 2 * minute, 3)).toBe(2);
});

test("the capacity stays between its bounds", () => {
  const high = tracking({ maxCapacity: 5 });
  expect(high.desired(points(high, 3, 900, 2), 2)).toBe(5);
  const low = tracking({ minCapacity: 2 });
  expect(low.desired(points(low, 15, 0, 4), 4)).toBe(2);
});

test("a point is seen only after its delay", () => {
  const target = tracking({ metricDelayMilliseconds: minute });
  const now = points(target, 3, 300, 2);
  expect(target.desired(now, 2)).toBe(2);
  expect(target.desired(now + minute, 2)).toBe(6);
});

test("an endpoint follows its load: out after the points, the delay and the start, in after a quarter of an hour", () => {
  const load = (requestsPerSecond: number, durationSeconds: number) => ({
    requestsPerSecond,
    durationSeconds,
  });
  const { intervals } = simulate(
    scenario(
      {
        traffic: { kind: "rates", steps: [load(1, 600), load(30, 1800), load(1, 3600)] },
        variant: {
          ...bareVariant,
          workersPerInstance: 4,
          scaling: {
            minInstances: 1,
            maxInstances: 8,
            metric: { kind: "invocationsPerInstance", target: 600 },
            scaleInCooldownSeconds: 300,
            scaleOutCooldownSeconds: 60,
          },
        },
      },
      { instanceStartSeconds: 240 },
    ),
  );
  const first = (count: number, from: number) =>
    intervals.findIndex(({ instances, startSeconds }) => startSeconds >= from && instances === count);
  // The load rises at minute 10: three points, one minute until they are seen, four until the instances answer.
  expect(first(1, 0)).toBe(0);
  const out = intervals.findIndex(({ instances }) => instances > 1);
  expect(out).toBeGreaterThanOrEqual(17);
  expect(out).toBeLessThanOrEqual(19);
  expect(Math.max(...intervals.map(({ instances }) => instances))).toBeLessThanOrEqual(4);
  const back = first(1, 2400);
  expect(back).toBeGreaterThanOrEqual(55);
  expect(back).toBeLessThanOrEqual(59);
});

test("more provisioned concurrency can be used only when all of it is ready", () => {
  const { intervals } = simulate(
    scenario(
      {
        traffic: evenly(20, 900),
        function: {
          ...bareFunction,
          ownMilliseconds: constant(1000),
          provisioned: { executions: 10, scaling: { maxExecutions: 100, targetUtilization: 0.7 } },
        },
      },
      { provisionedStartSeconds: 90 },
    ),
  );
  const counts = [...new Set(intervals.map(({ provisioned }) => provisioned))];
  expect(counts[0]).toBe(10);
  expect(counts.at(-1)).toBeGreaterThanOrEqual(20);
  expect(intervals.findIndex(({ provisioned }) => provisioned > 10)).toBeGreaterThanOrEqual(5);
});
