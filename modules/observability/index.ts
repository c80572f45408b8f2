/** Alarms on everything that runs, one topic that they all reach, and one dashboard. */
import { Construct } from "constructs";
import { read } from "../shared/inputs";
import { locationOf } from "../shared/location";
import { Fn } from "../shared/tf";
import { endpointAlarms } from "./alarms/endpoints";
import { functionAlarms } from "./alarms/functions";
import type { Alarms } from "./alarms/make";
import { trainingAlarms } from "./alarms/training";
import { makeDashboard } from "./dashboard";
import { forwardAlarms, tellFailedNotebooks, tellFailedRuns } from "./events";
import { inputs, type ObservabilityProps } from "./inputs";
import { makeTopic } from "./topic";

export type { ObservabilityProps } from "./inputs";

export class Observability extends Construct {
  /** The topic that every alarm reaches; give it to modules that tell somebody themselves. */
  readonly topicArn: string;
  /** The topic's key: who publishes with a role of its own needs permission to use it. */
  readonly topicKeyArn: string;
  /** Names of all alarms made here. */
  readonly alarmNames: string[];
  readonly dashboardName: string;
  /** Where the dashboard is to be seen. */
  readonly dashboardUrl: string;

  constructor(scope: Construct, id: string, props: ObservabilityProps) {
    super(scope, id);
    const p = read({ inputs }, props, this.node.path);
    const location = locationOf(this);
    const topic = makeTopic(this, p, location);
    const context = { scope: this, name: p.name, topicArn: topic.arn, tags: p.tags };
    const alarms = [
      ...endpointAlarms(context, p.endpoints),
      ...functionAlarms(context, p.functions),
      ...trainingAlarms(context, p.stateMachines),
    ];
    forwardAlarms(this, p, location, topic.arn);
    tellFailedRuns(this, p, topic.arn);
    tellFailedNotebooks(this, p, topic.arn);
    const dashboard = makeDashboard(this, p, location.region);

    this.topicArn = topic.arn;
    this.topicKeyArn = topic.keyArn;
    this.alarmNames = namesOf(alarms);
    this.dashboardName = dashboard.dashboardName;
    this.dashboardUrl = `https://console.aws.amazon.com/cloudwatch/home?region=${location.region}#dashboards/dashboard/${dashboard.dashboardName}`;
  }
}

const namesOf = (alarms: readonly Alarms[]): string[] =>
  Fn.concat(alarms.map((kind) => kind.all("alarm_name"))) as string[];
