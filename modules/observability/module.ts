import { defineModule } from "../shared/module";
import { Observability } from ".";
import { inputs } from "./inputs";

export const definition = defineModule({
  name: "observability",
  summary: "Alarms on everything that runs, one topic that they all reach, and one dashboard.",
  inputs,
  rules: [],
  make: (scope, props) => new Observability(scope, "this", props),
  outputs: {
    topicArn: {
      description: "ARN of the topic that every alarm reaches.",
      value: (it: Observability) => it.topicArn,
    },
    topicKeyArn: { description: "ARN of the topic's KMS key.", value: (it) => it.topicKeyArn },
    alarmNames: { description: "Names of all alarms made here.", value: (it) => it.alarmNames },
    dashboardName: { description: "Name of the dashboard.", value: (it) => it.dashboardName },
    dashboardUrl: { description: "Where the dashboard is to be seen.", value: (it) => it.dashboardUrl },
  },
});
