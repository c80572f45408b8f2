/** Alarms on training pipelines. A host's are the training-host module's own. */
import type { Keyed } from "../../shared/inputs";
import type { ObservabilityValues } from "../inputs";
import { alarmForEach, type AlarmContext, type AlarmKind, type Alarms } from "./make";

type StateMachine = ObservabilityValues["stateMachines"] extends Keyed<infer S> ? S : never;

const executions = ({ stateMachineArn }: StateMachine, metricName: string) => ({
  namespace: "AWS/States",
  metricName,
  dimensions: { StateMachineArn: stateMachineArn },
  statistic: "Sum" as const,
  periodSeconds: 300,
  threshold: 0,
});

const stateMachineKinds: AlarmKind<StateMachine>[] = [
  {
    id: "training_failed",
    says: "a training run failed; its execution says why.",
    metric: (machine) => executions(machine, "ExecutionsFailed"),
  },
  {
    id: "training_timed_out",
    says: "a training run took too long and was ended.",
    metric: (machine) => executions(machine, "ExecutionsTimedOut"),
  },
];

export const trainingAlarms = (
  context: AlarmContext,
  stateMachines: ObservabilityValues["stateMachines"],
): Alarms[] => stateMachineKinds.map((kind) => alarmForEach(context, stateMachines, kind));
