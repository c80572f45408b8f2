import { defineModule } from "../shared/module";
import { ArtifactStore } from "./index";
import { inputs } from "./inputs";

export const definition = defineModule({
  name: "artifact-store",
  summary: "An encrypted, versioned S3 bucket for datasets, code, models and captured requests.",
  inputs,
  rules: [],
  make: (scope, props) => new ArtifactStore(scope, "this", props),
  outputs: {
    bucketName: { description: "Name of the bucket.", value: (store: ArtifactStore) => store.bucketName },
    bucketArn: { description: "ARN of the bucket.", value: (store) => store.bucketArn },
    uri: { description: "The bucket as s3://bucket.", value: (store) => store.uri },
    keyArn: { description: "ARN of the KMS key.", value: (store) => store.keyArn },
    keyAlias: { description: "Alias of the KMS key.", value: (store) => store.keyAlias },
    accessLogBucketName: {
      description: "Name of the bucket with the record of requests.",
      value: (store) => store.accessLogBucketName,
    },
    uploadCommand: {
      description: "Command that uploads a dataset from the folder dog-images.",
      value: (store) => store.uploadCommand,
    },
  },
});
