import { defineModule } from "../shared/module";
import { CostGuard } from ".";
import { inputs, rules } from "./inputs";

export const definition = defineModule({
  name: "cost-guard",
  summary: "A monthly budget of one project with alerts and forecasts, and detection of unusual costs.",
  inputs,
  rules,
  make: (scope, props) => new CostGuard(scope, "this", props),
  outputs: {
    budgetName: { description: "Name of the budget.", value: (it: CostGuard) => it.budgetName },
    budgetArn: { description: "ARN of the budget.", value: (it) => it.budgetArn },
    anomalyMonitorArn: {
      description: "ARN of the anomaly monitor; null without anomaly detection.",
      value: (it) => it.anomalyMonitorArn,
    },
    showCommand: {
      description: "Shell command that shows the month's costs against the limit.",
      value: (it) => it.showCommand,
    },
  },
});
