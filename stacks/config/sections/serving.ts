/** `serving:` endpoints, and the function before one of them. */
import { inputs as classifierFunction } from "../../../modules/classifier-function/inputs";
import { inputs as inferenceEndpoint } from "../../../modules/inference-endpoint/inputs";
import { bool, map, obj, str } from "../../../modules/shared/inputs";
import { omit } from "../section";

/** The inputs of an endpoint that a configuration decides about; the stack fills in the others. */
export const endpointFields = {
  ...omit(
    inferenceEndpoint,
    "name",
    "image",
    "modelDataUrl",
    "modelPrefix",
    "network",
    "kmsKeyArn",
    "logs",
    "tags",
  ),
  image: str({
    description:
      "URI of the container's image. AWS's PyTorch image for processors without it, whose support ended in June 2026.",
    optional: true,
    pattern: inferenceEndpoint.image.pattern,
    patternSays: inferenceEndpoint.image.patternSays,
  }),
  pipeline: str({
    description: "Name of the training pipeline whose latest model is served.",
    optional: true,
  }),
  modelDataUrl: str({
    description: "S3 URI of a model's archive, instead of a pipeline's model.",
    optional: true,
    pattern: inferenceEndpoint.modelDataUrl.pattern,
    patternSays: inferenceEndpoint.modelDataUrl.patternSays,
  }),
  inNetwork: bool({ description: "Whether the containers sit in the private network.", default: true }),
  logRetentionDays: inferenceEndpoint.logs.fields.retentionDays,
} as const;

const endpoint = obj(endpointFields, { description: "One endpoint." });

/** The inputs of the function that a configuration decides about; the stack fills in the others. */
export const functionFields = {
  ...omit(classifierFunction, "name", "endpointName", "endpointArn", "network", "kmsKeyArn", "logs", "tags"),
  endpoint: str({ description: "Name of the endpoint that the function asks." }),
  inNetwork: bool({
    description:
      "Whether the function sits in the private network. It then fetches images only if the network has a way to the internet.",
    default: true,
  }),
  logRetentionDays: classifierFunction.logs.fields.retentionDays,
} as const;

const classifier = obj(functionFields, {
  description: "The Lambda function that turns an image, or its URL, into a prediction. None when left out.",
  optional: true,
});

export const serving = obj(
  {
    endpoints: map(endpoint, { description: "Endpoints by name; one for each model.", default: {} }),
    function: classifier,
  },
  { description: "What answers requests.", default: {} },
);
