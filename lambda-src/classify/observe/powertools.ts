import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { CallRecord, Observer } from ".";
import { metricsNamespace } from "./namespace";
import { createTracing } from "./tracing";

export interface PowertoolsOptions {
  /** The dimension of metrics and a field of each log line. */
  readonly service: string;
  /** Whether sampled calls send subsegments to X-Ray. */
  readonly tracing: boolean;
}

/**
 * Logs as JSON, metrics in CloudWatch's embedded format (both go to standard output, so neither costs a request), and
 * X-Ray subsegments.
 */
export function createPowertoolsObserver({ service, tracing }: PowertoolsOptions): Observer {
  const logger = new Logger({ serviceName: service });
  const metrics = new Metrics({ namespace: metricsNamespace, serviceName: service });
  let isFirst = true;
  return {
    trace: tracing ? createTracing() : (_step, run) => run(),
    record: (call) => {
      const level = call.statusCode < 500 ? "info" : "error";
      logger[level](call.code ?? "classified", { ...call, coldStart: isFirst });
      isFirst = false;
      measure(metrics, call);
    },
    flush: () => metrics.publishStoredMetrics(),
  };
}

/** Zeros are sent, too: an alarm on a share needs the calls that were fine. */
function measure(metrics: Metrics, { statusCode, timings, endpointAttempts }: CallRecord): void {
  const count = (name: string, value: number) => metrics.addMetric(name, MetricUnit.Count, value);
  count("Calls", 1);
  count("RefusedCalls", statusCode >= 400 && statusCode < 500 ? 1 : 0);
  count("FailedCalls", statusCode >= 500 ? 1 : 0);
  if (endpointAttempts !== undefined) count("EndpointRetries", endpointAttempts - 1);
  for (const step of ["download", "prepare", "endpoint"] as const) {
    const milliseconds = timings[step];
    if (milliseconds !== undefined) metrics.addMetric(metricOf[step], MetricUnit.Milliseconds, milliseconds);
  }
}

const metricOf = { download: "DownloadTime", prepare: "PrepareTime", endpoint: "EndpointTime" } as const;
