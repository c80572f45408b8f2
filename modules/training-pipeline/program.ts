/** What the training program says of itself, in the data files beside it: its metrics, and what is worth tuning. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const PROGRAM_FOLDER = resolve(__dirname, "../../model-src");

interface MetricDefinition {
  name: string;
  regex: string;
}

/** SageMaker's own words, since the file is also used without this project. */
interface SearchRanges {
  Objective: { MetricName: string; Type: string };
  ParameterRanges: {
    ContinuousParameterRanges: NumberRange[];
    IntegerParameterRanges: NumberRange[];
    CategoricalParameterRanges: { Name: string; Values: string[] }[];
  };
}
interface NumberRange {
  Name: string;
  MinValue: string;
  MaxValue: string;
  ScalingType: string;
}

const parse = (file: string): unknown => JSON.parse(readFileSync(resolve(PROGRAM_FOLDER, file), "utf8"));

/** Regular expressions by metric, as the program prints them. */
export function metricDefinitions(): Record<string, string> {
  const metrics = parse("metrics.json") as MetricDefinition[];
  return Object.fromEntries(metrics.map(({ name, regex }) => [name, regex]));
}

/** The ranges and the objective that a tuning job searches by, as inputs of the module. */
export function searchRanges() {
  const { Objective: objective, ParameterRanges: ranges } = parse("search-ranges.json") as SearchRanges;
  return {
    objective: { metricName: objective.MetricName, type: objective.Type },
    continuousRanges: byName(ranges.ContinuousParameterRanges),
    integerRanges: byName(ranges.IntegerParameterRanges),
    categoricalRanges: Object.fromEntries(
      ranges.CategoricalParameterRanges.map(({ Name, Values }) => [Name, Values]),
    ),
  };
}

const byName = (ranges: readonly NumberRange[]) =>
  Object.fromEntries(
    ranges.map(({ Name, MinValue, MaxValue, ScalingType }) => [
      Name,
      { minValue: MinValue, maxValue: MaxValue, scalingType: ScalingType },
    ]),
  );
