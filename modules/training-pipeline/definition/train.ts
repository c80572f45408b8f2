/** The training job, and what is done with its model. */
import { objectWith, setField } from "../../shared/expressions";
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
import { jsonata, TRAINING_JOB_NAME } from "./jsonata";

const INSTANCE_COUNT = "$settings.instanceCount";

export function trainState(context: JobContext, partition: string, onFailure: object): object {
  const { p } = context;
  const hyperParameters = `$merge([$settings.hyperParameters, $tuned, ${TOOLKIT_HYPER_PARAMETERS}, ${distributedHyperParameters(INSTANCE_COUNT)}])`;
  return {
    Type: "Task",
    Resource: taskResource(partition, "sagemaker:createTrainingJob.sync"),
    Arguments: objectWith(
      {
        TrainingJobName: jsonata(TRAINING_JOB_NAME),
        RoleArn: context.executionRoleArn,
        AlgorithmSpecification: { TrainingImage: p.imageUri, ...algorithm(context) },
        HyperParameters: jsonata(hyperParameters),
        InputDataConfig: channels(context),
        OutputDataConfig: output(context),
        ResourceConfig: resources("$settings.instanceType", INSTANCE_COUNT),
        StoppingCondition: stoppingCondition(context),
        EnableInterContainerTrafficEncryption: encryptBetween(INSTANCE_COUNT),
        Tags: tags(context),
      },
      ...placeFields(context),
      // A folder a job: the program goes on from a checkpoint only if it is its own.
      setField("CheckpointConfig", p.spot, () => ({
        S3Uri: jsonata(`$fixed.checkpointUriPrefix & ${TRAINING_JOB_NAME}`),
        LocalPath: "/opt/ml/checkpoints",
      })),
    ),
    TimeoutSeconds: jsonata(JOB_TIMEOUT_SECONDS),
    Assign: {
      model: {
        uri: jsonata("$states.result.ModelArtifacts.S3ModelArtifacts"),
        trainingJobName: jsonata("$states.result.TrainingJobName"),
      },
    },
    Catch: [onFailure],
    Next: "WriteModelUri",
  };
}

export function writeModelUriState(parameterName: string, partition: string, onFailure: object): object {
  return {
    Type: "Task",
    Resource: taskResource(partition, "aws-sdk:ssm:putParameter"),
    Comment: "From here on a deployment of the endpoint brings the new model.",
    Arguments: { Name: parameterName, Value: jsonata("$model.uri"), Overwrite: true },
    Retry: [{ ErrorEquals: ["States.TaskFailed"], IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2 }],
    Output: jsonata(
      "{'modelUri': $model.uri, 'trainingJobName': $model.trainingJobName, 'tunedHyperParameters': $tuned}",
    ),
    Catch: [onFailure],
    End: true,
  };
}
