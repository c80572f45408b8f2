import { InvokeEndpointCommand, type SageMakerRuntimeClient } from "@aws-sdk/client-sagemaker-runtime";
import { Failure, type FailureCode } from "./failures";

/** What travels to the endpoint. */
export interface EndpointPayload {
  readonly contentType: string;
  readonly body: Uint8Array | string;
}

export type RuntimeClient = Pick<SageMakerRuntimeClient, "send">;

/** Limit of the body of InvokeEndpoint (botocore, `sagemaker-runtime`, shape `BodyBlob`). */
export const maxPayloadBytes = 6_291_456;

/**
 * Invokes the endpoint and returns its answer as text.
 *
 * @param signal ends the call, retries of the SDK included
 * @throws Failure with a code by the kind of error; the service's own message (it may hold ARNs) is only its cause
 */
export async function invokeEndpoint(
  client: RuntimeClient,
  endpointName: string,
  payload: EndpointPayload,
  signal: AbortSignal,
): Promise<string> {
  const command = new InvokeEndpointCommand({
    EndpointName: endpointName,
    ContentType: payload.contentType,
    Accept: "application/json",
    Body: payload.body,
  });
  try {
    const { Body } = await client.send(command, { abortSignal: signal });
    return Buffer.from(Body ?? new Uint8Array()).toString("utf8");
  } catch (error) {
    throw asFailure(error, signal);
  }
}

/** The service's error names (botocore, `sagemaker-runtime`, and the errors common to all services). */
const codeByErrorName: Readonly<Record<string, FailureCode>> = {
  ThrottlingException: "endpoint-throttled",
  TooManyRequestsException: "endpoint-throttled",
  ModelNotReadyException: "endpoint-unavailable",
  ServiceUnavailable: "endpoint-unavailable",
  InternalFailure: "endpoint-unavailable",
  InternalDependencyException: "endpoint-unavailable",
  AccessDeniedException: "endpoint-misconfigured",
  ValidationError: "endpoint-misconfigured",
  ExpiredTokenException: "endpoint-misconfigured",
  UnrecognizedClientException: "endpoint-misconfigured",
  CredentialsProviderError: "endpoint-misconfigured",
};

const messages: Partial<Record<FailureCode, string>> = {
  "endpoint-throttled": "The model's endpoint is busy; try again later.",
  "endpoint-unavailable": "The model's endpoint cannot be reached at the moment; try again later.",
  "endpoint-timeout": "The model's endpoint did not answer in time; try again later.",
  "endpoint-refused-input": "The model's endpoint refused the image.",
  "endpoint-error": "The model failed on this image.",
  "endpoint-misconfigured":
    "The function may not call its endpoint, or the endpoint does not exist; its operator has to look.",
};

function asFailure(error: unknown, signal: AbortSignal): Failure {
  const code = signal.aborted ? "endpoint-timeout" : codeOf(error);
  return new Failure(code, messages[code] ?? "The endpoint failed.", error);
}

function codeOf(error: unknown): FailureCode {
  const { name, OriginalStatusCode: original } = error as { name?: string; OriginalStatusCode?: number };
  // ModelError: the container answered, but not with 2xx. A 4xx is about the input, anything else about the model.
  if (name === "ModelError") {
    return original !== undefined && original >= 400 && original < 500
      ? "endpoint-refused-input"
      : "endpoint-error";
  }
  if (name === "TimeoutError") return "endpoint-timeout";
  return codeByErrorName[name ?? ""] ?? "endpoint-unavailable";
}
