import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseDuration } from "../../../capacity/input/durations";
import { meanOf, quantileOf, sampler, type Distribution } from "../../../capacity/random/distribution";
import { randomGenerator } from "../../../capacity/random/generator";

const folder = mkdtempSync(join(tmpdir(), "capacity-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(content: string): string {
  const path = join(folder, "measured.txt");
  writeFileSync(path, content);
  return path;
}

const values = Array.from({ length: 100 }, (_, index) => index + 1);

test("one number is always that, two are the median and the 99 % value, a file is what was measured", () => {
  expect(parseDuration("120")).toEqual({ kind: "constant", value: 120 });
  expect(parseDuration("120,400")).toEqual({ kind: "lognormal", median: 120, p99: 400 });
  expect(parseDuration(file(values.join("\n")))).toEqual({ kind: "measured", values });
  expect(parseDuration(file(JSON.stringify(values)))).toEqual({ kind: "measured", values });
});

test.each([
  ["-1", /must be one number of milliseconds/],
  ["1,2,3", /must be one number/],
  ["400,120", /the 99 % value must be above the median/],
  ["0,5", /the median above 0/],
  ["nowhere.txt", /neither milliseconds .* nor a file that can be read/],
])("%s is refused", (text, message) => {
  expect(parseDuration(text)).toMatch(message);
});

test("a file of too few values, or of words, is refused", () => {
  expect(parseDuration(file(values.slice(0, 19).join(" ")))).toMatch(/has 19 values; at least 20/);
  expect(parseDuration(file(values.slice(0, 20).join(" ")))).toMatchObject({ kind: "measured" });
  expect(parseDuration(file('["a", "b"]'))).toMatch(/must hold milliseconds/);
});

const distributions: Distribution[] = [
  { kind: "constant", value: 50 },
  { kind: "exponential", mean: 50 },
  { kind: "lognormal", median: 50, p99: 200 },
  { kind: "measured", values },
];

test.each(distributions)("samples of $kind have its mean and its quantiles", (distribution) => {
  const sample = sampler(distribution, randomGenerator(5));
  const samples = Array.from({ length: 200_000 }, sample).sort((a, b) => a - b);
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  expect(mean / meanOf(distribution)).toBeCloseTo(1, 1);
  for (const quantile of [0.5, 0.9, 0.99]) {
    const found = samples[Math.floor(quantile * samples.length)] ?? 0;
    expect(found / quantileOf(distribution, quantile)).toBeGreaterThan(0.97);
    expect(found / quantileOf(distribution, quantile)).toBeLessThan(1.03);
  }
});
