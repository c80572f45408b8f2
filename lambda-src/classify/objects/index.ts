import type { Dispatcher } from "undici";
import { within, type Deadline } from "../deadline";
import { Failure } from "../failures";
import { imageTimeout, readBody } from "../fetch/body";
import { withRetries, type Attempted } from "../retry";
import { failureOf, objectFailure } from "./errors";
import { signGet, type SigningIdentity } from "./sign";
import { readObjectUrl, type ObjectAddress } from "./url";

/** Reads images from S3, from below the granted prefixes only. */
export interface ObjectReader {
  /** @param url `s3://bucket/key` @throws Failure */
  readObject(url: string, deadline: Deadline): Promise<Attempted<Buffer>>;
}

export interface ObjectReaderOptions {
  /** `s3://bucket/` or `s3://bucket/folder/`; none: nothing is read. */
  readonly prefixes: readonly string[];
  readonly identity: SigningIdentity;
  /** Deadline of one attempt's download. */
  readonly timeoutSeconds: number;
  /** How long S3 may take until its response headers are there. */
  readonly firstByteTimeoutSeconds: number;
  /** An object is at most this large. */
  readonly maxBytes: number;
  /** Where S3 is; only tests bring their own. */
  readonly originOf?: (host: string) => string;
}

export function createObjectReader(options: ObjectReaderOptions): ObjectReader {
  let dispatcher: Promise<Dispatcher> | undefined;
  return {
    readObject: async (url, deadline) => {
      const address = readObjectUrl(url, options.prefixes);
      dispatcher ??= createDispatcher(options.firstByteTimeoutSeconds);
      const connections = await dispatcher;
      return withRetries(() => readOnce(address, options, connections, deadline), deadline);
    },
  };
}

/** Unlike with strangers' servers, connections are kept: there is one host a bucket. */
async function createDispatcher(timeoutSeconds: number): Promise<Dispatcher> {
  // Loaded at the first object, so that a cold start without one does not pay for it.
  const { Agent } = await import("undici");
  return new Agent({ connect: { timeout: timeoutSeconds * 1000 } });
}

async function readOnce(
  address: ObjectAddress,
  options: ObjectReaderOptions,
  dispatcher: Dispatcher,
  deadline: Deadline,
): Promise<Buffer> {
  try {
    return await within(options.timeoutSeconds, deadline.signal, imageTimeout, (signal) =>
      request(address, options, dispatcher, signal),
    );
  } catch (error) {
    throw error instanceof Failure ? error : asFailure(error);
  }
}

async function request(
  address: ObjectAddress,
  {
    identity,
    maxBytes,
    firstByteTimeoutSeconds,
    originOf = (host) => `https://${host}`,
  }: ObjectReaderOptions,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<Buffer> {
  const { host, path } = locate(address, await identity.region());
  const headers = await signGet(host, path, identity);
  const response = await dispatcher.request({
    origin: originOf(host),
    path,
    method: "GET",
    headers: { ...headers, "accept-encoding": "identity" },
    headersTimeout: firstByteTimeoutSeconds * 1000,
    signal,
  });
  const length = response.headers["content-length"];
  try {
    if (response.statusCode === 200) {
      return await readBody(response.body, Array.isArray(length) ? length[0] : length, maxBytes);
    }
    throw failureOf(response.statusCode, await beginningOf(response.body));
  } finally {
    // What is left of a refused or broken body; it must not raise an unhandled error.
    response.body.on("error", () => undefined).destroy();
  }
}

/** Names with dots do not match S3's certificate, so such a bucket stands in the path. */
function locate({ bucket, key }: ObjectAddress, region: string): { host: string; path: string } {
  const service = `s3.${region}.amazonaws.com${region.startsWith("cn-") ? ".cn" : ""}`;
  const path = key.split("/").map(encode).join("/");
  return bucket.includes(".")
    ? { host: service, path: `/${bucket}/${path}` }
    : { host: `${bucket}.${service}`, path: `/${path}` };
}

/** As Signature Version 4 wants it: everything but letters, digits and -._~ */
function encode(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

const maxErrorCharacters = 4096;

async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of body) {
    text += Buffer.from(chunk).toString("utf8");
    if (text.length >= maxErrorCharacters) break;
  }
  return text.slice(0, maxErrorCharacters);
}

function asFailure(error: unknown): Failure {
  const { name, code } = error as { name?: string; code?: string };
  if (code === "UND_ERR_HEADERS_TIMEOUT") return imageTimeout();
  if (name === "CredentialsProviderError") return objectFailure("objects-misconfigured", error);
  return objectFailure("objects-unavailable", error);
}
