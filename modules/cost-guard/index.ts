/** What a project may cost a month, and who is told when it does, will, or suddenly costs more. */
import { Construct } from "constructs";
import { CeCostAllocationTag } from "@cdktf/provider-aws/lib/ce-cost-allocation-tag";
import { when } from "../shared/expressions";
import { read } from "../shared/inputs";
import { makeAnomalyDetection } from "./anomalies";
import { makeBudget } from "./budget";
import { inputs, rules, type CostGuardProps } from "./inputs";

export type { CostGuardProps } from "./inputs";

export class CostGuard extends Construct {
  readonly budgetName: string;
  readonly budgetArn: string;
  /** Undefined, or null in Terraform, without anomaly detection. */
  readonly anomalyMonitorArn: string | undefined;
  /** Shell command that shows the month's costs against the limit. */
  readonly showCommand: string;

  constructor(scope: Construct, id: string, props: CostGuardProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const budget = makeBudget(this, p);
    this.anomalyMonitorArn = makeAnomalyDetection(this, p);
    when(
      p.activateCostAllocationTag,
      (count) =>
        new CeCostAllocationTag(this, "project_tag", { count, tagKey: p.projectTag.key, status: "Active" }),
    );
    this.budgetName = budget.name;
    this.budgetArn = budget.arn;
    this.showCommand = `aws budgets describe-budget --account-id ${budget.accountId} --budget-name ${budget.name} --query Budget.CalculatedSpend`;
  }
}
