/** `training:` the artifact store, and what trains on what is in it. */
import { inputs as artifactStore } from "../../../modules/artifact-store/inputs";
import { inputs as notebookInputs } from "../../../modules/notebook/inputs";
import { inputs as hostInputs } from "../../../modules/training-host/inputs";
import { obj } from "../../../modules/shared/inputs";
import { omit } from "../section";

const store = obj(omit(artifactStore, "name", "tags"), {
  description: "The bucket for datasets, code, models and captures.",
  default: {},
});

const notebook = obj(
  omit(notebookInputs, "name", "network", "kmsKeyArn", "notebookSourceUri", "storeKmsKeyArn", "pipeline", "endpointArn", "logKmsKeyArn", "tags"),
  { description: "A notebook that runs the pipeline and asks the endpoint. None when left out.", optional: true },
);

const host = obj(
  omit(hostInputs, "name", "network", "storeBucketName", "storeKmsKeyArn", "kmsKeyArn", "logKmsKeyArn", "alarmTopicArns", "tags"),
  { description: "An EC2 host that trains as well. None when left out.", optional: true },
);

export const training = obj({ store, notebook, host }, { description: "What models are trained with.", default: {} });
