import { deadlineOf, type Deadline } from "../../../lambda-src/classify/deadline";
import { Failure, failures, type FailureCode } from "../../../lambda-src/classify/failures";
import {
  firstDelayMilliseconds,
  maxAttempts,
  minimumAttemptMilliseconds,
  withRetries,
} from "../../../lambda-src/classify/retry";

const codes = Object.keys(failures) as FailureCode[];
const remaining = (milliseconds: number): Deadline => ({
  signal: new AbortController().signal,
  remainingMilliseconds: () => milliseconds,
});

/** Fails the first `times` times. */
function failing(code: FailureCode, times: number) {
  const attempt = () => {
    attempt.made++;
    return attempt.made > times ? Promise.resolve("done") : Promise.reject(new Failure(code, "x"));
  };
  attempt.made = 0;
  return attempt;
}

const noDelay = () => 0;

test.each(codes.filter((code) => failures[code].retry === "never"))("%s is not tried again", async (code) => {
  const attempt = failing(code, 9);
  await expect(withRetries(attempt, remaining(60_000), noDelay)).rejects.toMatchObject({ code, attempts: 1 });
  expect(attempt.made).toBe(1);
});

describe.each(codes.filter((code) => failures[code].retry !== "never"))("%s", (code) => {
  test("is tried again until it works", async () => {
    expect(await withRetries(failing(code, 2), remaining(60_000), noDelay)).toEqual({
      value: "done",
      attempts: 3,
    });
  });

  test("is reported after the last attempt, as something that may work later", async () => {
    const attempt = failing(code, 9);
    await expect(withRetries(attempt, remaining(60_000), noDelay)).rejects.toMatchObject({
      code,
      attempts: maxAttempts,
    });
    expect(attempt.made).toBe(maxAttempts);
    expect(failures[code].retryable).toBe(true);
  });
});

test("throttling, unavailability of the endpoint and of S3 are what is tried again", () => {
  expect(codes.filter((code) => failures[code].retry !== "never").sort()).toEqual([
    "endpoint-throttled",
    "endpoint-unavailable",
    "objects-throttled",
    "objects-unavailable",
  ]);
});

test("what is no Failure is not tried again", async () => {
  let made = 0;
  const attempt = () => Promise.reject(new TypeError(`x${made++}`));
  await expect(withRetries(attempt, remaining(60_000), noDelay)).rejects.toThrow("x0");
});

test("each delay is drawn from zero to an end that doubles", async () => {
  const started = performance.now();
  await withRetries(failing("endpoint-unavailable", 2), remaining(60_000), () => 1);
  const { transient } = firstDelayMilliseconds;
  expect(performance.now() - started).toBeGreaterThanOrEqual(3 * transient - 2);
  expect(performance.now() - started).toBeLessThan(3 * transient + 500);
});

test("no attempt is begun that the remaining time does not hold, and one that it just holds is", async () => {
  const needed = firstDelayMilliseconds.transient * 0.5 + minimumAttemptMilliseconds;
  const tooLate = failing("endpoint-unavailable", 1);
  await expect(withRetries(tooLate, remaining(needed - 1), () => 0.5)).rejects.toMatchObject({ attempts: 1 });
  const justInTime = failing("endpoint-unavailable", 1);
  expect(await withRetries(justInTime, remaining(needed), () => 0.5)).toMatchObject({ attempts: 2 });
});

test("a deadline keeps a quarter of a second for the answer, and is never negative", () => {
  const { remainingMilliseconds, signal } = deadlineOf(10_000);
  expect(remainingMilliseconds()).toBeLessThanOrEqual(9750);
  expect(remainingMilliseconds()).toBeGreaterThan(9600);
  expect(signal.aborted).toBe(false);
  expect(deadlineOf(-5).remainingMilliseconds()).toBeGreaterThan(0);
});
