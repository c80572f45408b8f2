import { isHttpEvent, methodOf, readHttpRequest, type HttpEvent } from "./http";
import { isQueueEvent, readMessage, type QueueEvent, type QueueMessage } from "./queue";
import { readRequest, type ClassifyRequest } from "./request";
import { isObject } from "./shape";

export type { ClassifyRequest, ImageSource } from "./request";
export type { QueueMessage } from "./queue";

/**
 * How an event came in. It is recognised by its shape alone:
 *
 * - `http`: a function URL's or API Gateway's event (payload 1.0 and 2.0), the request being its JSON body.
 * - `queue`: a batch of SQS messages, each body a request.
 * - `asynchronous`: the request itself with `"asynchronous": true`. Nothing else tells an asynchronous invocation from
 *   a synchronous one, and only the first wants failures thrown, so that Lambda tries again and keeps the event.
 * - `direct`: everything else is taken for the request itself.
 */
export type IncomingEvent =
  | { readonly kind: "direct" | "asynchronous"; readonly read: ReadRequest }
  | { readonly kind: "http"; readonly method: string; readonly read: ReadRequest }
  | { readonly kind: "queue"; readonly isFifo: boolean; readonly messages: readonly IncomingMessage[] };

/** @param classCount upper limit of `top` @throws Failure when the request is wrong */
export type ReadRequest = (classCount: number) => ClassifyRequest;

export interface IncomingMessage extends QueueMessage {
  readonly read: ReadRequest;
}

export type EventKind = IncomingEvent["kind"];

/** Never fails: what is wrong with a request is said when it is read. */
export function recogniseEvent(event: unknown): IncomingEvent {
  if (isHttpEvent(event)) return fromHttp(event);
  if (isQueueEvent(event)) return fromQueue(event);
  const kind = isObject(event) && event.asynchronous === true ? "asynchronous" : "direct";
  return { kind, read: (classCount) => readRequest(event, classCount, { what: "The event" }) };
}

function fromHttp(event: HttpEvent): IncomingEvent {
  return {
    kind: "http",
    method: methodOf(event),
    read: (classCount) => readHttpRequest(event, classCount),
  };
}

function fromQueue({ Records }: QueueEvent): IncomingEvent {
  return {
    kind: "queue",
    // A message group's order holds only if nothing after a failed message is taken.
    isFifo: Records.some(({ eventSourceARN }) => eventSourceARN?.endsWith(".fifo")),
    messages: Records.map((record) => ({
      messageId: record.messageId,
      read: (classCount) => readMessage(record, classCount),
    })),
  };
}
