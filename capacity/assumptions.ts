/**
 * What AWS does not document, or what differs from account to account: named, adjustable, and shown with every result.
 * Each has a default, a range that is plausible, and where it comes from.
 */

export interface Assumption {
  readonly default: number;
  readonly range: readonly [number, number];
  readonly unit: string;
  readonly meaning: string;
  readonly source: string;
}

export const assumptionTable = {
  accountConcurrency: {
    default: 1000,
    range: [10, 10_000],
    unit: "executions",
    meaning: "The account's concurrent executions in the region (quota L-B99A9384)",
    source: "AWS's default; new accounts were seen with 10 and 50",
  },
  otherConcurrency: {
    default: 0,
    range: [0, 900],
    unit: "executions",
    meaning: "What other functions of the account have in use or reserved",
    source: "the account's own",
  },
  environmentIdleSeconds: {
    default: 600,
    range: [300, 900],
    unit: "s",
    meaning: "How long an idle environment is kept",
    source: "not documented; measured 10 min in 2019 (mikhail.io), 5 to 15 min in later notes",
  },
  environmentLifetimeSeconds: {
    default: 7200,
    range: [3600, 28_800],
    unit: "s",
    meaning: "How long a busy environment is kept before it is replaced",
    source: "AWS says every few hours; about 2 h were measured (Xebia)",
  },
  coldStartOverheadMilliseconds: {
    default: 100,
    range: [50, 150],
    unit: "ms",
    meaning: "Making an environment and loading the code, which no log line counts",
    source: "not documented",
  },
  provisionedStartSeconds: {
    default: 90,
    range: [60, 120],
    unit: "s",
    meaning: "Preparation before provisioned concurrency is allocated (then 6,000 a minute)",
    source: "Lambda developer guide: one to two minutes",
  },
  metricDelaySeconds: {
    default: 60,
    range: [60, 120],
    unit: "s",
    meaning: "From the end of a minute until its metric is seen by the alarm",
    source: "not documented; fits the five minutes that users see until a scale-out",
  },
  scaleOutPoints: {
    default: 3,
    range: [3, 3],
    unit: "points",
    meaning: "Points above the target in a row before more is asked for",
    source: "alarms that target tracking makes, as quoted on re:Post",
  },
  scaleInPoints: {
    default: 15,
    range: [15, 15],
    unit: "points",
    meaning: "Minutes below 90 % of the target in a row before less is asked for",
    source: "alarms that target tracking makes, as quoted on re:Post",
  },
  instanceStartSeconds: {
    default: 270,
    range: [180, 525],
    unit: "s",
    meaning: "From the order of an instance until it answers",
    source:
      "CPU instances: not published; accelerated ones 134 to 525 s (AWS machine learning blog, 2026-06-16)",
  },
  endpointTimeoutSeconds: {
    default: 60,
    range: [60, 60],
    unit: "s",
    meaning: "After which InvokeEndpoint gives up",
    source: "SageMaker API reference, InvokeEndpoint",
  },
  networkMilliseconds: {
    default: 4,
    range: [1, 15],
    unit: "ms",
    meaning: "What a call to the endpoint takes beside the model's own time",
    source: "OverheadLatency of small calls; the account's own",
  },
} as const satisfies Readonly<Record<string, Assumption>>;

export type Assumptions = { readonly [Name in keyof typeof assumptionTable]: number };

/** The defaults, with those that are given in their place. */
export function assumptions(given: Partial<Assumptions> = {}): Assumptions {
  const defaults = Object.fromEntries(
    Object.entries(assumptionTable).map(([name, { default: value }]) => [name, value]),
  ) as Record<keyof Assumptions, number>;
  return { ...defaults, ...given };
}
