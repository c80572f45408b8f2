/**
 * Alarms on Lambda functions: what the classifier-function module has no alarm on.
 * Source of the metrics: SQS developer guide, "Available CloudWatch metrics".
 */
import { having } from "../../shared/expressions";
import type { Keyed } from "../../shared/inputs";
import type { ObservabilityValues } from "../inputs";
import { alarmForEach, type AlarmContext, type AlarmKind, type Alarms } from "./make";

type Fn = ObservabilityValues["functions"] extends Keyed<infer F> ? F : never;

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
): Alarms[] => [alarmForEach(context, having(functions, "deadLetterQueueName"), deadLetters)];
