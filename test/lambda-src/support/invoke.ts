import type { RuntimeClient } from "../../../lambda-src/classify/endpoint";
import { deadlineOf } from "../../../lambda-src/classify/deadline";
import { readSettings } from "../../../lambda-src/classify/environment";
import {
  createImageFetcher,
  maxDownloadBytes,
  strictPolicy,
  type FetchOptions,
} from "../../../lambda-src/classify/fetch";
import type { ClassifierParts } from "../../../lambda-src/classify/classify";
import type { BatchResponse } from "../../../lambda-src/classify/batch";
import { createHandler } from "../../../lambda-src/classify/handler";
import { createObjectReader, type ObjectReaderOptions } from "../../../lambda-src/classify/objects";
import { silent, type CallRecord } from "../../../lambda-src/classify/observe";
import type { ClassifyResponse } from "../../../lambda-src/classify/response";

export const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 20_000 };

/** A deadline far away. */
export const later = () => deadlineOf(20_000);

export const fetchOptions: FetchOptions = {
  policy: strictPolicy,
  allowHttp: false,
  allowedHosts: [],
  timeoutSeconds: 5,
  firstByteTimeoutSeconds: 5,
};

/** Reads nothing unless told where; its credentials are AWS's documented example. */
export const objectOptions: ObjectReaderOptions = {
  prefixes: [],
  identity: {
    credentials: () =>
      Promise.resolve({
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        sessionToken: "session-token",
      }),
    region: () => Promise.resolve("eu-west-1"),
  },
  timeoutSeconds: 5,
  firstByteTimeoutSeconds: 5,
  maxBytes: maxDownloadBytes,
};

/** A runtime client that answers without a network, for tests whose subject is not the endpoint. */
export function answering(answer: string | Error): RuntimeClient {
  const send = () =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ Body: Buffer.from(answer) });
  return { send: send };
}

/** The real handler, its records collected. */
export function makeHandler(
  answer: string | Error,
  environment: Record<string, string> = {},
  parts: Partial<ClassifierParts> = {},
) {
  const log: CallRecord[] = [];
  const handle = createHandler({
    settings: readSettings({ ENDPOINT_NAME: "breeds", ...environment }),
    runtimeClient: answering(answer),
    fetcher: createImageFetcher(fetchOptions),
    objects: createObjectReader(objectOptions),
    observer: { ...silent, record: (call) => log.push(call) },
    ...parts,
  });
  return {
    /** For every event but a batch. */
    handler: async (event: unknown, invocation = context) =>
      (await handle(event, invocation)) as ClassifyResponse,
    /** For a batch of messages. */
    batch: async (event: unknown, invocation = context) => (await handle(event, invocation)) as BatchResponse,
    log,
  };
}

/** The `error` of a failure's body. */
export function errorOf(response: { body: string }): {
  code: string;
  message: string;
  retryable: boolean;
  requestId: string;
} {
  return (JSON.parse(response.body) as { error: ReturnType<typeof errorOf> }).error;
}
