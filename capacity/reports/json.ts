import type { Plan, Reaction } from "../plan";
import type { PriceList } from "../prices";
import type { Evaluation } from "../recommend";

/** For programs; `version` changes when a reader would have to. */
export function formatJson(plan: Plan, prices: PriceList): string {
  const { goal, recommendation, comparison, sensitivity, warnings } = plan;
  const content = {
    version: 1,
    goal,
    prices: { region: prices.region, collected: prices.collected },
    guess: recommendation.guess,
    simulated: recommendation.simulated,
    recommended: summary(recommendation.best),
    comparison: comparison.map(({ name, evaluation }) => ({ name, ...summary(evaluation) })),
    sensitivity: sensitivity.map(
      ({ assumption, low, high }: { assumption: string; low: Reaction; high: Reaction }) => ({
        assumption,
        low,
        high,
      }),
    ),
    assumptions: recommendation.best.scenario.assumptions,
    warnings,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

function summary({ scenario, result, costs, usdPerMonth, failureShare, meetsGoal }: Evaluation) {
  const { function: fn, variant } = scenario;
  return {
    meetsGoal,
    settings: {
      reservedConcurrency: fn?.reservedConcurrency ?? null,
      provisioned: fn?.provisioned ?? null,
      instanceType: variant?.instanceType ?? null,
      scaling: variant?.scaling ?? null,
    },
    calls: result.calls,
    outcomes: result.outcomes,
    throttles: result.throttles,
    failureShare,
    latencyMilliseconds: {
      mean: result.latency.mean,
      p50: result.latency.quantile(0.5),
      p95: result.latency.quantile(0.95),
      p99: result.latency.quantile(0.99),
      max: result.latency.max,
    },
    coldStarts: result.coldStarts,
    spillOvers: result.spillOvers,
    maxConcurrency: result.maxConcurrency,
    costs,
    usdPerMonth,
  };
}
