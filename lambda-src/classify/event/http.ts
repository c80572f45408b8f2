import { Failure } from "../failures";
import { describe, expected, invalid, isObject, parseJson, readBase64 } from "./shape";
import { readRequest, type ClassifyRequest } from "./request";

/** What is read of a function URL's or API Gateway's event; any of it may be of any type. */
export interface HttpEvent extends Record<string, unknown> {
  readonly requestContext: Record<string, unknown>;
}

/** Payload 2.0 has its method in `requestContext.http`, payload 1.0 in `httpMethod`. */
export function isHttpEvent(event: unknown): event is HttpEvent {
  if (!isObject(event) || !isObject(event.requestContext)) return false;
  return rawMethod(event as HttpEvent) !== undefined;
}

export function methodOf(event: HttpEvent): string {
  return rawMethod(event)?.toUpperCase() ?? "";
}

/** How many classes an answer holds that was asked for as JSON without "top". */
export const topOfJsonAnswers = 5;

/** @throws Failure when the method is not POST, or the body is no request */
export function readHttpRequest(event: HttpEvent, classCount: number): ClassifyRequest {
  if (methodOf(event) !== "POST") {
    throw new Failure("method-not-allowed", `Only POST is served; ${expected} as its body.`);
  }
  const { body, isBase64Encoded } = event;
  const what = "The request's body";
  if (typeof body !== "string" || body === "") throw invalid(`${what} is ${describe(body)}`);
  const text = isBase64Encoded === true ? readBase64(body, what).toString("utf8") : body;
  const request = parseJson(text, what);
  if (isObject(request) && request.asynchronous === true) {
    throw invalid(`"asynchronous" is for invocations without HTTP`, "expected it to be left out");
  }
  const defaultTop = acceptsJson(event) ? Math.min(topOfJsonAnswers, classCount) : undefined;
  return readRequest(request, classCount, { what, defaultTop });
}

function rawMethod({ requestContext, httpMethod }: HttpEvent): string | undefined {
  const { http } = requestContext;
  if (isObject(http) && typeof http.method === "string") return http.method;
  return typeof httpMethod === "string" ? httpMethod : undefined;
}

/**
 * Whether the caller names JSON in its Accept header. `*` does not: it is what most clients send unasked, and the
 * earlier callers, who get text, among them.
 */
function acceptsJson(event: HttpEvent): boolean {
  return acceptHeaders(event)
    .flatMap((header) => header.toLowerCase().split(","))
    .some((range) => {
      const [type, ...parameters] = range.split(";").map((part) => part.trim());
      return type === "application/json" && !parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    });
}

/** Names of headers are in lower case in payload 2.0 and function URLs, and as the caller wrote them in payload 1.0. */
function acceptHeaders({ headers, multiValueHeaders }: HttpEvent): string[] {
  return [headers, multiValueHeaders]
    .filter(isObject)
    .flatMap((values) => Object.entries(values))
    .filter(([name]) => name.toLowerCase() === "accept")
    .flatMap(([, value]) => value)
    .filter((value) => typeof value === "string");
}
