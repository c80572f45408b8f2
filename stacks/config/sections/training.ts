/** `training:` the artifact store, and what trains on what is in it. */
import { inputs as artifactStore } from "../../../modules/artifact-store/inputs";
import { inputs as notebookInputs } from "../../../modules/notebook/inputs";
import { inputs as hostInputs } from "../../../modules/training-host/inputs";
import { inputs as pipelineInputs } from "../../../modules/training-pipeline/inputs";
import { bool, map, obj, str } from "../../../modules/shared/inputs";
import { omit } from "../section";

const store = obj(omit(artifactStore, "name", "tags"), {
  description: "The bucket for datasets, code, models and captures.",
  default: {},
});

const notebook = obj(
  omit(
    notebookInputs,
    "name",
    "network",
    "kmsKeyArn",
    "notebookSourceUri",
    "storeKmsKeyArn",
    "pipeline",
    "endpointArn",
    "logKmsKeyArn",
    "tags",
  ),
  {
    description: "A notebook that runs the pipeline and asks the endpoint. None when left out.",
    optional: true,
  },
);

/** The inputs of the host that a configuration decides about; the stack fills in the others. */
export const hostFields = omit(
  hostInputs,
  "name",
  "network",
  "storeBucketName",
  "storeKmsKeyArn",
  "kmsKeyArn",
  "logKmsKeyArn",
  "alarmTopicArns",
  "tags",
);

const host = obj(hostFields, {
  description: "An EC2 host that trains as well. None when left out.",
  optional: true,
});

/** The inputs of a pipeline that a configuration decides about; the stack fills in the others. */
export const pipelineFields = {
  ...omit(
    pipelineInputs,
    "name",
    "imageUri",
    "bucketName",
    "initialModelUri",
    "codePrefix",
    "codeArchive",
    "modelPrefix",
    "checkpointPrefix",
    "network",
    "kmsKeyArn",
    "failureNotification",
    "createJobLogGroup",
    "tags",
  ),
  imageUri: str({
    description: "Training image in ECR. AWS's PyTorch image for the instance type's processor without it.",
    optional: true,
    pattern: pipelineInputs.imageUri.pattern,
    patternSays: pipelineInputs.imageUri.patternSays,
  }),
  inNetwork: bool({ description: "Whether the jobs run in the private network.", default: true }),
} as const;

/** SageMaker has one log group for the training jobs of a whole region. */
const createJobLogGroup = bool({
  description:
    "Whether the log group of all training jobs of the region, /aws/sagemaker/TrainingJobs, is made here. False where it exists: jobs have run in the account before, or another platform has made it.",
  default: true,
});

const pipelines = map(obj(pipelineFields, { description: "One pipeline, which trains one model." }), {
  description: "Training pipelines by name; each is run when it is started, and leaves one model.",
  default: {},
});

export const training = obj(
  { store, notebook, host, pipelines, createJobLogGroup },
  { description: "What models are trained with.", default: {} },
);
