/**
 * Every way in which a call can fail: its stable code, its HTTP status, and whether the same call may succeed later.
 * Callers may rely on the codes; a code is never renamed or given another meaning.
 */
export const failures = {
  // The caller's request.
  "invalid-event": { status: 400, retryable: false },
  "method-not-allowed": { status: 405, retryable: false },
  "unsupported-source": { status: 400, retryable: false },
  "invalid-url": { status: 400, retryable: false },
  "forbidden-target": { status: 400, retryable: false },
  // The image behind the URL, or in the event.
  "image-unreachable": { status: 422, retryable: false },
  "image-timeout": { status: 504, retryable: true },
  "image-too-large": { status: 413, retryable: false },
  "unsupported-image": { status: 415, retryable: false },
  "invalid-image": { status: 422, retryable: false },
  // The endpoint. The SDK has already tried again (with jitter) before one of the retryable ones is reported.
  "endpoint-throttled": { status: 503, retryable: true },
  "endpoint-unavailable": { status: 503, retryable: true },
  "endpoint-timeout": { status: 504, retryable: true },
  "endpoint-refused-input": { status: 422, retryable: false },
  "endpoint-error": { status: 502, retryable: false },
  "endpoint-misconfigured": { status: 500, retryable: false },
  "invalid-endpoint-response": { status: 502, retryable: false },
  // The function itself.
  "internal-error": { status: 500, retryable: false },
} as const satisfies Record<string, { status: number; retryable: boolean }>;

export type FailureCode = keyof typeof failures;

/**
 * A failure that the caller is told about. `message` reaches the caller as it stands, so it never holds an address,
 * an ARN or another system's text; what only an operator should see goes into `cause`, which is logged.
 */
export class Failure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = "Failure";
  }
}
