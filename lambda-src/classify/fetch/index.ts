import { lookup } from "node:dns";
import type { Dispatcher } from "undici";
import { within } from "../deadline";
import { Failure } from "../failures";
import { imageTimeout, readBody } from "./body";
import { guardConnector, guardedLookup, type Resolve } from "./connect";
import { checkUrl, type UrlRules } from "./url";

export { strictPolicy, type AddressPolicy } from "./policy";

/** Fetches images behind URLs that strangers wrote. */
export interface ImageFetcher {
  /** Checks what can be known of a URL without connecting. @throws Failure */
  checkUrl(url: string): URL;
  /** Downloads the bytes behind a URL; what they hold is not looked at. @throws Failure */
  fetchImage(url: string, signal: AbortSignal): Promise<Buffer>;
}

export interface FetchOptions extends UrlRules {
  /** Deadline of the whole download, all redirects included. */
  readonly timeoutSeconds: number;
  /** How long one hop may take until its response headers are there. */
  readonly firstByteTimeoutSeconds: number;
  /** Name resolution; `dns.lookup` unless a test brings its own. */
  readonly resolve?: Resolve;
}

export const maxDownloadBytes = 20_000_000;
export const maxRedirects = 3;

const redirectStatuses = new Set([301, 302, 303, 307, 308]);

const headers = {
  accept: "image/jpeg, image/png, image/webp, image/gif, image/avif",
  // A compressed body could unpack to any size: ask for none, and refuse one that comes nevertheless.
  "accept-encoding": "identity",
  "user-agent": "classifier-function",
};

export function createImageFetcher(options: FetchOptions): ImageFetcher {
  return {
    checkUrl: (url) => checkUrl(url, options),
    fetchImage: (url, signal) => download(url, options, signal),
  };
}

async function download(text: string, options: FetchOptions, outer: AbortSignal): Promise<Buffer> {
  const first = checkUrl(text, options);
  try {
    return await within(options.timeoutSeconds, outer, imageTimeout, (signal, giveUp) =>
      followRedirects(first, options, signal, giveUp),
    );
  } catch (error) {
    throw asFailure(error);
  }
}

async function followRedirects(
  first: URL,
  options: FetchOptions,
  signal: AbortSignal,
  giveUp: () => void,
): Promise<Buffer> {
  let url = first;
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const answer = await requestOnce(url, options, signal, giveUp);
    if (Buffer.isBuffer(answer)) return answer;
    url = checkUrl(answer.location, options, url);
  }
  throw new Failure("image-unreachable", `The URL redirects more than ${maxRedirects} times.`);
}

/** One request over its own connection: nothing is reused, so each hop is resolved and checked anew. */
async function requestOnce(
  url: URL,
  options: FetchOptions,
  signal: AbortSignal,
  giveUp: () => void,
): Promise<Buffer | { location: string }> {
  // Loaded at the first download, so that a cold start without one does not pay for it.
  const { Agent, buildConnector } = await import("undici");
  const timeout = options.firstByteTimeoutSeconds * 1000;
  const connect = options.policy.isExempt(url.origin)
    ? buildConnector({ timeout })
    : guardConnector(buildConnector({ timeout, lookup: guardedLookup(options.resolve ?? lookup) }));
  const agent = new Agent({ connect });
  // The signal alone does not end a request that still waits for DNS or for its connection.
  const stop = () => void agent.destroy(signal.reason as Error);
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(giveUp, timeout);
  try {
    const path = url.pathname + url.search;
    const response = await agent.request({ origin: url.origin, path, method: "GET", signal, headers });
    clearTimeout(timer);
    return await readResponse(response);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    // Not awaited: it also ends what a refused body would still send.
    void agent.destroy();
  }
}

async function readResponse(response: Dispatcher.ResponseData): Promise<Buffer | { location: string }> {
  const location = headerOf(response, "location");
  if (redirectStatuses.has(response.statusCode) && location !== undefined) {
    ignoreErrors(response);
    return { location };
  }
  try {
    if (response.statusCode !== 200) {
      throw new Failure(
        "image-unreachable",
        `The image's server answered with status ${response.statusCode}.`,
      );
    }
    const encoding = headerOf(response, "content-encoding") ?? "identity";
    if (encoding.toLowerCase() !== "identity") {
      throw new Failure(
        "unsupported-image",
        "The image's server sent a compressed body, which was not asked for.",
      );
    }
    return await readBody(response.body, headerOf(response, "content-length"), maxDownloadBytes);
  } catch (error) {
    ignoreErrors(response);
    throw error;
  }
}

/** The body is not read any more; when its connection is destroyed it must not raise an unhandled error. */
function ignoreErrors(response: Dispatcher.ResponseData): void {
  response.body.on("error", () => undefined);
}

function headerOf(response: Dispatcher.ResponseData, name: string): string | undefined {
  const value = response.headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("image-unreachable", "The image could not be fetched from its server.", error);
}
