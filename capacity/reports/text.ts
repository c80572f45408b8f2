import { assumptionTable } from "../assumptions";
import type { Plan } from "../plan";
import type { PriceList } from "../prices";
import type { Evaluation } from "../recommend";
import { configurationFragment } from "./fragment";
import { count, milliseconds, percent, table, usd } from "./words";

/** For people at a terminal. */
export function formatText(plan: Plan, prices: PriceList): string {
  const { best, guess, simulated } = plan.recommendation;
  const parts = [
    ...plan.warnings.map((warning) => `! ${warning}`),
    `Goal: ${percent(plan.goal.quantile)} of the calls within ${milliseconds(plan.goal.latencyMilliseconds)}, at most ${percent(plan.goal.maxFailureShare)} fail: ${best.meetsGoal ? "met" : "NOT met"} (${simulated} settings simulated)`,
    `Theory's first guess for the busiest time: ${guess.meanConcurrency.toFixed(1)} calls in the function (Little), ${guess.provisioned} provisioned, ${guess.reserved} reserved (Erlang B), ${guess.peakInstances} instances (Erlang C)`,
    `Recommended settings, for the configuration:\n\n${indent(configurationFragment(best.scenario))}`,
    comparisonTable(plan),
    costTable(best, prices),
  ];
  if (plan.sensitivity.length > 0) parts.push(sensitivityTable(plan));
  parts.push(assumptionLines(plan));
  return `${parts.join("\n\n")}\n`;
}

/** One row a deployment: what it gives, and what it costs. */
export function comparisonRows(plan: Plan): string[][] {
  return [
    ["settings", "goal", "p50", "p95", "p99", "failed", "throttled", "cold starts", "USD/month"],
    ...plan.comparison.map(({ name, evaluation }) => [name, ...evaluationCells(evaluation)]),
  ];
}

function evaluationCells({ result, meetsGoal, failureShare, usdPerMonth }: Evaluation): string[] {
  const { latency, outcomes, coldStarts } = result;
  return [
    meetsGoal ? "met" : "missed",
    ...[0.5, 0.95, 0.99].map((quantile) =>
      latency.count === 0 ? "-" : milliseconds(latency.quantile(quantile)),
    ),
    percent(failureShare),
    count(outcomes.throttled),
    count(coldStarts),
    usd(usdPerMonth),
  ];
}

function comparisonTable(plan: Plan): string {
  return `The same traffic with other settings (reference deployments by their presets' names):\n\n${indent(table(comparisonRows(plan)))}`;
}

function costTable({ costs, usdPerMonth }: Evaluation, prices: PriceList): string {
  const rows = [
    ...costs.map(({ item, usdPerMonth: amount }) => [item, usd(amount)]),
    ["together", usd(usdPerMonth)],
  ];
  return `Cost a month in ${prices.currency}, ${prices.region}, prices of ${prices.collected}, before free tiers and data transfer:\n\n${indent(table(rows))}`;
}

function sensitivityTable({ sensitivity, goal }: Plan): string {
  const rows = sensitivity.map(({ assumption, low, high }) => {
    const cells = [low, high].map(
      (reaction) =>
        `${reaction.value}: ${milliseconds(reaction.latencyMilliseconds)}, ${percent(reaction.failureShare)}`,
    );
    return [`${assumption} (${assumptionTable[assumption].unit})`, ...cells];
  });
  const head = ["assumption", "at its lowest", "at its highest"];
  return `If an assumption is wrong (busiest hour: latency at ${percent(goal.quantile)}, failures):\n\n${indent(table([head, ...rows]))}`;
}

function assumptionLines({ recommendation }: Plan): string {
  const { assumptions } = recommendation.best.scenario;
  const rows = Object.entries(assumptionTable).map(([name, { unit, meaning, source }]) => [
    `${name}=${assumptions[name as keyof typeof assumptions]} ${unit}`,
    `${meaning} (${source})`,
  ]);
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  return `Assumed (change with --assume name=value):\n\n${rows.map(([name = "", text]) => `  ${name.padEnd(width)}  ${text}`).join("\n")}`;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^(?=.)/gm, "  ");
}
