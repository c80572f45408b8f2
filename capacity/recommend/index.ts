import type { PriceList } from "../prices";
import type { FunctionSettings, Goal, ProvisionedSettings, Scenario, VariantSettings } from "../scenario";
import { startRequestsPerSecond } from "../simulate/arrivals";
import { busiestPart } from "./busiest-part";
import { byMerit, evaluate, type Evaluation } from "./evaluate";
import { firstGuess, type FirstGuess } from "./first-guess";

export type { Evaluation } from "./evaluate";
export { evaluate } from "./evaluate";
export { firstGuess, type FirstGuess } from "./first-guess";

export interface Recommendation {
  readonly guess: FirstGuess;
  /** The cheapest settings that meet the goal on all of the traffic, or the nearest to it that were found. */
  readonly best: Evaluation;
  /** How many settings were simulated. */
  readonly simulated: number;
}

export interface SearchOptions {
  /** Limits of the account and of the user: no more than so many instances. @default 20 */
  readonly maxInstances?: number;
  /** Told after each candidate. */
  readonly onProgress?: (done: number, expected: number) => void;
}

/** The search looks at no more than the two busiest hours; what it finds is checked on all of the traffic. */
const longestPartSeconds = 7200;
const finalistsOfEach = 3;
const variantsForFunctions = 3;
/** Near the goal is what misses it by less than this factor. */
const nearness = 3;
/** Shares of an instance's capacity to aim at: AWS advises to begin with 0.5. */
const targetUtilizations = [0.4, 0.5, 0.6, 0.7, 0.8];

/**
 * Searches the settings of function and endpoint that meet the goal at the least cost: first the endpoint, with a function
 * that never is the limit, then the function in front of that endpoint.
 */
export function recommend(
  scenario: Scenario,
  goal: Goal,
  prices: PriceList,
  options: SearchOptions = {},
): Recommendation {
  const search = new Search(scenario, goal, prices, options);
  return search.run();
}

class Search {
  private readonly guess: FirstGuess;
  private readonly part: Scenario;
  private readonly compare: (a: Evaluation, b: Evaluation) => number;
  private simulated = 0;
  private expected = 0;

  constructor(
    private readonly scenario: Scenario,
    private readonly goal: Goal,
    private readonly prices: PriceList,
    private readonly options: SearchOptions,
  ) {
    this.guess = firstGuess(scenario, goal);
    this.part = { ...scenario, traffic: busiestPart(scenario.traffic, longestPartSeconds) };
    this.compare = byMerit(goal);
  }

  run(): Recommendation {
    const variants = this.variantCandidates();
    const functions = this.functionCandidates();
    this.expected = variants.length + variantsForFunctions * functions.length + 2 * finalistsOfEach;
    const ample = this.ampleFunction();
    const byVariant = variants
      .map((variant) => this.try({ ...this.part, function: ample, variant }))
      .sort(this.compare);
    // The ample function hides what cold starts and limits add, so the best endpoint alone may not be the best of both.
    const chosen = byVariant.slice(0, variantsForFunctions).map(({ scenario }) => scenario.variant);
    const byFunction = chosen
      .flatMap((variant) => functions.map((fn) => this.try({ ...this.part, function: fn, variant })))
      .sort(this.compare);
    const finalists = this.finalists(byFunction.length > 0 ? byFunction : byVariant)
      .map(({ scenario }) => fromTheStart(scenario))
      .flatMap((scenario, index) =>
        index === 0 ? [scenario, ...withLessProvisioned(scenario)] : [scenario],
      );
    this.expected = this.simulated + finalists.length;
    const best = finalists
      .map((scenario) => this.try({ ...scenario, traffic: this.scenario.traffic }))
      .sort(this.compare)[0];
    return { guess: this.guess, best: best as Evaluation, simulated: this.simulated };
  }

  /**
   * What the busiest hours bear, a whole day may not, and what just misses the goal in them may meet it over the day: the
   * best are tried on all of the traffic, and the cheapest of those that come near.
   */
  private finalists(ranked: readonly Evaluation[]): Evaluation[] {
    const near = ranked.filter(({ failureShare, latencyMilliseconds }) => {
      const { maxFailureShare, latencyMilliseconds: wanted } = this.goal;
      return failureShare <= nearness * maxFailureShare && latencyMilliseconds <= nearness * wanted;
    });
    const cheapest = [...near].sort((a, b) => a.usdPerMonth - b.usdPerMonth);
    return [...new Set([...ranked.slice(0, finalistsOfEach), ...cheapest.slice(0, finalistsOfEach)])];
  }

  private try(scenario: Scenario): Evaluation {
    const evaluation = evaluate(scenario, this.goal, this.prices);
    this.simulated++;
    this.options.onProgress?.(this.simulated, Math.max(this.expected, this.simulated));
    return evaluation;
  }

  /** Numbers of instances from the least that bears the mean to the most that the peak needs, each with some targets. */
  private variantCandidates(): (VariantSettings | null)[] {
    const { variant } = this.scenario;
    if (variant === null) return [null];
    const { peakInstances, bearingInstances } = this.guess;
    const limit = this.options.maxInstances ?? 20;
    const ample = peakInstances + Math.max(1, Math.ceil(peakInstances / 4));
    const maximums = new Set([bearingInstances, ample].map((count) => Math.min(limit, count)));
    return [...maximums].flatMap((most) => this.variantsUpTo(most, variant));
  }

  private variantsUpTo(most: number, variant: VariantSettings): VariantSettings[] {
    const minimums = [...new Set([1, 2, Math.ceil(most / 2), Math.ceil((most * 3) / 4), most])].filter(
      (n) => n <= most,
    );
    return minimums.flatMap((minInstances) =>
      // A variant that never scales needs no target.
      (minInstances === most ? targetUtilizations.slice(-1) : targetUtilizations).map((utilization) => ({
        ...variant,
        initialInstances: this.instancesAtStart(minInstances, most, utilization),
        scaling: {
          minInstances,
          maxInstances: most,
          metric: {
            kind: "invocationsPerInstance" as const,
            target: Math.max(1, Math.round(this.guess.requestsPerSecondAndInstance * 60 * utilization)),
          },
          scaleInCooldownSeconds: variant.scaling?.scaleInCooldownSeconds ?? 300,
          scaleOutCooldownSeconds: variant.scaling?.scaleOutCooldownSeconds ?? 60,
        },
      })),
    );
  }

  /** The busiest part begins in the middle of the day: by then the scaling has followed the load. */
  private instancesAtStart(minInstances: number, most: number, utilization: number): number {
    if (this.part.traffic === this.scenario.traffic) return minInstances;
    const load = startRequestsPerSecond(this.part.traffic);
    const wanted = Math.ceil(load / (this.guess.requestsPerSecondAndInstance * utilization));
    return Math.min(most, Math.max(minInstances, wanted));
  }

  private functionCandidates(): (FunctionSettings | null)[] {
    const fn = this.scenario.function;
    if (fn === null) return [];
    const { assumptions } = this.scenario;
    const { meanConcurrency, provisioned, reserved } = this.guess;
    const left = assumptions.accountConcurrency - assumptions.otherConcurrency - unreservedMinimum;
    // Cold starts and slow moments need more than the steady state: a quarter more, and never fewer than ten.
    const reservedConcurrency = left >= 1 ? Math.min(left, Math.max(10, Math.ceil(reserved * 1.25))) : null;
    const counts = [
      0,
      1,
      Math.ceil(meanConcurrency / 2),
      Math.ceil(meanConcurrency),
      provisioned,
      Math.ceil(provisioned * 1.5),
    ];
    const within = [...new Set(counts)].filter(
      (count) => reservedConcurrency === null || count <= reservedConcurrency,
    );
    return within.flatMap((count) =>
      provisionedChoices(count, provisioned, reservedConcurrency).map((choice) => ({
        ...fn,
        reservedConcurrency,
        provisioned: choice,
      })),
    );
  }

  private ampleFunction(): FunctionSettings | null {
    const fn = this.scenario.function;
    if (fn === null) return null;
    const executions = Math.max(1, this.guess.provisioned * 2);
    return { ...fn, reservedConcurrency: null, provisioned: { executions, scaling: null } };
  }
}

/** So many must stay unreserved in an account (Lambda API reference, PutFunctionConcurrency). */
const unreservedMinimum = 100;

/** On all of the traffic, the endpoint begins with its minimum. */
function fromTheStart(scenario: Scenario): Scenario {
  const { variant } = scenario;
  if (variant === null || variant.scaling === null) return scenario;
  return { ...scenario, variant: { ...variant, initialInstances: variant.scaling.minInstances } };
}

/** What pays in the busiest hours (provisioned concurrency in use is cheaper) may not pay over the day. */
function withLessProvisioned(scenario: Scenario): Scenario[] {
  const { function: fn } = scenario;
  if (fn === null || fn.provisioned === null) return [];
  const fewer = new Set(
    [1, Math.ceil(fn.provisioned.executions / 2)].filter(
      (count) => count < (fn.provisioned?.executions ?? 0),
    ),
  );
  const choices = [null, ...[...fewer].map((executions) => ({ executions, scaling: null }))];
  return choices.map((provisioned) => ({ ...scenario, function: { ...fn, provisioned } }));
}

function provisionedChoices(
  count: number,
  peak: number,
  reserved: number | null,
): (ProvisionedSettings | null)[] {
  if (count === 0) return [null];
  const fixed = { executions: count, scaling: null };
  const maxExecutions = Math.min(Math.ceil(peak * 1.5), reserved ?? Infinity);
  if (count >= peak || maxExecutions <= count) return [fixed];
  return [fixed, { executions: count, scaling: { maxExecutions, targetUtilization: 0.7 } }];
}
