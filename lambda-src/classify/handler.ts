import { invokeEndpoint, type RuntimeClient } from "./endpoint";
import type { Settings } from "./environment";
import { readEvent } from "./event";
import { Failure } from "./failures";
import type { ImageFetcher } from "./fetch";
import { labelSets } from "./labels";
import { describeCause, logToConsole, type Log } from "./log";
import { preparePayload } from "./payload";
import {
  failureResponse,
  predictionsResponse,
  preflightResponse,
  scoresResponse,
  type ClassifyResponse,
} from "./response";
import { bestClasses, readScores } from "./scores";

/** The parts a handler is made of. */
export interface HandlerParts {
  readonly settings: Settings;
  /** A SageMakerRuntimeClient, made once outside the handler so that its connections are kept. */
  readonly runtimeClient: RuntimeClient;
  /** Fetches what `{"url": …}` points to, under an address policy that was chosen in code. */
  readonly fetcher: ImageFetcher;
  /** Where the one line a call goes; the console by default. */
  readonly log?: Log;
}

/** What the handler needs of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

export type Handler = (event: unknown, context: InvocationContext) => Promise<ClassifyResponse>;

/** Kept of the remaining time, so that a late failure is still answered, and not cut off by Lambda. */
const reserveMilliseconds = 250;

/** Makes the Lambda handler: event in, image to the endpoint, scores out. It never throws. */
export function createHandler(parts: HandlerParts): Handler {
  return async (event, context) => {
    const started = Date.now();
    const requestId = context.awsRequestId;
    const deadline = AbortSignal.timeout(
      Math.max(1, context.getRemainingTimeInMillis() - reserveMilliseconds),
    );
    let failure: Failure | undefined;
    const response = await classify(event, requestId, parts, deadline).catch((error: unknown) => {
      failure = asFailure(error);
      return failureResponse(failure, requestId);
    });
    (parts.log ?? logToConsole)({
      level: response.statusCode < 500 ? "info" : "error",
      requestId,
      statusCode: response.statusCode,
      durationMilliseconds: Date.now() - started,
      ...(failure && { code: failure.code, cause: describeCause(failure) }),
    });
    return response;
  };
}

async function classify(
  event: unknown,
  requestId: string,
  { settings, runtimeClient, fetcher }: HandlerParts,
  deadline: AbortSignal,
): Promise<ClassifyResponse> {
  const request = readEvent(event, settings.classCount);
  if (request === "preflight") return preflightResponse();
  const payload = await preparePayload(request.source, settings, fetcher, deadline);
  const answer = await invokeEndpoint(runtimeClient, settings.endpointName, payload, deadline);
  const { text, scores } = readScores(answer, settings.classCount);
  if (request.top === undefined) return scoresResponse(text);
  const labels = settings.classLabels && labelSets[settings.classLabels];
  return predictionsResponse(bestClasses(scores, request.top, labels), requestId);
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure("internal-error", "The function failed; its operator has to look.", error);
}
