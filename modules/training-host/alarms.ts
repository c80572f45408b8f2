/**
 * The walls behind the host's own care: alarms that stop it when it is idle or has run too long, and alarms that tell of a
 * host that does not get ready, fails, or is broken.
 */
import type { Construct } from "constructs";
import { CloudwatchCompositeAlarm } from "@cdktf/provider-aws/lib/cloudwatch-composite-alarm";
import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import type { Location } from "../../policies/documents";
import { both, choose, not, when } from "../shared/expressions";
import { gpuFamilies, isInFamily } from "../shared/instances";
import { Fn, Op, Token } from "../shared/tf";
import type { TrainingHostValues } from "./inputs";

export interface WatchedHost {
  readonly instanceId: string;
  readonly metricNamespace: string;
}

const MINUTES_A_PERIOD = 5;
const PERIOD_SECONDS = 60 * MINUTES_A_PERIOD;
const HOUR_SECONDS = 3600;
/** The host waits out the idle time first: it knows of sessions, which no metric shows. */
const IDLE_PATIENCE = 3;
const IDLE_PERCENT = 5;

type Common = Pick<CloudwatchMetricAlarmConfig, "tags" | "alarmActions" | "okActions">;

export function hostAlarms(
  scope: Construct,
  p: TrainingHostValues,
  location: Location,
  host: WatchedHost,
): void {
  const tell: Common = { tags: p.tags, alarmActions: p.alarmTopicArns, okActions: p.alarmTopicArns };
  // A one-time spot instance cannot be stopped.
  const end = choose(p.spot, "terminate", "stop");
  const endAction = `arn:${location.partition}:automate:${location.region}:ec2:${end}`;
  const stop: Common = { tags: p.tags, alarmActions: Fn.setunion([endAction], [p.alarmTopicArns]) };
  stopWhenIdle(scope, p, host, stop);
  stopAtEndOfLifetime(scope, p, host, stop);
  tellWhenNotReady(scope, p, host, tell);
  tellWhenFailed(scope, p, host, tell);
  tellWhenBroken(scope, p, host, tell);
}

const ofInstance = ({ instanceId }: WatchedHost) => ({ InstanceId: instanceId });

/** A training on GPUs may keep the processor at rest, and the other way round: each host is judged by what it trains on. */
function stopWhenIdle(scope: Construct, p: TrainingHostValues, host: WatchedHost, common: Common): void {
  const hasGpu = isInFamily(p.instanceType, gpuFamilies);
  const idle = {
    ...common,
    dimensions: ofInstance(host),
    statistic: "Maximum",
    comparisonOperator: "LessThanThreshold",
    threshold: IDLE_PERCENT,
    period: PERIOD_SECONDS,
    evaluationPeriods: periodsIn(Op.mul(p.idleTimeoutMinutes, IDLE_PATIENCE)),
    treatMissingData: "notBreaching",
  };
  when(
    both(p.stopWhenIdle, hasGpu),
    (count) =>
      new CloudwatchMetricAlarm(scope, "idle_gpu", {
        ...idle,
        count,
        alarmName: `${p.name}-training-host-idle-gpu`,
        alarmDescription: `The GPUs of the training host ${p.name} are idle: it is stopped`,
        namespace: host.metricNamespace,
        metricName: "nvidia_smi_utilization_gpu",
      }),
  );
  when(
    both(p.stopWhenIdle, not(hasGpu)),
    (count) =>
      new CloudwatchMetricAlarm(scope, "idle_cpu", {
        ...idle,
        count,
        alarmName: `${p.name}-training-host-idle-cpu`,
        alarmDescription: `The processor of the training host ${p.name} is idle: it is stopped`,
        namespace: "AWS/EC2",
        metricName: "CPUUtilization",
      }),
  );
}

/** Counts full hours in which the host ran at all. One more than allowed, because the first hour is seldom a whole one. */
function stopAtEndOfLifetime(
  scope: Construct,
  p: TrainingHostValues,
  host: WatchedHost,
  common: Common,
): void {
  new CloudwatchMetricAlarm(scope, "lifetime", {
    ...common,
    ...running(host),
    alarmName: `${p.name}-training-host-lifetime`,
    alarmDescription: `The training host ${p.name} has run longer than its maximum lifetime: it is stopped`,
    period: HOUR_SECONDS,
    evaluationPeriods: Token.asNumber(Op.add(p.maximumLifetimeHours, 1)),
  });
}

/** "The host runs" as an alarm: EC2 reports on running instances only. */
const running = (host: WatchedHost) => ({
  namespace: "AWS/EC2",
  metricName: "CPUUtilization",
  dimensions: ofInstance(host),
  statistic: "SampleCount",
  comparisonOperator: "GreaterThanOrEqualToThreshold",
  threshold: 1,
  treatMissingData: "notBreaching",
});

/**
 * A ready host sends HostReady each minute. That it does not is bad only while it runs, so two alarms without actions, "has
 * run for that long" and "no HostReady for that long", make one with actions. Their names begin otherwise than the names of
 * alarms that somebody should hear of, so that a rule on names can tell them apart.
 */
function tellWhenNotReady(scope: Construct, p: TrainingHostValues, host: WatchedHost, common: Common): void {
  const window = {
    period: PERIOD_SECONDS,
    evaluationPeriods: periodsIn(p.readyTimeoutMinutes),
    tags: p.tags,
  };
  const runs = new CloudwatchMetricAlarm(scope, "running", {
    ...window,
    ...running(host),
    alarmName: `${p.name}-signal-training-host-running`,
    alarmDescription: `The training host ${p.name} has run as long as it may take to get ready; no problem in itself`,
  });
  const silent = new CloudwatchMetricAlarm(scope, "silent", {
    ...window,
    alarmName: `${p.name}-signal-training-host-silent`,
    alarmDescription: `The training host ${p.name} does not say that it is ready; no problem while it is stopped`,
    namespace: host.metricNamespace,
    metricName: "HostReady",
    statistic: "Sum",
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
  });
  new CloudwatchCompositeAlarm(scope, "not_ready", {
    ...common,
    alarmName: `${p.name}-training-host-not-ready`,
    alarmDescription: `The training host ${p.name} runs, and is not ready; its log group has the bootstrap's messages`,
    alarmRule: `ALARM("${runs.alarmName}") AND ALARM("${silent.alarmName}")`,
  });
}

function tellWhenFailed(scope: Construct, p: TrainingHostValues, host: WatchedHost, common: Common): void {
  new CloudwatchMetricAlarm(scope, "failed", {
    ...common,
    alarmName: `${p.name}-training-host-failed`,
    alarmDescription: `The bootstrap or the training on the host ${p.name} failed; the ready parameter says how`,
    namespace: host.metricNamespace,
    metricName: "HostFailed",
    statistic: "Sum",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  });
}

function tellWhenBroken(scope: Construct, p: TrainingHostValues, host: WatchedHost, common: Common): void {
  new CloudwatchMetricAlarm(scope, "status_check", {
    ...common,
    alarmName: `${p.name}-training-host-status-check`,
    alarmDescription: `EC2's status checks of the training host ${p.name} fail`,
    namespace: "AWS/EC2",
    metricName: "StatusCheckFailed",
    dimensions: ofInstance(host),
    statistic: "Maximum",
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: 1,
    period: 60,
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
  });
}

/** Minutes as whole periods. */
const periodsIn = (minutes: unknown): number => Token.asNumber(Fn.ceil(Op.div(minutes, MINUTES_A_PERIOD)));
