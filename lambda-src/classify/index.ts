/**
 * The entry of the deployed function (`index.handler`). Settings come from the environment, and a wrong one stops the
 * cold start with its name. The address policy is the strict one, here and in code: nothing that can be set changes it.
 */
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { readSettings } from "./environment";
import { createImageFetcher, maxDownloadBytes, strictPolicy } from "./fetch";
import { createHandler } from "./handler";
import { createObjectReader } from "./objects";
import { createPowertoolsObserver } from "./observe/powertools";

const settings = readSettings(process.env);

/** Its connections are kept (the client's default). It tries once: when to try again is decided in `retry.ts`. */
const runtimeClient = new SageMakerRuntimeClient({ maxAttempts: 1 });

const { fetchTimeoutSeconds: timeoutSeconds, firstByteTimeoutSeconds } = settings;

export const handler = createHandler({
  settings,
  runtimeClient,
  fetcher: createImageFetcher({
    policy: strictPolicy,
    allowHttp: settings.allowHttp,
    allowedHosts: settings.allowedHosts,
    timeoutSeconds,
    firstByteTimeoutSeconds,
  }),
  objects: createObjectReader({
    prefixes: settings.s3Prefixes,
    identity: runtimeClient.config,
    timeoutSeconds,
    firstByteTimeoutSeconds,
    maxBytes: maxDownloadBytes,
  }),
  observer: createPowertoolsObserver({
    service: process.env.AWS_LAMBDA_FUNCTION_NAME ?? "classifier",
    tracing: settings.tracing,
  }),
});
