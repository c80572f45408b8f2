/** Alarms on Lambda functions. Source of the metrics: Lambda developer guide, "Types of metrics". */
import { having } from "../../shared/expressions";
import type { Keyed } from "../../shared/inputs";
import type { ObservabilityValues } from "../inputs";
import { alarmForEach, type AlarmContext, type AlarmKind, type Alarms } from "./make";

type Fn = ObservabilityValues["functions"] extends Keyed<infer F> ? F : never;

const calls = ({ functionName }: Fn, metricName: string, statistic = "Sum") => ({
  namespace: "AWS/Lambda",
  metricName,
  dimensions: { FunctionName: functionName },
  statistic,
  periodSeconds: 300,
});

const kinds: AlarmKind<Fn>[] = [
  {
    id: "function_errors",
    says: "calls of the function fail.",
    metric: (fn) => ({ ...calls(fn, "Errors"), threshold: fn.maxErrors }),
  },
  {
    id: "function_throttles",
    says: "calls of the function are refused: its reserved concurrency, or the account's, is used up.",
    metric: (fn) => ({ ...calls(fn, "Throttles"), threshold: fn.maxThrottles }),
  },
  {
    id: "function_duration",
    says: "the function is too slow.",
    metric: (fn) => ({ ...calls(fn, "Duration", "p99"), threshold: fn.maxDurationP99Milliseconds }),
  },
];

const spillover: AlarmKind<Fn> = {
  id: "function_spillover",
  says: "more calls come at once than the provisioned concurrency can take; the others start cold.",
  metric: (fn) => ({ ...calls(fn, "ProvisionedConcurrencySpilloverInvocations"), threshold: 0 }),
};

const deadLetters: AlarmKind<Fn> = {
  id: "function_dead_letters",
  says: "events that the function could not handle wait in its dead-letter queue.",
  metric: (fn) => ({
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: fn.deadLetterQueueName as string },
    statistic: "Maximum",
    periodSeconds: 300,
    threshold: 0,
  }),
};

export const functionAlarms = (
  context: AlarmContext,
  functions: ObservabilityValues["functions"],
): Alarms[] => [
  ...kinds.map((kind) => alarmForEach(context, functions, kind)),
  alarmForEach(context, having(functions, "hasProvisionedConcurrency"), spillover),
  alarmForEach(context, having(functions, "deadLetterQueueName"), deadLetters),
];
