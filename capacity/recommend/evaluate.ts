import { monthlyCost, totalUsd, type CostLine } from "../cost";
import type { PriceList } from "../prices";
import type { Goal, Scenario } from "../scenario";
import { simulate } from "../simulate";
import { failureShare, type Result } from "../simulate/measure";

/** A scenario that was simulated, beside what the user wants. */
export interface Evaluation {
  readonly scenario: Scenario;
  readonly result: Result;
  readonly costs: readonly CostLine[];
  readonly usdPerMonth: number;
  /** The latency at the goal's quantile. */
  readonly latencyMilliseconds: number;
  readonly failureShare: number;
  readonly meetsGoal: boolean;
}

export function evaluate(scenario: Scenario, goal: Goal, prices: PriceList): Evaluation {
  const result = simulate(scenario);
  const costs = monthlyCost(result, scenario, prices);
  const latencyMilliseconds = result.latency.quantile(goal.quantile);
  const failed = failureShare(result);
  return {
    scenario,
    result,
    costs,
    usdPerMonth: totalUsd(costs),
    latencyMilliseconds,
    failureShare: failed,
    meetsGoal: failed <= goal.maxFailureShare && latencyMilliseconds <= goal.latencyMilliseconds,
  };
}

/** The better one first: what meets the goal before what does not, then the cheaper, or the nearer to the goal. */
export function byMerit(goal: Goal): (a: Evaluation, b: Evaluation) => number {
  return (a, b) => {
    if (a.meetsGoal !== b.meetsGoal) return a.meetsGoal ? -1 : 1;
    return a.meetsGoal ? a.usdPerMonth - b.usdPerMonth : distance(a, goal) - distance(b, goal);
  };
}

/** How far from the goal, as a factor: twice the allowed latency and ten times the allowed failures count the same. */
function distance({ latencyMilliseconds, failureShare: failed }: Evaluation, goal: Goal): number {
  const latency = Math.max(0, Math.log2(latencyMilliseconds / goal.latencyMilliseconds));
  const failures = Math.max(0, Math.log10(Math.max(failed, 1e-9) / Math.max(goal.maxFailureShare, 1e-6)));
  return latency + failures;
}
