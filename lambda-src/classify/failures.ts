/**
 * Every way in which a call can fail. Callers may rely on the codes; a code is never renamed or given another meaning.
 *
 * - `status`: the HTTP status of the answer.
 * - `retryable`: whether the same call may succeed later. It is told to the caller.
 * - `retry`: whether the function itself tries again within the call (`retry.ts` has the delays). Most failures would
 *   only repeat themselves, or cost a stranger's server a second request.
 */
export const failures = {
  // The caller's request: the same again would fail the same way.
  "invalid-event": { status: 400, retryable: false, retry: "never" },
  "method-not-allowed": { status: 405, retryable: false, retry: "never" },
  "unsupported-source": { status: 400, retryable: false, retry: "never" },
  "invalid-url": { status: 400, retryable: false, retry: "never" },
  "forbidden-target": { status: 400, retryable: false, retry: "never" },
  // The image behind a URL, or in the event. Other people's servers are asked once.
  "image-unreachable": { status: 422, retryable: false, retry: "never" },
  "image-timeout": { status: 504, retryable: true, retry: "never" },
  "image-too-large": { status: 413, retryable: false, retry: "never" },
  "unsupported-image": { status: 415, retryable: false, retry: "never" },
  "invalid-image": { status: 422, retryable: false, retry: "never" },
  // The image in S3.
  "object-not-found": { status: 404, retryable: false, retry: "never" },
  "object-forbidden": { status: 403, retryable: false, retry: "never" },
  "object-key-unusable": { status: 500, retryable: false, retry: "never" },
  "objects-misconfigured": { status: 500, retryable: false, retry: "never" },
  "objects-throttled": { status: 503, retryable: true, retry: "throttled" },
  "objects-unavailable": { status: 503, retryable: true, retry: "transient" },
  // The endpoint. Its time-out is not tried again: the container is still busy with the first attempt.
  "endpoint-throttled": { status: 503, retryable: true, retry: "throttled" },
  "endpoint-unavailable": { status: 503, retryable: true, retry: "transient" },
  "endpoint-timeout": { status: 504, retryable: true, retry: "never" },
  "endpoint-refused-input": { status: 422, retryable: false, retry: "never" },
  "endpoint-error": { status: 502, retryable: false, retry: "never" },
  "endpoint-misconfigured": { status: 500, retryable: false, retry: "never" },
  "invalid-endpoint-response": { status: 502, retryable: false, retry: "never" },
  // The function itself.
  "out-of-time": { status: 504, retryable: true, retry: "never" },
  "internal-error": { status: 500, retryable: false, retry: "never" },
} as const satisfies Record<string, FailureKind>;

interface FailureKind {
  readonly status: number;
  readonly retryable: boolean;
  readonly retry: "never" | RetryReason;
}

/** Why an attempt is made again: the other side was busy, or something broke on the way. */
export type RetryReason = "throttled" | "transient";

export type FailureCode = keyof typeof failures;

/**
 * A failure that the caller is told about. `message` reaches the caller as it stands, so it never holds an address,
 * an ARN or another system's text; what only an operator should see goes into `cause`, which is logged.
 */
export class Failure extends Error {
  /** How often it was tried before this came out. */
  attempts = 1;

  constructor(
    readonly code: FailureCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = "Failure";
  }
}
