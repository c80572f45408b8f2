import { Failure } from "../failures";

export const expected = `expected {"url": "https://…"}, {"url": "s3://bucket/key"} or {"image": "<base64>"}, each with an optional "top": k`;

/** A failure that says what is wrong, and what would be right. */
export function invalid(problem: string, right: string = expected): Failure {
  return new Failure("invalid-event", `${problem}; ${right}.`);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "an array";
  return value === undefined ? "missing" : `a value of type ${typeof value}`;
}

/** @param what stands at the beginning of the failure's message */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid(`${what} is not JSON`);
  }
}

/** Buffer.from skips what is not base64; here it is refused. */
export function readBase64(text: unknown, what: string): Buffer {
  if (typeof text !== "string" || text === "") throw invalid(`${what} is ${describe(text)}`);
  const compact = text.replace(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw invalid(`${what} is not base64 (standard alphabet, padded, no "data:" prefix)`);
  }
  return Buffer.from(compact, "base64");
}
