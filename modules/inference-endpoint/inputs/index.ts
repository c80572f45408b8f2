/** What an inference endpoint can be told. */
import {
  bool,
  int,
  map,
  obj,
  set,
  str,
  type ExactlyOne,
  type Keyed,
  type PropsOf,
  type ValuesOf,
} from "../../shared/inputs";
import { sagemakerLimits as limits } from "../../shared/limits";
import { alarms, dataCapture, deployment, logs } from "./operation";
import { asynchronous, serverless } from "./other-kinds";
import { folderUri, keyArn, objectUri } from "./parts";
import { realTime } from "./real-time";

export const inputs = {
  name: str({
    description:
      "Name of the endpoint. The names of its role, model, configuration and alarms begin with it.",
    pattern: "^[a-z0-9](-*[a-z0-9])*$",
    patternSays: "lower-case letters and digits, with hyphens between them",
    // `-` and 8 digits of the content follow in the names of model and configuration.
    maxLength: limits.nameMaxLength - 9,
    source: "SageMaker API reference, CreateEndpointConfig",
  }),
  image: str({
    description: "URI of the inference container's image in ECR, with a tag or a digest.",
    pattern: "^[0-9]{12}[.]dkr[.]ecr[.][a-z0-9-]+[.][a-z.]+/[a-z0-9._/-]+[:@][A-Za-z0-9._:-]+$",
    patternSays:
      "an image in ECR with its tag or digest, 123456789012.dkr.ecr.<region>.amazonaws.com/<repository>:<tag>",
  }),
  modelDataUrl: str({
    description: "S3 URI of the model's archive, s3://bucket/…/model.tar.gz.",
    ...objectUri,
  }),
  modelPrefix: str({
    description:
      "S3 URI of the folder that holds all versions of the model. The role may read it, so that instances with the earlier model can still be started after a roll-back. Without it, the role may read modelDataUrl alone.",
    optional: true,
    ...folderUri,
  }),
  realTime,
  serverless,
  asynchronous,
  environment: map(str({ description: "Its value.", maxLength: limits.environmentValueMaxLength }), {
    description: "Environment variables of the container.",
    default: {},
    maxItems: limits.environmentEntriesMax,
  }),
  containerStartupTimeoutSeconds: int({
    description:
      "How long a new container may take until it answers health checks, in seconds. Not for serverless.",
    default: 300,
    ...limits.startupHealthCheckTimeoutSeconds,
  }),
  modelDownloadTimeoutSeconds: int({
    description:
      "How long an instance may take to download and unpack the model, in seconds. Not for serverless.",
    default: 600,
    ...limits.modelDataDownloadTimeoutSeconds,
  }),
  networkIsolation: bool({
    description:
      "Whether the container has neither a network nor AWS credentials. A container that downloads images itself needs false, and so does a serverless endpoint.",
    default: true,
  }),
  network: obj(
    {
      subnetIds: set(str({ description: "Id of a subnet." }), {
        description: "Subnets, in at least two availability zones, for the instances' network interfaces.",
        minItems: 2,
        maxItems: limits.subnetsMax,
      }),
      securityGroupIds: set(str({ description: "Id of a security group." }), {
        description:
          "Security groups of these interfaces. They have to outlive the endpoint, because AWS removes its interfaces late.",
        minItems: 1,
        maxItems: limits.securityGroupsMax,
      }),
    },
    {
      description: "The private network that the container is in. Without it, it is in SageMaker's own.",
      optional: true,
    },
  ),
  kmsKeyArn: str({
    description:
      "ARN of the KMS key of the model's archive and of the instances' volumes. Where a variant has local storage, its hardware encrypts it, and the key is left to the archive: SageMaker refuses both.",
    optional: true,
    ...keyArn,
  }),
  deployment,
  alarms,
  dataCapture,
  logs,
  tags: map(str({ description: "Value." }), { description: "Tags of every resource.", default: {} }),
} as const;

/** Exactly one of `realTime`, `serverless` and `asynchronous` says what kind of endpoint it is. */
export type InferenceEndpointProps = ExactlyOne<
  PropsOf<typeof inputs>,
  "realTime" | "serverless" | "asynchronous"
>;

/** What the construct reads. */
export type Values = ValuesOf<typeof inputs>;
type Element<M> = M extends Keyed<infer T> ? T : never;
export type Variant = Element<NonNullable<Values["realTime"]>["variants"]>;
export type Scaling = NonNullable<Variant["scaling"]>;
export type Queue = NonNullable<Values["asynchronous"]>;

export { captureModes } from "./operation";
export { routingStrategies } from "./real-time";
