import {
  erlangB,
  erlangC,
  meanWaitSeconds,
  serversForBlocking,
  waitQuantileSeconds,
} from "../../../capacity/theory/erlang";

/** Offered load, servers, Erlang B, Erlang C; computed with 40 digits. */
const table: [number, number, number, number | undefined][] = [
  [0.8, 1, 0.4444444444, 0.8],
  [2, 3, 0.2105263158, 0.4444444444],
  [8, 10, 0.1216610643, 0.4091801508],
  [10, 10, 0.2145823431, undefined],
  [20, 25, 0.0502217779, 0.2091028266],
  [90, 100, 0.0269573805, 0.2169404809],
  [900, 1000, 0.0000592986, 0.00059267],
];

test.each(table)("a load of %d erlang on %d servers", (load, servers, blocked, waiting) => {
  expect(erlangB(load, servers)).toBeCloseTo(blocked, 9);
  if (waiting !== undefined) expect(erlangC(load, servers)).toBeCloseTo(waiting, 9);
});

test("all calls wait where the load is as large as the servers, and the wait has no end", () => {
  expect(erlangC(10, 10)).toBe(1);
  expect(meanWaitSeconds({ arrivalsPerSecond: 10, serviceSeconds: 1, servers: 10 })).toBe(Infinity);
  expect(waitQuantileSeconds({ arrivalsPerSecond: 10, serviceSeconds: 1, servers: 10 }, 0.95)).toBe(Infinity);
});

/** Arrivals, service rate, servers; mean wait, 95 % and 99 % of the waits. */
const waits: [number, number, number, number, number, number][] = [
  [8, 1, 10, 0.20459008, 1.05106626, 1.85578522],
  [16, 1, 20, 0.06401945, 0.40836457, 0.81072405],
  [1.6, 1, 2, 1.77777778, 6.63701422, 10.660609],
  [180, 2, 100, 0.01084702, 0.07338, 0.1538519],
];

test.each(waits)(
  "%d arrivals a second, rate %d, %d servers",
  (arrivalsPerSecond, rate, servers, mean, p95, p99) => {
    const queue = { arrivalsPerSecond, serviceSeconds: 1 / rate, servers };
    expect(meanWaitSeconds(queue)).toBeCloseTo(mean, 7);
    expect(waitQuantileSeconds(queue, 0.95)).toBeCloseTo(p95, 7);
    expect(waitQuantileSeconds(queue, 0.99)).toBeCloseTo(p99, 7);
  },
);

test("one server waits by its service time's variation (Pollaczek and Khinchine)", () => {
  const wait = (serviceVariation: number) =>
    meanWaitSeconds({ arrivalsPerSecond: 0.8, serviceSeconds: 1, servers: 1, serviceVariation });
  const waits = [0, 0.25, 1, 4].map(wait);
  [2, 2.5, 4, 10].forEach((value, index) => expect(waits[index]).toBeCloseTo(value, 9));
});

test("servers for a blocked share are the fewest that keep it", () => {
  const servers = serversForBlocking(20, 0.01);
  expect(erlangB(20, servers)).toBeLessThanOrEqual(0.01);
  expect(erlangB(20, servers - 1)).toBeGreaterThan(0.01);
});
