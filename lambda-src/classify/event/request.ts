import { describe, invalid, isObject, readBase64 } from "./shape";

/** Where the image is: behind a URL, in S3, or in the event itself. */
export type ImageSource =
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "s3"; readonly url: string }
  | { readonly kind: "image"; readonly bytes: Buffer };

export interface ClassifyRequest {
  readonly source: ImageSource;
  /** How many of the best classes to return; without it, all scores as text. */
  readonly top?: number;
}

interface Reading {
  /** What the request is, for messages. */
  readonly what: string;
  /** `top` where the request itself has none. */
  readonly defaultTop?: number;
}

/**
 * Reads a request. Unknown keys are ignored: earlier callers may send some.
 *
 * @param classCount upper limit of `top`
 * @throws Failure that says what is expected
 */
export function readRequest(
  request: unknown,
  classCount: number,
  { what, defaultTop }: Reading,
): ClassifyRequest {
  if (!isObject(request)) throw invalid(`${what} is ${describe(request)}`);
  const { url, image, asynchronous } = request;
  if (asynchronous !== undefined && typeof asynchronous !== "boolean") {
    throw invalid(`"asynchronous" is ${describe(asynchronous)}`, "expected true or false");
  }
  if (url !== undefined && image !== undefined) throw invalid(`${what} has both "url" and "image"`);
  const top = readTop(request.top, classCount) ?? defaultTop;
  if (url !== undefined) return { source: readUrl(url), top };
  if (image !== undefined) return { source: { kind: "image", bytes: readBase64(image, `"image"`) }, top };
  throw invalid(`${what} has neither "url" nor "image"`);
}

function readUrl(url: unknown): ImageSource {
  if (typeof url !== "string" || url === "") throw invalid(`"url" is ${describe(url)}`);
  return { kind: /^s3:/i.test(url) ? "s3" : "url", url };
}

function readTop(top: unknown, classCount: number): number | undefined {
  if (top === undefined || top === null) return undefined;
  if (typeof top === "number" && Number.isInteger(top) && top >= 1 && top <= classCount) return top;
  throw invalid(`"top" is not right`, `expected a whole number from 1 to ${classCount}`);
}
