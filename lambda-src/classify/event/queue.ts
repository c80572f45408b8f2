import { describe, invalid, isObject, parseJson } from "./shape";
import { readRequest, type ClassifyRequest } from "./request";

/** One message of an SQS batch. */
export interface QueueMessage {
  /** What SQS knows the message by; a batch's answer names the failed ones by it. */
  readonly messageId: string;
}

interface QueueRecord extends QueueMessage {
  readonly eventSourceARN?: string;
  readonly body?: unknown;
}

export interface QueueEvent {
  readonly Records: readonly QueueRecord[];
}

/** Records of other services (S3, SNS, …) are not taken for messages. */
export function isQueueEvent(event: unknown): event is QueueEvent {
  if (!isObject(event) || !Array.isArray(event.Records) || event.Records.length === 0) return false;
  return event.Records.every(
    (record: unknown) =>
      isObject(record) &&
      record.eventSource === "aws:sqs" &&
      typeof record.messageId === "string" &&
      ["string", "undefined"].includes(typeof record.eventSourceARN),
  );
}

/** @throws Failure when the message's body is no request */
export function readMessage({ body }: QueueRecord, classCount: number): ClassifyRequest {
  const what = "The message's body";
  if (typeof body !== "string") throw invalid(`${what} is ${describe(body)}`);
  return readRequest(parseJson(body, what), classCount, { what });
}
