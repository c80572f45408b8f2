/** The tuning part of the inputs: what is searched, how, and with how many jobs. */
import { sagemakerLimits } from "../shared/limits";
import { bool, int, list, map, obj, str } from "../shared/inputs";
import { mlInstanceTypePattern } from "../shared/instances";
import { searchRanges } from "./program";

/** Source: SageMaker API reference, `HyperParameterTuningJobStrategyType`. */
export const tuningStrategies = ["Bayesian", "Random", "Hyperband", "Grid"] as const;
/** Source: SageMaker API reference, `HyperParameterScalingType`. */
export const scalingTypes = ["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"] as const;
/** Source: SageMaker API reference, `HyperParameterTuningJobObjectiveType`. */
export const objectiveTypes = ["Maximize", "Minimize"] as const;

const NUMBER = "^-?[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?$";
const INTEGER = "^-?[0-9]+$";
const ranges = searchRanges();

const numberRange = (pattern: string, patternSays: string) =>
  obj(
    {
      minValue: str({ description: "The smallest value.", pattern, patternSays, maxLength: 256 }),
      maxValue: str({ description: "The largest value.", pattern, patternSays, maxLength: 256 }),
      scalingType: str({
        description: "How the values between are spread; Logarithmic for what spans orders of magnitude.",
        default: "Auto",
        oneOf: scalingTypes,
      }),
    },
    { description: "A range of numbers, written as strings." },
  );

export const tuning = obj(
  {
    strategy: str({
      description:
        "How the next values are chosen. Hyperband stops poor jobs itself; Grid tries every combination of categorical values.",
      default: "Bayesian",
      oneOf: tuningStrategies,
    }),
    maxJobs: int({
      description:
        "Training jobs of one tuning job, at most. Grid tries all combinations whatever this says.",
      default: 8,
      min: 1,
      max: 750,
      source: "SageMaker developer guide, automatic model tuning quotas.",
    }),
    maxParallelJobs: int({
      description:
        "Training jobs that run at the same time, at most. Bayesian search learns more from fewer.",
      default: 2,
      min: 1,
      max: 10,
      source: "SageMaker developer guide, automatic model tuning quotas: the default quota.",
    }),
    earlyStopping: bool({
      description: "Whether SageMaker stops jobs that will not be the best. Hyperband has its own way.",
      default: false,
    }),
    instanceType: str({
      description: "Instance type of each of the tuning job's training jobs.",
      default: "ml.m5.xlarge",
      pattern: mlInstanceTypePattern,
      patternSays: "a SageMaker instance type such as ml.g4dn.xlarge",
    }),
    instanceCount: int({
      description:
        "Instances of each of the tuning job's training jobs, which then train together. More trials at a time use instances better than this.",
      default: 1,
      min: 1,
      max: 20,
    }),
    objective: obj(
      {
        metricName: str({ description: "The metric that is optimised: a key of the metric definitions." }),
        type: str({ description: "Whether more or less of it is better.", oneOf: objectiveTypes }),
      },
      {
        description: "What makes one job better than another.",
        default: ranges.objective as { metricName: string; type: (typeof objectiveTypes)[number] },
      },
    ),
    continuousRanges: map(numberRange(NUMBER, "a number such as 0.001, as a string"), {
      description: "Ranges of fractional hyper-parameters by name.",
      default: ranges.continuousRanges,
    }),
    integerRanges: map(numberRange(INTEGER, "a whole number such as 16, as a string"), {
      description: "Ranges of whole hyper-parameters by name.",
      default: ranges.integerRanges,
    }),
    categoricalRanges: map(
      list(str({ description: "A value.", maxLength: 256 }), {
        description: "Values to choose from.",
        minItems: 1,
        maxItems: 30,
        source: "SageMaker API reference, `ParameterValues`.",
      }),
      {
        description: "Values to choose from, by hyper-parameter.",
        default: ranges.categoricalRanges,
      },
    ),
    hyperband: obj(
      {
        minResource: int({ description: "Epochs before a job may be stopped.", min: 1 }),
        maxResource: int({ description: "Epochs of a job that is never stopped.", min: 1 }),
      },
      { description: "For the strategy Hyperband, and only for it.", optional: true },
    ),
  },
  {
    description:
      "A tuning job that runs before the training job and hands its best hyper-parameters to it. Not set: no tuning.",
    optional: true,
  },
);

/** Names that all ranges together may have. */
export const rangesMax = sagemakerLimits.tuningSearchRangesMax;
