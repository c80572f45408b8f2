import { classifyBatch, type BatchResponse } from "./batch";
import { classify, type ClassifierParts } from "./classify";
import { deadlineOf, type Deadline } from "./deadline";
import { recogniseEvent, type IncomingEvent } from "./event";
import { Failure } from "./failures";
import { failureResponse, preflightResponse, type ClassifyResponse } from "./response";

/** What the handler needs of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type HandlerResponse = ClassifyResponse | BatchResponse;

export type Handler = (event: unknown, context: InvocationContext) => Promise<HandlerResponse>;

/**
 * Makes the Lambda handler. It throws for an asynchronous event only: Lambda then tries the event again, and in the end
 * puts it into the queue of failed events. Everybody else gets the failure as an answer.
 */
export function createHandler(parts: ClassifierParts): Handler {
  return async (event, context) => {
    const deadline = deadlineOf(context.getRemainingTimeInMillis());
    try {
      return await answer(recogniseEvent(event), context.awsRequestId, parts, deadline);
    } finally {
      parts.observer.flush();
    }
  };
}

async function answer(
  event: IncomingEvent,
  requestId: string,
  parts: ClassifierParts,
  deadline: Deadline,
): Promise<HandlerResponse> {
  if (event.kind === "queue") return classifyBatch(event, requestId, parts, deadline);
  if (event.kind === "http" && event.method === "OPTIONS") return preflightResponse();
  try {
    return await classify({ ...event, requestId }, parts, deadline);
  } catch (error) {
    const failure = error as Failure;
    if (event.kind === "asynchronous") throw new AsynchronousCallFailed(failure);
    return failureResponse(failure, requestId);
  }
}

/** What Lambda keeps beside a failed event: its code as the error's type, the message for callers, and no stack. */
class AsynchronousCallFailed extends Error {
  constructor(failure: Failure) {
    super(failure.message);
    this.name = failure.code;
    this.stack = "";
  }
}
