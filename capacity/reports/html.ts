import { assumptionTable } from "../assumptions";
import type { Plan } from "../plan";
import type { PriceList } from "../prices";
import { formatSvg } from "./chart";
import { configurationFragment } from "./fragment";
import { comparisonRows } from "./text";
import { milliseconds, percent, usd } from "./words";

/** One page that needs nothing else: the settings, the chart, the comparison, costs and assumptions. */
export function formatHtml(plan: Plan, prices: PriceList): string {
  const { best } = plan.recommendation;
  const { goal } = plan;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Capacity plan</title>
<style>
:root{color-scheme:light dark;--line:#d1d5db;--soft:#f3f4f6}
@media (prefers-color-scheme:dark){:root{--line:#4b5563;--soft:#1f2937}}
body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}
h1{margin-bottom:.2rem}h2{margin-top:2rem}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%}
th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
th:first-child,td:first-child{text-align:left}td.words{text-align:left;white-space:normal}
pre{background:var(--soft);padding:1rem;border-radius:.5rem;overflow-x:auto}
.warning{border-left:4px solid #d97706;padding:.4rem .8rem;background:var(--soft)}
svg{width:100%;height:auto}
</style>
<h1>Capacity plan</h1>
<p>${percent(goal.quantile)} of the calls within ${milliseconds(goal.latencyMilliseconds)}, at most ${percent(goal.maxFailureShare)} fail: <strong>${best.meetsGoal ? "met" : "not met"}</strong>, for about ${usd(best.usdPerMonth)} ${escape(prices.currency)} a month.</p>
${plan.warnings.map((warning) => `<p class="warning">${escape(warning)}</p>`).join("\n")}
<h2>Settings</h2>
<pre>${escape(configurationFragment(best.scenario))}</pre>
<h2>Over time</h2>
${formatSvg(plan)}
<h2>Beside other settings</h2>
${htmlTable(comparisonRows(plan))}
<h2>Cost a month</h2>
${htmlTable([["item", "USD"], ...best.costs.map(({ item, usdPerMonth }) => [item, usd(usdPerMonth)])])}
<p>Prices of ${escape(prices.collected)} in ${escape(prices.region)}, before free tiers and data transfer.</p>
${plan.sensitivity.length === 0 ? "" : `<h2>If an assumption is wrong</h2>\n${htmlTable(sensitivityRows(plan))}`}
<h2>Assumptions</h2>
${assumptionsTable(plan)}
</html>
`;
}

function sensitivityRows({ sensitivity }: Plan): string[][] {
  const head = ["assumption", "lowest", "latency", "failed", "highest", "latency", "failed"];
  const rows = sensitivity.map(({ assumption, low, high }) => [
    assumption,
    ...[low, high].flatMap(({ value, latencyMilliseconds, failureShare }) => [
      String(value),
      milliseconds(latencyMilliseconds),
      percent(failureShare),
    ]),
  ]);
  return [head, ...rows];
}

function assumptionsTable({ recommendation }: Plan): string {
  const values = recommendation.best.scenario.assumptions;
  const rows = Object.entries(assumptionTable).map(
    ([name, { unit, meaning, source }]) =>
      `<tr><td>${name}</td><td>${values[name as keyof typeof values]} ${unit}</td><td class="words">${escape(meaning)} (${escape(source)})</td></tr>`,
  );
  return `<div class="scroll"><table><tr><th>name</th><th>value</th><th>meaning and source</th></tr>${rows.join("\n")}</table></div>`;
}

function htmlTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("");
  return `<div class="scroll"><table><tr>${cells("th", head)}</tr>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n")}</table></div>`;
}

function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
