/**
 * The entry of the deployed function (`index.handler`). Settings come from the environment, and a wrong one stops the
 * cold start with its name. The address policy is the strict one, here and in code: nothing that can be set changes it.
 */
import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { readSettings } from "./environment";
import { createImageFetcher, strictPolicy } from "./fetch";
import { createHandler } from "./handler";

const settings = readSettings(process.env);

export const handler = createHandler({
  settings,
  runtimeClient: new SageMakerRuntimeClient({ maxAttempts: 3 }),
  fetcher: createImageFetcher({
    policy: strictPolicy,
    allowHttp: settings.allowHttp,
    allowedHosts: settings.allowedHosts,
    timeoutSeconds: settings.fetchTimeoutSeconds,
    firstByteTimeoutSeconds: settings.firstByteTimeoutSeconds,
  }),
});
