/**
 * Runs the real handler on this machine: the real AWS SDK client, pointed at a local SageMaker Runtime front that
 * forwards to a container (or anything that serves `POST /invocations`). Used by the demo and by tests.
 */
import { randomUUID } from "node:crypto";
import { readSettings } from "../classify/environment";
import { createImageFetcher, maxDownloadBytes, strictPolicy } from "../classify/fetch";
import { createHandler, type Handler } from "../classify/handler";
import { createObjectReader } from "../classify/objects";
import { silent, type Observer } from "../classify/observe";
import type { ClassifyResponse } from "../classify/response";
import { createLocalClient } from "./client";
import { allowLoopbackOrigin } from "./loopback-policy";
import { startRuntimeFront } from "./runtime-front";

export interface LocalRunnerOptions {
  /** The container's base URL, such as `http://127.0.0.1:8080`; `/invocations` is added. */
  readonly endpointUrl: string;
  /** The one loopback origin that `{"url"}` may point to besides public ones, such as `http://127.0.0.1:8081`. Default: none. */
  readonly photoOrigin?: string;
  /** The function's environment variables (not this process's). `ENDPOINT_NAME` is `local` unless given. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Time that an invocation may take. Default 60. */
  readonly timeoutSeconds?: number;
  /** Who is told what the function logs and measures. Default: nobody. */
  readonly observer?: Observer;
}

export interface LocalRunner {
  /** @throws Error for a batch of a queue's messages: here one event has one answer */
  invoke(event: unknown): Promise<ClassifyResponse>;
  close(): Promise<void>;
}

export async function createLocalRunner(options: LocalRunnerOptions): Promise<LocalRunner> {
  const settings = readSettings({ ENDPOINT_NAME: "local", ...options.environment });
  const policy = options.photoOrigin === undefined ? strictPolicy : allowLoopbackOrigin(options.photoOrigin);
  checkEndpointUrl(options.endpointUrl);
  const front = await startRuntimeFront(settings.endpointName, options.endpointUrl);
  const runtimeClient = createLocalClient(front.url);
  const { fetchTimeoutSeconds: timeoutSeconds, firstByteTimeoutSeconds } = settings;
  const handler: Handler = createHandler({
    settings,
    runtimeClient,
    fetcher: createImageFetcher({
      policy,
      allowHttp: settings.allowHttp,
      allowedHosts: settings.allowedHosts,
      timeoutSeconds,
      firstByteTimeoutSeconds,
    }),
    objects: createObjectReader({
      // Its credentials are no real ones, so there is nothing that it could read.
      prefixes: [],
      identity: runtimeClient.config,
      timeoutSeconds,
      firstByteTimeoutSeconds,
      maxBytes: maxDownloadBytes,
    }),
    observer: options.observer ?? silent,
  });
  return {
    invoke: async (event) => {
      const response = await handler(event, localContext(options.timeoutSeconds ?? 60));
      if ("statusCode" in response) return response;
      throw new Error("The event is a batch of messages; the local runner takes one event at a time.");
    },
    close: async () => {
      runtimeClient.destroy();
      await front.close();
    },
  };
}

/** One invocation, and everything closed again. @throws Error when the options are wrong; failures are responses */
export async function invokeLocally(
  options: LocalRunnerOptions & { readonly event: unknown },
): Promise<ClassifyResponse> {
  const runner = await createLocalRunner(options);
  try {
    return await runner.invoke(options.event);
  } finally {
    await runner.close();
  }
}

function checkEndpointUrl(endpointUrl: string): void {
  if (URL.canParse(endpointUrl) && /^https?:$/.test(new URL(endpointUrl).protocol)) return;
  throw new Error(
    `endpointUrl is "${endpointUrl}"; expected the container's base URL, such as http://127.0.0.1:8080.`,
  );
}

function localContext(timeoutSeconds: number): Parameters<Handler>[1] {
  const end = Date.now() + timeoutSeconds * 1000;
  return { awsRequestId: randomUUID(), getRemainingTimeInMillis: () => end - Date.now() };
}
