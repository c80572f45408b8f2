import type { Observer } from ".";

/**
 * Subsegments by Powertools' tracer. X-Ray's SDK takes longer to load than the rest of the function, so it is loaded at
 * the first call that Lambda samples for a trace; calls that are not sampled pay nothing.
 */
export function createTracing(): Observer["trace"] {
  let tracer: Promise<import("@aws-lambda-powertools/tracer").Tracer> | undefined;
  return async (step, run) => {
    if (!isSampled()) return run();
    tracer ??= import("@aws-lambda-powertools/tracer").then(
      // It would write the URLs of downloads into the trace.
      ({ Tracer }) => new Tracer({ captureHTTPsRequests: false }),
    );
    const parent = (await tracer).getSegment();
    const segment = parent?.addNewSubsegment(step);
    try {
      return await run();
    } catch (error) {
      // Not the error itself: its text and stack may hold what a trace should not.
      segment?.addFaultFlag();
      throw error;
    } finally {
      segment?.close();
    }
  };
}

/** Lambda names the trace of the present call, and whether it is kept, in this variable. */
function isSampled(): boolean {
  return /(?:^|;)\s*Sampled=1/.test(process.env._X_AMZN_TRACE_ID ?? "");
}
