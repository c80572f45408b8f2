import { Failure } from "./failures";

export interface Prediction {
  /** Index of the class among the model's scores. */
  readonly index: number;
  readonly label?: string;
  /** Softmax of the scores: 0 to 1, all classes together 1. */
  readonly probability: number;
}

/**
 * Checks that the endpoint answered with a JSON array of one array of `classCount` finite numbers.
 *
 * @returns the numbers, and the endpoint's own text: passed on as it came, so that no digit is lost
 */
export function readScores(text: string, classCount: number): { text: string; scores: readonly number[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw invalid("is not JSON", error);
  }
  if (!Array.isArray(parsed) || parsed.length !== 1 || !Array.isArray(parsed[0])) {
    throw invalid("is not an array of one array");
  }
  const scores: unknown[] = parsed[0];
  if (scores.length !== classCount) throw invalid(`has ${scores.length} scores instead of ${classCount}`);
  if (!scores.every(isFiniteNumber)) throw invalid("holds something that is not a finite number");
  return { text: text.trim(), scores };
}

/** The `top` best classes, best first; equal scores in the order of their index. */
export function bestClasses(
  scores: readonly number[],
  top: number,
  labels?: readonly string[],
): Prediction[] {
  const highest = scores.reduce((a, b) => Math.max(a, b));
  const weights = scores.map((score) => Math.exp(score - highest));
  const sum = weights.reduce((a, b) => a + b);
  return scores
    .map((score, index) => ({ score, index }))
    .sort((a, b) => b.score - a.score)
    .slice(0, top)
    .map(({ score, index }) => ({
      index,
      ...(labels && { label: labels[index] }),
      probability: Math.exp(score - highest) / sum,
    }));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function invalid(problem: string, cause?: unknown): Failure {
  return new Failure("invalid-endpoint-response", `The model's answer ${problem}.`, cause);
}
