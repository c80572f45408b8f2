/** Alarms on training pipelines and hosts. */
import type { Keyed } from "../../shared/inputs";
import type { ObservabilityValues } from "../inputs";
import { alarmForEach, type AlarmContext, type AlarmKind, type Alarms } from "./make";

type StateMachine = ObservabilityValues["stateMachines"] extends Keyed<infer S> ? S : never;
type Host = ObservabilityValues["hosts"] extends Keyed<infer H> ? H : never;

const executions = ({ stateMachineArn }: StateMachine, metricName: string) => ({
  namespace: "AWS/States",
  metricName,
  dimensions: { StateMachineArn: stateMachineArn },
  statistic: "Sum",
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

/** That a host does not get ready is an alarm of the training-host module's own: only that knows when it should be. */
const unhealthy: AlarmKind<Host> = {
  id: "host_unhealthy",
  says: "the training host fails EC2's status checks.",
  metric: ({ instanceId }) => ({
    namespace: "AWS/EC2",
    metricName: "StatusCheckFailed",
    dimensions: { InstanceId: instanceId },
    statistic: "Maximum",
    periods: 2,
    threshold: 0,
  }),
};

export const trainingAlarms = (
  context: AlarmContext,
  p: Pick<ObservabilityValues, "stateMachines" | "hosts">,
): Alarms[] => [
  ...stateMachineKinds.map((kind) => alarmForEach(context, p.stateMachines, kind)),
  alarmForEach(context, p.hosts, unhealthy),
];
