import type { Deadline } from "./deadline";
import { Failure, failures, type RetryReason } from "./failures";

/** How often one thing is tried, the first time included. */
export const maxAttempts = 3;

/**
 * Upper end of the first delay; it doubles with each attempt. Each delay is drawn from zero to that end ("full jitter"),
 * so that functions which failed together do not come back together.
 */
export const firstDelayMilliseconds: Readonly<Record<RetryReason, number>> = {
  throttled: 500,
  transient: 100,
};

/** An attempt that could not even take this long is not made. */
export const minimumAttemptMilliseconds = 250;

export interface Attempted<T> {
  readonly value: T;
  readonly attempts: number;
}

/**
 * Runs `attempt` until it succeeds, fails for good (the table in `failures.ts`), has been made `maxAttempts` times, or
 * the time that remains is too short for the delay and another attempt.
 *
 * @param random a number from 0 to 1, for tests
 * @throws what the last attempt threw
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  deadline: Deadline,
  random: () => number = Math.random,
): Promise<Attempted<T>> {
  for (let attempts = 1; ; attempts++) {
    try {
      return { value: await attempt(), attempts };
    } catch (error) {
      if (error instanceof Failure) error.attempts = attempts;
      const delay = delayAfter(error, attempts, random);
      if (delay === undefined || deadline.remainingMilliseconds() < delay + minimumAttemptMilliseconds) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

/** @returns undefined when there is to be no further attempt */
function delayAfter(error: unknown, attempts: number, random: () => number): number | undefined {
  if (!(error instanceof Failure) || attempts >= maxAttempts) return undefined;
  const { retry } = failures[error.code];
  return retry === "never" ? undefined : random() * firstDelayMilliseconds[retry] * 2 ** (attempts - 1);
}
