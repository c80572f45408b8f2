/** The tuning job, and the state that sees to it that it found something. */
import { choose, isAnyOf, listFrom, not, objectWith, fieldIf, setField } from "../../shared/expressions";
import { sagemakerLimits } from "../../shared/limits";
import type { Tuning } from "../inputs";
import {
  algorithm,
  channels,
  distributedHyperParameters,
  encryptBetween,
  JOB_TIMEOUT_SECONDS,
  output,
  placeFields,
  resources,
  stoppingCondition,
  tags,
  TOOLKIT_HYPER_PARAMETERS,
  taskResource,
  type JobContext,
} from "./job";
import { jsonata, TUNING_JOB_NAME } from "./jsonata";

const INSTANCE_COUNT = "$options.tuningInstanceCount";

/** As many jobs as run at a time, one after the other, at their longest. Only SageMaker counts the jobs of a grid. */
const TIMEOUT_SECONDS =
  "$exists($options.tuningLimits.jobs) ? " +
  `$min([$ceil($options.tuningLimits.jobs / $options.tuningLimits.parallelJobs) * ${JOB_TIMEOUT_SECONDS}, ${sagemakerLimits.tuningMaxRuntimeSeconds}]) : ` +
  `${sagemakerLimits.tuningMaxRuntimeSeconds}`;

export function tuneState(context: JobContext, tuning: Tuning, partition: string, onFailure: object): object {
  const { p } = context;
  const distributed = distributedHyperParameters(INSTANCE_COUNT);
  const staticHyperParameters = `$merge([$settings.hyperParameters, ${TOOLKIT_HYPER_PARAMETERS}, ${distributed}])`;
  return {
    Type: "Task",
    Resource: taskResource(partition, "sagemaker:createHyperParameterTuningJob.sync"),
    Arguments: {
      HyperParameterTuningJobName: jsonata(TUNING_JOB_NAME),
      HyperParameterTuningJobConfig: searchConfig(tuning),
      // With spot instances but without checkpoints: an interrupted trial starts again, and trials never share a folder.
      TrainingJobDefinition: objectWith(
        {
          RoleArn: context.executionRoleArn,
          AlgorithmSpecification: { TrainingImage: p.imageUri, ...algorithm(context) },
          StaticHyperParameters: jsonata(staticHyperParameters),
          InputDataConfig: channels(context),
          OutputDataConfig: output(context),
          ResourceConfig: resources("$settings.tuningInstanceType", INSTANCE_COUNT),
          StoppingCondition: stoppingCondition(context),
          EnableInterContainerTrafficEncryption: encryptBetween(INSTANCE_COUNT),
        },
        ...placeFields(context),
      ),
      Tags: tags(context),
    },
    TimeoutSeconds: jsonata(TIMEOUT_SECONDS),
    Assign: {
      tuned: jsonata(
        "$exists($states.result.BestTrainingJob.TunedHyperParameters) ? $states.result.BestTrainingJob.TunedHyperParameters : {}",
      ),
    },
    Catch: [onFailure],
    Next: "TuningFoundValues",
  };
}

export const tuningFoundValuesState = () => ({
  Type: "Choice",
  Choices: [{ Condition: jsonata("$count($keys($tuned)) > 0"), Next: "Train" }],
  Default: "RefuseTuning",
});

export const refuseTuningState = () => ({
  Type: "Pass",
  Assign: {
    failure: {
      error: "NothingTuned",
      cause: "The tuning job has no best training job: none of them reported the objective's metric.",
    },
  },
  Next: "ReportFailure",
});

/** What the timeout is computed from. */
export const tuningLimits = (tuning: Tuning): object =>
  objectWith(
    { parallelJobs: tuning.maxParallelJobs },
    fieldIf("jobs", hasMaxJobs(tuning), () => tuning.maxJobs),
  );

const hasMaxJobs = (tuning: Tuning) => not(isAnyOf(tuning.strategy, ["Grid"]));

function searchConfig(tuning: Tuning): object {
  return objectWith(
    {
      Strategy: tuning.strategy,
      HyperParameterTuningJobObjective: {
        Type: tuning.objective.type,
        MetricName: tuning.objective.metricName,
      },
      ResourceLimits: objectWith(
        { MaxParallelTrainingJobs: tuning.maxParallelJobs },
        // Grid counts its combinations itself, and refuses another number.
        fieldIf("MaxNumberOfTrainingJobs", hasMaxJobs(tuning), () => tuning.maxJobs),
      ),
      ParameterRanges: {
        ContinuousParameterRanges: numberRanges(tuning.continuousRanges),
        IntegerParameterRanges: numberRanges(tuning.integerRanges),
        CategoricalParameterRanges: listFrom(tuning.categoricalRanges, (values, name) => ({
          Name: name,
          Values: values,
        })),
      },
      TrainingJobEarlyStoppingType: choose(tuning.earlyStopping, "Auto", "Off"),
    },
    setField("StrategyConfig", tuning.hyperband, ({ minResource, maxResource }) => ({
      HyperbandStrategyConfig: { MinResource: minResource, MaxResource: maxResource },
    })),
  );
}

const numberRanges = (ranges: Tuning["continuousRanges"]): unknown =>
  listFrom(ranges, ({ minValue, maxValue, scalingType }, name) => ({
    Name: name,
    MinValue: minValue,
    MaxValue: maxValue,
    ScalingType: scalingType,
  }));
