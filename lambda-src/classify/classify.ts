import type { Deadline } from "./deadline";
import { invokeEndpoint, type EndpointPayload, type RuntimeClient } from "./endpoint";
import type { Settings } from "./environment";
import type { EventKind, ReadRequest } from "./event";
import { Failure, failures } from "./failures";
import { labelSets } from "./labels";
import { describeCause, Steps, type CallRecord, type Observer } from "./observe";
import { prepareImage, readImage, sendUrlOn, type ImageSources } from "./payload";
import { predictionsResponse, scoresResponse, type ClassifyResponse } from "./response";
import { bestClasses, readScores } from "./scores";

/** The parts a classifier is made of. */
export interface ClassifierParts extends ImageSources {
  readonly settings: Settings;
  /** A SageMakerRuntimeClient, made once outside the handler so that its connections are kept. */
  readonly runtimeClient: RuntimeClient;
  readonly observer: Observer;
}

/** One classification to do. */
export interface Call {
  readonly kind: EventKind;
  readonly requestId: string;
  readonly messageId?: string;
  readonly read: ReadRequest;
}

/** What is learned on the way, for the record. */
type Learned = { -readonly [K in keyof CallRecord]?: CallRecord[K] };

/**
 * From request to response: image to the endpoint, scores out. However it ends, it is recorded.
 *
 * @throws Failure, and nothing else
 */
export async function classify(
  call: Call,
  parts: ClassifierParts,
  deadline: Deadline,
): Promise<ClassifyResponse> {
  const steps = new Steps(parts.observer);
  const learned: Learned = {};
  const record = (outcome: Pick<CallRecord, "statusCode" | "code" | "cause">) => {
    const { kind, requestId, messageId } = call;
    parts.observer.record({
      requestId,
      kind,
      ...(messageId !== undefined && { messageId }),
      ...learned,
      ...outcome,
      timings: steps.timings(),
    });
  };
  try {
    const response = await run(call, parts, deadline, steps, learned);
    record({ statusCode: response.statusCode });
    return response;
  } catch (error) {
    const failure = asFailure(error);
    if (failure.code.startsWith("endpoint-")) learned.endpointAttempts = failure.attempts;
    record({ statusCode: failures[failure.code].status, code: failure.code, cause: describeCause(failure) });
    throw failure;
  }
}

async function run(
  call: Call,
  parts: ClassifierParts,
  deadline: Deadline,
  steps: Steps,
  learned: Learned,
): Promise<ClassifyResponse> {
  const { settings, runtimeClient } = parts;
  const { source, top } = call.read(settings.classCount);
  learned.source = source.kind;
  const payload = await makePayload();
  learned.payloadBytes = payload.body.length;
  const answer = await steps.run("endpoint", () =>
    invokeEndpoint(runtimeClient, settings.endpointName, payload, deadline),
  );
  learned.endpointAttempts = answer.attempts;
  const { text, scores } = readScores(answer.text, settings.classCount);
  const labels = settings.classLabels && labelSets[settings.classLabels];
  if (call.kind === "queue" || call.kind === "asynchronous") learned.best = bestClasses(scores, 1, labels)[0];
  if (top === undefined) return scoresResponse(text);
  return predictionsResponse({
    predictions: bestClasses(scores, top, labels),
    model: answer.model,
    timingsMilliseconds: steps.timings(),
    requestId: call.requestId,
  });

  async function makePayload(): Promise<EndpointPayload> {
    if (settings.imageMode === "url") return sendUrlOn(source, parts.fetcher);
    const bytes =
      source.kind === "image"
        ? source.bytes
        : await steps.run("download", () => readImage(source, parts, deadline));
    learned.imageBytes = bytes.length;
    return steps.run("prepare", () => prepareImage(bytes, settings));
  }
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("internal-error", "The function failed; its operator has to look.", error);
}
