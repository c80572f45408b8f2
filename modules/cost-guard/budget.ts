/** The budget and its alerts. */
import type { Construct } from "constructs";
import { BudgetsBudget, budgetsBudgetNotificationToTerraform } from "@cdktf/provider-aws/lib/budgets-budget";
import { blocks, choose, isSet } from "../shared/expressions";
import { Fn, Token } from "../shared/tf";
import type { CostGuardValues } from "./inputs";

export function makeBudget(scope: Construct, p: CostGuardValues): BudgetsBudget {
  const budget = new BudgetsBudget(scope, "budget", {
    name: p.name,
    budgetType: "COST",
    timeUnit: "MONTHLY",
    limitAmount: Token.asString(Fn.tostring(p.monthlyLimitUsd)),
    limitUnit: "USD",
    costFilter: [{ name: "TagKeyValue", values: [tagKeyValue(p)] }],
    tags: p.tags,
  });
  blocks(budget, "notification", budgetsBudgetNotificationToTerraform, p.alerts, (alert) => ({
    comparisonOperator: "GREATER_THAN",
    notificationType: alert.type,
    threshold: alert.thresholdPercent,
    thresholdType: "PERCENTAGE",
    subscriberEmailAddresses: p.emails,
    subscriberSnsTopicArns: topicArns(p),
  }));
  return budget;
}

/** `user:Project$mlops`. Joined by Terraform: in a template the dollar sign before an expression would escape it. */
const tagKeyValue = ({ projectTag }: CostGuardValues): string =>
  Fn.join("$", [`user:${projectTag.key}`, projectTag.value]);

const topicArns = (p: CostGuardValues): string[] => choose(isSet(p.topic), [p.topic?.arn as string], []);
