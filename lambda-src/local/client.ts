import { SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";

/** A client that takes nothing from the user's AWS configuration: what is not given here it would look up there. */
export function createLocalClient(endpoint: string): SageMakerRuntimeClient {
  return new SageMakerRuntimeClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "LOCAL", secretAccessKey: "local" },
    maxAttempts: 1,
    retryMode: "standard",
    defaultsMode: "standard",
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: "local",
    authSchemePreference: ["sigv4"],
    disableClockSkewCorrection: false,
  });
}
