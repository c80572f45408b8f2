/** The rules between inputs of a training pipeline. */
import { rulesOf } from "../shared/inputs";
import { inputs, NAME_MAX_LENGTH_WITH_TUNING } from "./inputs";
import { rangesMax } from "./inputs-tuning";

const unlessTuning = (condition: string) => `var.tuning == null ? true : ${condition}`;
const RANGES = ["continuous_ranges", "integer_ranges", "categorical_ranges"].map(
  (name) => `var.tuning.${name}`,
);
const allNames = RANGES.map((ranges) => `keys(${ranges})`).join(", ");
const numberOfNames = RANGES.map((ranges) => `length(${ranges})`).join(" + ");

const sharedNames = RANGES.flatMap((one, index) =>
  RANGES.slice(index + 1).map((other) => `length(setintersection(keys(${one}), keys(${other})))`),
).join(", ");

const isAscending = (ranges: Readonly<Record<string, { minValue: string; maxValue: string }>>) =>
  Object.values(ranges).every(({ minValue, maxValue }) => Number(minValue) < Number(maxValue));
const ascending = (name: string) =>
  unlessTuning(
    `alltrue([for range in values(var.tuning.${name}) : try(tonumber(range.min_value) < tonumber(range.max_value), true)])`,
  );

export const rules = rulesOf(
  inputs,
  {
    at: "name",
    says: `must have at most ${NAME_MAX_LENGTH_WITH_TUNING} characters with {tuning}: a tuning job's name has at most 32`,
    reads: ["name", "tuning"],
    holds: ({ name, tuning }) => !tuning || name.length <= NAME_MAX_LENGTH_WITH_TUNING,
    condition: unlessTuning(`length(var.name) <= ${NAME_MAX_LENGTH_WITH_TUNING}`),
  },
  {
    at: "spot.maxWaitSeconds",
    says: "must be at least {maxRuntimeSeconds}: it includes the run itself",
    reads: ["spot.maxWaitSeconds", "maxRuntimeSeconds"],
    holds: ({ spot, maxRuntimeSeconds }) => !spot || spot.maxWaitSeconds >= maxRuntimeSeconds,
    condition: "var.spot == null ? true : var.spot.max_wait_seconds >= var.max_runtime_seconds",
  },
  {
    at: "tuning.maxParallelJobs",
    says: "must be at most {tuning.maxJobs}",
    reads: ["tuning.maxParallelJobs", "tuning.maxJobs"],
    holds: ({ tuning }) => !tuning || tuning.maxParallelJobs <= tuning.maxJobs,
    condition: unlessTuning("var.tuning.max_parallel_jobs <= var.tuning.max_jobs"),
  },
  {
    at: "tuning.earlyStopping",
    says: "must be false with the strategy Hyperband, which stops jobs itself",
    reads: ["tuning.earlyStopping", "tuning.strategy"],
    holds: ({ tuning }) => !(tuning?.earlyStopping && tuning.strategy === "Hyperband"),
    condition: unlessTuning('!(var.tuning.early_stopping && var.tuning.strategy == "Hyperband")'),
  },
  {
    at: "tuning.hyperband",
    says: "must be set with the strategy Hyperband, and with no other",
    reads: ["tuning.strategy"],
    holds: ({ tuning }) => !tuning || (tuning.strategy === "Hyperband") === Boolean(tuning.hyperband),
    condition: unlessTuning('(var.tuning.strategy == "Hyperband") == (var.tuning.hyperband != null)'),
  },
  {
    at: "tuning.hyperband.minResource",
    says: "must be at most {tuning.hyperband.maxResource}",
    reads: ["tuning.hyperband.minResource", "tuning.hyperband.maxResource"],
    holds: ({ tuning }) => !tuning?.hyperband || tuning.hyperband.minResource <= tuning.hyperband.maxResource,
    condition: unlessTuning(
      "var.tuning.hyperband == null ? true : var.tuning.hyperband.min_resource <= var.tuning.hyperband.max_resource",
    ),
  },
  {
    at: "tuning.strategy",
    says: "may be Grid only without {tuning.continuousRanges} and {tuning.integerRanges}: it tries every combination",
    reads: ["tuning.strategy", "tuning.continuousRanges", "tuning.integerRanges"],
    holds: ({ tuning }) =>
      tuning?.strategy !== "Grid" ||
      !Object.keys({ ...tuning.continuousRanges, ...tuning.integerRanges }).length,
    condition: unlessTuning(
      'var.tuning.strategy != "Grid" || length(var.tuning.continuous_ranges) + length(var.tuning.integer_ranges) == 0',
    ),
  },
  {
    at: "tuning.continuousRanges",
    says: `must have, together with {tuning.integerRanges} and {tuning.categoricalRanges}, 1 to ${rangesMax} names`,
    reads: ["tuning.continuousRanges", "tuning.integerRanges", "tuning.categoricalRanges"],
    holds: ({ tuning }) => !tuning || (namesOf(tuning).length >= 1 && namesOf(tuning).length <= rangesMax),
    condition: unlessTuning(`contains(range(1, ${rangesMax + 1}), ${numberOfNames})`),
  },
  {
    at: "tuning.continuousRanges",
    says: "must share no name with {tuning.integerRanges} or {tuning.categoricalRanges}, nor those with each other",
    reads: ["tuning.continuousRanges", "tuning.integerRanges", "tuning.categoricalRanges"],
    holds: ({ tuning }) => !tuning || new Set(namesOf(tuning)).size === namesOf(tuning).length,
    condition: unlessTuning(`sum([${sharedNames}]) == 0`),
  },
  {
    at: "tuning.continuousRanges",
    says: "must have ranges whose smallest value is below the largest",
    reads: ["tuning.continuousRanges"],
    holds: ({ tuning }) => !tuning || isAscending(tuning.continuousRanges),
    condition: ascending("continuous_ranges"),
  },
  {
    at: "tuning.integerRanges",
    says: "must have ranges whose smallest value is below the largest",
    reads: ["tuning.integerRanges"],
    holds: ({ tuning }) => !tuning || isAscending(tuning.integerRanges),
    condition: ascending("integer_ranges"),
  },
  {
    at: "tuning.objective.metricName",
    says: "must be one of {metricDefinitions}",
    reads: ["tuning.objective.metricName", "metricDefinitions"],
    holds: ({ tuning, metricDefinitions }) => !tuning || tuning.objective.metricName in metricDefinitions,
    condition: unlessTuning("contains(keys(var.metric_definitions), var.tuning.objective.metric_name)"),
  },
  {
    at: "hyperParameters",
    says: "must not have what {tuning} searches: the tuned value is the one that counts",
    reads: ["hyperParameters", "tuning.continuousRanges", "tuning.integerRanges", "tuning.categoricalRanges"],
    holds: ({ tuning, hyperParameters }) =>
      !tuning || !namesOf(tuning).some((name) => name in hyperParameters),
    condition: unlessTuning(`length(setintersection(keys(var.hyper_parameters), concat(${allNames}))) == 0`),
  },
  {
    at: "hyperParameters",
    says: "must not start with sagemaker_: the pipeline itself gives those",
    reads: ["hyperParameters"],
    holds: ({ hyperParameters }) =>
      !Object.keys(hyperParameters).some((name) => name.startsWith("sagemaker_")),
    condition: 'alltrue([for key in keys(var.hyper_parameters) : !startswith(key, "sagemaker_")])',
  },
);

function namesOf(tuning: {
  continuousRanges: object;
  integerRanges: object;
  categoricalRanges: object;
}): string[] {
  return [tuning.continuousRanges, tuning.integerRanges, tuning.categoricalRanges].flatMap((ranges) =>
    Object.keys(ranges),
  );
}
