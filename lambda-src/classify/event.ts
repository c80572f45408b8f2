import { Failure } from "./failures";

/** Where the image is: behind a URL, or in the event itself. */
export type ImageSource =
  { readonly kind: "url"; readonly url: string } | { readonly kind: "image"; readonly bytes: Buffer };

export interface ClassifyRequest {
  readonly source: ImageSource;
  /** How many of the best classes to return; without it, all scores as text. */
  readonly top?: number;
}

const expected = `expected {"url": "https://…"} or {"image": "<base64>"}, each with an optional "top": k`;

/**
 * Recognises an event by its shape: the request itself (a direct invocation), or the same as the JSON body of a
 * function URL's or API Gateway's event (payload 1.0 and 2.0). Other keys are ignored: earlier callers may send some.
 *
 * @param classCount upper limit of `top`
 * @returns the request, or "preflight" for a browser's OPTIONS request
 * @throws Failure that says what is expected
 */
export function readEvent(event: unknown, classCount: number): ClassifyRequest | "preflight" {
  if (!isObject(event)) throw invalid(`The event is ${describe(event)}`);
  const method = httpMethod(event);
  if (method === undefined) return readRequest(event, classCount);
  if (method === "OPTIONS") return "preflight";
  if (method !== "POST")
    throw new Failure("method-not-allowed", `Only POST is served; ${expected} as its body.`);
  return readRequest(readBody(event), classCount);
}

function readRequest(request: Record<string, unknown>, classCount: number): ClassifyRequest {
  const { url, image } = request;
  if (url !== undefined && image !== undefined) throw invalid(`The event has both "url" and "image"`);
  const top = readTop(request.top, classCount);
  if (url !== undefined) return { source: readUrl(url), top };
  if (image !== undefined) return { source: { kind: "image", bytes: readBase64(image, `"image"`) }, top };
  throw invalid(`The event has neither "url" nor "image"`);
}

function readUrl(url: unknown): ImageSource {
  if (typeof url !== "string" || url === "") throw invalid(`"url" is ${describe(url)}`);
  if (/^\s*s3:/i.test(url)) {
    throw new Failure("unsupported-source", `Objects in S3 cannot be read by this version; ${expected}.`);
  }
  return { kind: "url", url };
}

function readTop(top: unknown, classCount: number): number | undefined {
  if (top === undefined || top === null) return undefined;
  if (typeof top === "number" && Number.isInteger(top) && top >= 1 && top <= classCount) return top;
  throw invalid(`"top" must be a whole number from 1 to ${classCount}`);
}

/** Buffer.from skips what is not base64; here it is refused. */
function readBase64(text: unknown, what: string): Buffer {
  if (typeof text !== "string" || text === "") throw invalid(`${what} is ${describe(text)}`);
  const compact = text.replace(/[\r\n]/g, "");
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) {
    throw invalid(`${what} is not base64 (standard alphabet, padded, no "data:" prefix)`);
  }
  return Buffer.from(compact, "base64");
}

/** The HTTP method, if this is a function URL's or API Gateway's event. */
function httpMethod(event: Record<string, unknown>): string | undefined {
  const context = event.requestContext;
  if (!isObject(context)) return undefined;
  if (isObject(context.http) && typeof context.http.method === "string")
    return context.http.method.toUpperCase();
  return typeof event.httpMethod === "string" ? event.httpMethod.toUpperCase() : undefined;
}

function readBody(event: Record<string, unknown>): Record<string, unknown> {
  const { body, isBase64Encoded } = event;
  if (typeof body !== "string" || body === "") throw invalid("The request has no body");
  const text = isBase64Encoded === true ? readBase64(body, "The body").toString("utf8") : body;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid("The request's body is not JSON");
  }
  if (!isObject(parsed)) throw invalid(`The request's body is ${describe(parsed)}`);
  return parsed;
}

function invalid(problem: string): Failure {
  return new Failure("invalid-event", `${problem}; ${expected}.`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "an array";
  return value === undefined ? "missing" : `a value of type ${typeof value}`;
}
