import { createImageFetcher, strictPolicy, type FetchOptions } from "../../../lambda-src/classify/fetch";
import { readSettings } from "../../../lambda-src/classify/environment";
import { createHandler, type HandlerParts } from "../../../lambda-src/classify/handler";
import type { RuntimeClient } from "../../../lambda-src/classify/endpoint";
import type { LogEntry } from "../../../lambda-src/classify/log";

export const context = { awsRequestId: "request-1", getRemainingTimeInMillis: () => 20_000 };

export const fetchOptions: FetchOptions = {
  policy: strictPolicy,
  allowHttp: false,
  allowedHosts: [],
  timeoutSeconds: 5,
  firstByteTimeoutSeconds: 5,
};

/** A runtime client that answers without a network, for tests whose subject is not the endpoint. */
export function answering(answer: string | Error): RuntimeClient {
  const send = () =>
    answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ Body: Buffer.from(answer) });
  return { send: send };
}

/** The real handler, its log lines collected. */
export function makeHandler(
  answer: string | Error,
  environment: Record<string, string> = {},
  parts: Partial<HandlerParts> = {},
) {
  const log: LogEntry[] = [];
  const handler = createHandler({
    settings: readSettings({ ENDPOINT_NAME: "breeds", ...environment }),
    runtimeClient: answering(answer),
    fetcher: createImageFetcher(fetchOptions),
    log: (entry) => log.push(entry),
    ...parts,
  });
  return { handler: (event: unknown) => handler(event, context), log };
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
