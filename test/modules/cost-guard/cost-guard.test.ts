import { CostGuard, type CostGuardProps } from "../../../modules/cost-guard";
import { resourcesOf, stackRoot, synthesizeStack } from "../../helpers/stack";
import { goodCases } from "./cases";

type Values = Record<string, unknown>;

/** What is there after an apply, by type; the second plan is empty, and all of it can be destroyed. */
async function applied(props: CostGuardProps): Promise<(type: string) => Values[]> {
  const root = await stackRoot((stack) => {
    new CostGuard(stack, "costs", props);
  });
  root.apply();
  expect(root.secondPlanIsEmpty()).toBe(true);
  const resources = root.state().values?.root_module.resources ?? [];
  root.destroy();
  return (type) => resources.filter((resource) => resource.type === type).map(({ values }) => values);
}

test("the budget counts what has the project's tag, in the form that AWS wants", async () => {
  const [budget] = (await applied(goodCases.full))("aws_budgets_budget");
  expect(budget).toMatchObject({
    name: "mlops-production",
    budget_type: "COST",
    time_unit: "MONTHLY",
    limit_amount: "2500.5",
    limit_unit: "USD",
    cost_filter: [{ name: "TagKeyValue", values: ["user:CostCentre$dogs & cats"] }],
  });
});

test("each alert tells every address and the topic", async () => {
  const [budget] = (await applied(goodCases.full))("aws_budgets_budget");
  const told = {
    comparison_operator: "GREATER_THAN",
    threshold_type: "PERCENTAGE",
    subscriber_email_addresses: ["finance@example.org", "team@example.org"],
    subscriber_sns_topic_arns: [goodCases.full.topic.arn],
  };
  const notifications = budget?.notification as Values[];
  expect(notifications).toHaveLength(2);
  expect(notifications).toEqual(
    expect.arrayContaining([
      { ...told, notification_type: "ACTUAL", threshold: 50 },
      { ...told, notification_type: "FORECASTED", threshold: 99.5 },
    ]),
  );
});

test("without alerts of one's own it tells at 80 and 100 percent, and when the forecast is above 100", () => {
  const [budget] = resourcesOf(
    synthesizeStack((stack) => {
      new CostGuard(stack, "costs", goodCases.minimal);
    }),
    "aws_budgets_budget",
  );
  const alerts = (budget?.notification as Values[]).map((each) => [each.notification_type, each.threshold]);
  expect(alerts).toEqual([
    ["ACTUAL", 80],
    ["ACTUAL", 100],
    ["FORECASTED", 100],
  ]);
});

test("anomalies are told by a summary to addresses and at once to the topic", async () => {
  const of = await applied(goodCases.full);
  const [monitor] = of("aws_ce_anomaly_monitor");
  expect(monitor).toMatchObject({ name: "mlops-production", monitor_type: "CUSTOM" });
  expect(JSON.parse(monitor?.monitor_specification as string)).toEqual({
    And: null,
    CostCategories: null,
    Dimensions: null,
    Not: null,
    Or: null,
    Tags: { Key: "CostCentre", MatchOptions: null, Values: ["dogs & cats"] },
  });
  const subscriptions = of("aws_ce_anomaly_subscription");
  const told = subscriptions.map(({ frequency, subscriber }) => [
    frequency,
    (subscriber as Values[])[0]?.address,
  ]);
  expect(told.sort()).toEqual([
    ["IMMEDIATE", goodCases.full.topic.arn],
    ["WEEKLY", "finance@example.org"],
    ["WEEKLY", "team@example.org"],
  ]);
  for (const subscription of subscriptions) {
    expect(subscription.monitor_arn_list).toEqual([monitor?.arn]);
    expect(JSON.stringify(subscription.threshold_expression)).toMatch(
      /ANOMALY_TOTAL_IMPACT_ABSOLUTE.*GREATER_THAN_OR_EQUAL.*"50"/,
    );
  }
});

test("what is not asked for is not there", async () => {
  const of = await applied(goodCases.minimal);
  expect(of("aws_ce_anomaly_monitor")).toEqual([]);
  expect(of("aws_ce_anomaly_subscription")).toEqual([]);
  expect(of("aws_ce_cost_allocation_tag")).toEqual([]);
});

test("the tag is activated only when that is asked for by name", async () => {
  const of = await applied(goodCases.full);
  expect(of("aws_ce_cost_allocation_tag")).toMatchObject([{ tag_key: "CostCentre", status: "Active" }]);
});
