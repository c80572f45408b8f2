import type { EventKind, ImageSource } from "../event";
import type { FailureCode } from "../failures";
import type { StepName, Timings } from "./steps";

export { describeCause, redact } from "./redact";
export { Steps, type StepName, type Timings } from "./steps";

/**
 * What is known of one classification when it is over: one line of the log. Never in it: image bytes, the URL (its
 * query may hold a credential), the event.
 */
export interface CallRecord {
  readonly requestId: string;
  readonly kind: EventKind;
  /** Of an SQS message. */
  readonly messageId?: string;
  readonly statusCode: number;
  readonly timings: Timings;
  readonly source?: ImageSource["kind"];
  readonly imageBytes?: number;
  readonly payloadBytes?: number;
  /** How often the endpoint was asked. */
  readonly endpointAttempts?: number;
  /** Nobody waits for the answer to an asynchronous event or a queue's message, so its best class stands here. */
  readonly best?: { readonly index: number; readonly label?: string; readonly probability: number };
  readonly code?: FailureCode;
  /** What went wrong underneath, for operators; redacted. */
  readonly cause?: string;
}

/** Where what happens is told: logs, metrics, traces. */
export interface Observer {
  /** Runs one step of a classification, inside a trace's subsegment where there is a trace. */
  trace<T>(step: StepName, run: () => Promise<T>): Promise<T>;
  /** Takes the record of a classification that is over. */
  record(call: CallRecord): void;
  /** An invocation is over: what was collected goes out. */
  flush(): void;
}

/** Tells nobody. */
export const silent: Observer = {
  trace: (_step, run) => run(),
  record: () => undefined,
  flush: () => undefined,
};
