import { assumptionTable, type Assumptions } from "./assumptions";
import type { PlanOptions } from "./input/options";
import { ageInDays, staleAfterDays, type PriceList } from "./prices";
import { evaluate, recommend, type Evaluation, type Recommendation } from "./recommend";
import { busiestPart } from "./recommend/busiest-part";
import { referenceDeployments, withSettings } from "./reference-deployments";
import type { Goal, Scenario } from "./scenario";

/** The answer: what to set, what it gives and costs, beside what there is and beside known deployments. */
export interface Plan {
  readonly goal: Goal;
  readonly recommendation: Recommendation;
  /** The recommended settings first, then the present ones, then the reference deployments'. */
  readonly comparison: readonly { readonly name: string; readonly evaluation: Evaluation }[];
  readonly sensitivity: readonly Sensitivity[];
  readonly warnings: readonly string[];
}

/** What the recommended settings give when an assumption is at an end of its range, at the busiest time. */
export interface Sensitivity {
  readonly assumption: keyof Assumptions;
  readonly low: Reaction;
  readonly high: Reaction;
}

export interface Reaction {
  readonly value: number;
  readonly latencyMilliseconds: number;
  readonly failureShare: number;
}

export type OnProgress = (what: string, done: number, expected: number) => void;

/** Sensitivity is looked at over the busiest hour: each assumption costs two simulations. */
const sensitivitySeconds = 3600;

export function makePlan(
  options: PlanOptions,
  prices: PriceList,
  today: Date,
  onProgress?: OnProgress,
): Plan {
  const { scenario, goal } = options;
  const recommendation = recommend(scenario, goal, prices, {
    maxInstances: options.maxInstances,
    onProgress: (done, expected) => onProgress?.("searching", done, expected),
  });
  const comparison = compare(options, recommendation.best, prices, onProgress);
  const sensitivity = options.sensitivity
    ? sensitivities(recommendation.best.scenario, goal, prices, onProgress)
    : [];
  return {
    goal,
    recommendation,
    comparison,
    sensitivity,
    warnings: warnings(recommendation.best, goal, prices, today),
  };
}

function compare(
  options: PlanOptions,
  best: Evaluation,
  prices: PriceList,
  onProgress?: OnProgress,
): Plan["comparison"] {
  const others = [
    ...(options.present === undefined ? [] : [["present", options.present] as const]),
    ...Object.entries(referenceDeployments),
  ];
  return [
    { name: "recommended", evaluation: best },
    ...others.map(([name, settings], index) => {
      onProgress?.("comparing", index + 1, others.length);
      return { name, evaluation: evaluate(withSettings(options.scenario, settings), options.goal, prices) };
    }),
  ];
}

function sensitivities(
  best: Scenario,
  goal: Goal,
  prices: PriceList,
  onProgress?: OnProgress,
): Sensitivity[] {
  const part = { ...best, traffic: busiestPart(best.traffic, sensitivitySeconds) };
  const uncertain = (Object.keys(assumptionTable) as (keyof Assumptions)[]).filter((name) => {
    const [low, high] = assumptionTable[name].range;
    return low !== high;
  });
  return uncertain.map((assumption, index) => {
    onProgress?.("varying assumptions", index + 1, uncertain.length);
    const [low, high] = assumptionTable[assumption].range.map((value): Reaction => {
      const changed = { ...part, assumptions: { ...part.assumptions, [assumption]: value } };
      const { latencyMilliseconds, failureShare } = evaluate(changed, goal, prices);
      return { value, latencyMilliseconds, failureShare };
    }) as [Reaction, Reaction];
    return { assumption, low, high };
  });
}

function warnings(best: Evaluation, goal: Goal, prices: PriceList, today: Date): string[] {
  const found: string[] = [];
  const age = ageInDays(prices, today);
  if (age > staleAfterDays) {
    found.push(`The prices are ${age} days old (${prices.collected}); give newer ones with --prices.`);
  }
  if (!best.meetsGoal) {
    found.push(
      `No settings that were tried meet the goal. The nearest give ${Math.round(best.latencyMilliseconds)} ms at the ${percent(goal.quantile)} quantile (wanted ${goal.latencyMilliseconds}) and ${percent(best.failureShare)} failures (allowed ${percent(goal.maxFailureShare)}). A faster instance type, more workers or a higher --max-instances would be the next to try.`,
    );
  }
  const { reservedConcurrency } = best.scenario.function ?? {};
  const { accountConcurrency } = best.scenario.assumptions;
  if (best.scenario.function !== null && reservedConcurrency === null) {
    found.push(
      `The account's limit of ${accountConcurrency} concurrent executions leaves nothing to reserve (100 must stay unreserved); ask AWS for a higher quota (L-B99A9384).`,
    );
  }
  return found;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
