import { EventQueue } from "../../../capacity/simulate/event-queue";
import { Histogram } from "../../../capacity/simulate/histogram";
import { randomGenerator } from "../../../capacity/random/generator";

test("percentiles are within half a percent, over six orders of magnitude", () => {
  const random = randomGenerator(2);
  const values = Array.from({ length: 50_000 }, () => 10 ** (random.next() * 6 - 1)).sort((a, b) => a - b);
  const histogram = new Histogram();
  values.forEach((value) => histogram.add(value));
  for (const quantile of [0.01, 0.5, 0.95, 0.99, 0.999]) {
    const exact = values[Math.ceil(quantile * values.length) - 1] ?? 0;
    expect(Math.abs(histogram.quantile(quantile) / exact - 1)).toBeLessThan(0.005);
  }
  expect(histogram.max).toBe(values.at(-1));
});

test("nothing counted gives 0, a single value gives itself", () => {
  const histogram = new Histogram();
  expect(histogram.quantile(0.99)).toBe(0);
  histogram.add(0);
  expect(histogram.quantile(0.99)).toBe(0);
  histogram.add(37);
  expect(histogram.quantile(0.99)).toBeLessThanOrEqual(37);
});

test("events come in the order of their times", () => {
  const random = randomGenerator(3);
  const events = new EventQueue();
  const times = Array.from({ length: 5000 }, () => random.next());
  times.forEach((time, index) => events.push(time, index));
  const popped: number[] = [];
  while (!events.isEmpty) popped.push(times[events.pop()] ?? -1);
  expect(popped).toEqual([...times].sort((a, b) => a - b));
  expect(events.nextTime).toBe(Infinity);
});
