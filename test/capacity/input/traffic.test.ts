import { dailyTraffic, parseTraffic } from "../../../capacity/input/traffic";
import {
  arrivalTimes,
  durationSecondsOf,
  meanRequestsPerSecond,
  peakRequestsPerSecond,
} from "../../../capacity/simulate/arrivals";
import { busiestPart } from "../../../capacity/recommend/busiest-part";
import { randomGenerator } from "../../../capacity/random/generator";

test("rates hold until the next line, the last as long as the one before it", () => {
  const traffic = parseTraffic("start_seconds,requests_per_second\n0,5\n60,10\n120,0\n", "t.csv");
  expect(traffic).toEqual({
    kind: "rates",
    steps: [
      { requestsPerSecond: 5, durationSeconds: 60 },
      { requestsPerSecond: 10, durationSeconds: 60 },
      { requestsPerSecond: 0, durationSeconds: 60 },
    ],
  });
});

test("arrivals count from the first one", () => {
  expect(parseTraffic("arrival_seconds\n1000.5\n1001\n1003\n", "t.csv")).toEqual({
    kind: "arrivals",
    milliseconds: [0, 500, 2500],
    durationSeconds: 3,
  });
});

const wrong: [string, string, RegExp][] = [
  [
    "another header",
    "time,rate\n0,1\n",
    /first line is "time,rate"; it must be "start_seconds,requests_per_second" or/,
  ],
  ["an empty file", "", /first line is ""/],
  [
    "a word for a number",
    "start_seconds,requests_per_second\n0,5\nsoon,7\n",
    /t\.csv:3: "soon,7" must be two numbers/,
  ],
  [
    "a negative rate",
    "start_seconds,requests_per_second\n0,-1\n60,1\n",
    /t\.csv:2: "0,-1" must be two numbers from 0/,
  ],
  [
    "starts that go back",
    "start_seconds,requests_per_second\n60,5\n0,7\n",
    /t\.csv:3: starts at 0 s, not after/,
  ],
  ["a single line", "start_seconds,requests_per_second\n0,5\n", /at least two lines/],
  ["no requests at all", "start_seconds,requests_per_second\n0,0\n60,0\n", /no line has any requests/],
  ["a rate beyond all measure", "start_seconds,requests_per_second\n0,5\n60,100001\n", /at most 100000/],
  [
    "arrivals out of order",
    "arrival_seconds\n5\n4\n",
    /t\.csv:3: 4 s is before the line above it \(5 s\); sort the file/,
  ],
  ["no arrival", "arrival_seconds\n", /no arrival/],
];

test.each(wrong)("%s is refused", (_, content, message) => {
  expect(parseTraffic(content, "t.csv")).toMatch(message);
});

test("a day lies between its two rates, and is busiest in the afternoon", () => {
  const day = dailyTraffic(5, 50);
  expect(durationSecondsOf(day)).toBe(86_400);
  expect(peakRequestsPerSecond(day)).toBeCloseTo(50, 1);
  expect(meanRequestsPerSecond(day)).toBeCloseTo(27.5, 1);
  const part = busiestPart(day, 7200);
  expect(durationSecondsOf(part)).toBeCloseTo(7200, 6);
  expect(meanRequestsPerSecond(part)).toBeGreaterThan(48);
});

test("the busiest part of recorded arrivals is cut out with its own start", () => {
  const milliseconds = [
    ...Array.from({ length: 10 }, (_, i) => i * 1000),
    ...Array.from({ length: 200 }, (_, i) => 50_000 + i * 40),
  ];
  const part = busiestPart({ kind: "arrivals", milliseconds, durationSeconds: 60 }, 20);
  expect(part).toMatchObject({ kind: "arrivals", durationSeconds: 20 });
  expect(meanRequestsPerSecond(part)).toBeGreaterThan(5);
});

test("random arrivals have the rates of their steps, also where one has none", () => {
  const steps = [20, 0, 5].map((requestsPerSecond) => ({ requestsPerSecond, durationSeconds: 2000 }));
  const next = arrivalTimes({ kind: "rates", steps }, randomGenerator(1));
  const counts = [0, 0, 0];
  for (let at = next(); at < Infinity; at = next()) {
    const step = Math.floor(at / 2_000_000);
    counts[step] = (counts[step] ?? 0) + 1;
  }
  expect(counts[0]).toBeGreaterThan(39_000);
  expect(counts[0]).toBeLessThan(41_000);
  expect(counts[1]).toBe(0);
  expect(counts[2]).toBeGreaterThan(9_600);
  expect(counts[2]).toBeLessThan(10_400);
});
