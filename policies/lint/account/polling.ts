import { setTimeout as sleep } from "node:timers/promises";

const longestWaitMilliseconds = 5 * 60 * 1000;

/**
 * Asks again until there is an answer.
 *
 * @throws after five minutes without one.
 */
export async function pollUntil<Result>(
  pollMilliseconds: number,
  ask: () => Promise<Result | undefined>,
): Promise<Result> {
  const end = Date.now() + longestWaitMilliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() >= end) throw new Error("the job is not done after five minutes; scan again later");
    await sleep(pollMilliseconds);
  }
}
