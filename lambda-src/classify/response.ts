import type { AnsweringModel } from "./endpoint";
import { failures, type Failure } from "./failures";
import type { Timings } from "./observe";
import type { Prediction } from "./scores";

/** What the function returns: the proxy response of a function URL and API Gateway, and of the reference deployments. */
export interface ClassifyResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const cors = { "Access-Control-Allow-Origin": "*" };

/** All scores, exactly as the reference deployments returned them: a string with a JSON array of one array. */
export function scoresResponse(text: string): ClassifyResponse {
  return { statusCode: 200, headers: { "Content-Type": "text/plain", ...cors }, body: text };
}

/** The answer to a caller who asks for classes instead of scores. */
export interface Predictions {
  /** The best classes, best first. */
  readonly predictions: readonly Prediction[];
  readonly model: AnsweringModel;
  readonly timingsMilliseconds: Timings;
  readonly requestId: string;
}

export function predictionsResponse(predictions: Predictions): ClassifyResponse {
  return jsonResponse(200, predictions);
}

/** The answer to a browser that asks whether it may send a JSON POST. */
export function preflightResponse(): ClassifyResponse {
  const allowed = {
    "Access-Control-Allow-Methods": "POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type",
  };
  return { statusCode: 204, headers: { ...cors, ...allowed }, body: "" };
}

export function failureResponse(failure: Failure, requestId: string): ClassifyResponse {
  const { status, retryable } = failures[failure.code];
  return jsonResponse(status, {
    error: { code: failure.code, message: failure.message, retryable, requestId },
  });
}

function jsonResponse(statusCode: number, body: unknown): ClassifyResponse {
  return { statusCode, headers: { "Content-Type": "application/json", ...cors }, body: JSON.stringify(body) };
}
