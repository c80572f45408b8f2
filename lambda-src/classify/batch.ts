import { classify, type ClassifierParts } from "./classify";
import type { Deadline } from "./deadline";
import type { IncomingEvent, IncomingMessage } from "./event";
import { Failure } from "./failures";

/** What Lambda takes from a function behind a queue: the messages that SQS is to keep. The others are deleted. */
export interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

type QueueEvent = Extract<IncomingEvent, { kind: "queue" }>;

/** How many messages are worked on at once: most of their time is waiting, and each may hold a decoded image. */
const concurrency = 4;

/** A message is not begun when less than this remains: it would only be cut off. */
const minimumMessageMilliseconds = 1000;

/**
 * Classifies the messages of a batch. Every message that failed is given back to its queue, those too that would fail
 * again ("poison"): the queue's redrive policy moves them to its dead-letter queue, whereas leaving them out would delete
 * them. From a FIFO queue nothing is taken after the first failure, so that no message overtakes another.
 */
export async function classifyBatch(
  event: QueueEvent,
  requestId: string,
  parts: ClassifierParts,
  deadline: Deadline,
): Promise<BatchResponse> {
  const failed: { itemIdentifier: string }[] = [];
  const waiting = [...event.messages];
  const work = async () => {
    for (let message = waiting.shift(); message !== undefined; message = waiting.shift()) {
      const isDone =
        !(event.isFifo && failed.length > 0) && (await classifyMessage(message, requestId, parts, deadline));
      if (!isDone) failed.push({ itemIdentifier: message.messageId });
    }
  };
  await Promise.all(Array.from({ length: event.isFifo ? 1 : concurrency }, work));
  return { batchItemFailures: failed };
}

/** @returns whether the message is done with; its failure is in the log and the metrics */
async function classifyMessage(
  { messageId, read }: IncomingMessage,
  requestId: string,
  parts: ClassifierParts,
  deadline: Deadline,
): Promise<boolean> {
  const readInTime = (classCount: number) => {
    if (deadline.remainingMilliseconds() >= minimumMessageMilliseconds) return read(classCount);
    throw new Failure("out-of-time", "The message was not begun: the batch took up the function's time.");
  };
  try {
    await classify({ kind: "queue", requestId, messageId, read: readInTime }, parts, deadline);
    return true;
  } catch {
    return false;
  }
}
