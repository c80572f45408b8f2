import {
  InvokeEndpointCommand,
  type InvokeEndpointCommandOutput,
  type SageMakerRuntimeClient,
} from "@aws-sdk/client-sagemaker-runtime";
import type { Deadline } from "./deadline";
import { Failure, type FailureCode } from "./failures";
import { withRetries } from "./retry";

/** What travels to the endpoint. */
export interface EndpointPayload {
  readonly contentType: string;
  readonly body: Uint8Array | string;
}

/** What came back. */
export interface EndpointAnswer {
  readonly text: string;
  readonly model: AnsweringModel;
  /** How often the endpoint was asked. */
  readonly attempts: number;
}

/** Which model answered, as far as the endpoint's answer tells. */
export interface AnsweringModel {
  /** The production variant that SageMaker chose. */
  readonly variant?: string;
  /** What the container wrote into the response header X-Amzn-SageMaker-Custom-Attributes. */
  readonly version?: string;
}

export type RuntimeClient = Pick<SageMakerRuntimeClient, "send">;

/** Limit of the body of InvokeEndpoint (botocore, `sagemaker-runtime`, shape `BodyBlob`). */
export const maxPayloadBytes = 6_291_456;

/**
 * Invokes the endpoint, and again where the table in `failures.ts` says so and the time allows. The client itself must
 * not retry (`maxAttempts: 1`): it knows nothing of the remaining time.
 *
 * @throws Failure with a code by the kind of error; the service's own message (it may hold ARNs) is only its cause
 */
export async function invokeEndpoint(
  client: RuntimeClient,
  endpointName: string,
  payload: EndpointPayload,
  deadline: Deadline,
): Promise<EndpointAnswer> {
  const command = new InvokeEndpointCommand({
    EndpointName: endpointName,
    ContentType: payload.contentType,
    Accept: "application/json",
    Body: payload.body,
  });
  const ask = async () => {
    try {
      return await client.send(command, { abortSignal: deadline.signal });
    } catch (error) {
      throw asFailure(error, deadline.signal);
    }
  };
  const { value, attempts } = await withRetries(ask, deadline);
  return {
    text: Buffer.from(value.Body ?? new Uint8Array()).toString("utf8"),
    model: modelOf(value),
    attempts,
  };
}

/** Texts of the container's making: only short plain ones are passed on. */
function modelOf({
  InvokedProductionVariant,
  CustomAttributes,
}: InvokeEndpointCommandOutput): AnsweringModel {
  const plain = (text: string | undefined) =>
    text !== undefined && /^[\w.:=@/+-]{1,128}$/.test(text) ? text : undefined;
  const variant = plain(InvokedProductionVariant);
  const version = plain(CustomAttributes);
  return { ...(variant !== undefined && { variant }), ...(version !== undefined && { version }) };
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

/**
 * ModelError: the container answered, but not with 2xx. 429 and 503 say that it is busy, 502 and 504 that a proxy in it
 * has lost its worker; any other 4xx is about the input, any other 5xx about the model, which would fail again.
 */
const codeByContainerStatus: Readonly<Record<number, FailureCode>> = {
  429: "endpoint-throttled",
  502: "endpoint-unavailable",
  503: "endpoint-throttled",
  504: "endpoint-unavailable",
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
  const { name, OriginalStatusCode: status } = error as { name?: string; OriginalStatusCode?: number };
  if (name === "ModelError") {
    const isAboutInput = status !== undefined && status >= 400 && status < 500;
    return codeByContainerStatus[status ?? 0] ?? (isAboutInput ? "endpoint-refused-input" : "endpoint-error");
  }
  if (name === "TimeoutError") return "endpoint-timeout";
  return codeByErrorName[name ?? ""] ?? "endpoint-unavailable";
}
