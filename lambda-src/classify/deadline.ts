/** When a call has to have its answer. */
export interface Deadline {
  /** Ends whatever is under way at the deadline. */
  readonly signal: AbortSignal;
  readonly remainingMilliseconds: () => number;
}

/** Kept of the remaining time, so that a late failure is still answered, and not cut off by Lambda. */
const reserveMilliseconds = 250;

/** @param remaining what Lambda's context says of the time that is left, in milliseconds */
export function deadlineOf(remaining: number): Deadline {
  const milliseconds = Math.max(1, Math.floor(remaining - reserveMilliseconds));
  const end = performance.now() + milliseconds;
  return {
    signal: AbortSignal.timeout(milliseconds),
    remainingMilliseconds: () => end - performance.now(),
  };
}

/**
 * Runs something under a deadline of its own besides the caller's: whichever comes first aborts the signal it is given.
 *
 * @param reason what the signal is aborted with
 */
export async function within<T>(
  seconds: number,
  outer: AbortSignal,
  reason: () => Error,
  run: (signal: AbortSignal, giveUp: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const giveUp = () => controller.abort(reason());
  if (outer.aborted) giveUp();
  outer.addEventListener("abort", giveUp, { once: true });
  const timer = setTimeout(giveUp, seconds * 1000);
  try {
    return await run(controller.signal, giveUp);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener("abort", giveUp);
  }
}
