/** The endpoint configuration: which instances (or workers) serve the model. */
import {
  SagemakerEndpointConfiguration,
  sagemakerEndpointConfigurationAsyncInferenceConfigToTerraform,
  sagemakerEndpointConfigurationDataCaptureConfigToTerraform,
  sagemakerEndpointConfigurationProductionVariantsToTerraform,
} from "@cdktf/provider-aws/lib/sagemaker-endpoint-configuration";
import type { SagemakerModel } from "@cdktf/provider-aws/lib/sagemaker-model";
import type { Construct } from "constructs";
import { accept } from "../shared/accept";
import { contentName, contentOf, jsonOf } from "../shared/content-name";
import {
  anyOf,
  block,
  choose,
  fieldIn,
  firstOf,
  keyedBlocks,
  mapEach,
  named,
  nested,
  passes,
} from "../shared/expressions";
import type { Flag, Keyed } from "../shared/inputs";
import { isInFamily, localStorageFamilies } from "../shared/instances";
import { Fn } from "../shared/tf";
import type { Queue, Values, Variant } from "./inputs";

/** The name of the only variant of a serverless or asynchronous endpoint. */
export const onlyVariant = "primary";

export function makeConfiguration(
  scope: Construct,
  p: Values,
  variants: Keyed<Variant>,
  model: SagemakerModel,
): SagemakerEndpointConfiguration {
  const kmsKeyArn = volumeKey(scope, p, variants);
  const configuration = new SagemakerEndpointConfiguration(scope, "configuration", {
    name: contentName(p.name, content(p, variants, model, kmsKeyArn)),
    kmsKeyArn,
    productionVariants: [],
    tags: p.tags,
    // An endpoint cannot do without its configuration: the new one comes first.
    lifecycle: { createBeforeDestroy: true },
  });
  realTimeVariants(configuration, p, variants, model);
  serverlessVariant(configuration, p, model);
  asynchronousVariant(configuration, p, model);
  asynchronousQueue(configuration, p);
  dataCapture(configuration, p);
  accept(
    configuration,
    "CKV_AWS_98",
    "kmsKeyArn takes a key; without one AWS's own key encrypts the volumes, local storage is encrypted by its hardware, and a serverless endpoint has no volumes.",
  );
  return configuration;
}

/** An update sets the number of instances back to this, so it is what the scaling would not go below. */
const firstInstances = (variant: Variant): number =>
  firstOf([variant.initialInstanceCount, fieldIn(variant.scaling, "minInstances")], 1);

/** SageMaker needs an instance to start with, also where the queue may scale to none. */
const firstQueueInstances = (queue: Queue): number => Fn.max([queue.minInstances, 1]);

/** Everything whose change makes another configuration. */
const content = (
  p: Values,
  variants: Keyed<Variant>,
  model: SagemakerModel,
  kmsKeyArn: string | undefined,
): unknown[] => [
  model.name,
  kmsKeyArn,
  mapEach(variants, (variant) =>
    jsonOf([
      variant.instanceType,
      firstInstances(variant),
      variant.weight,
      variant.volumeSizeGb,
      variant.routingStrategy,
    ]),
  ),
  [p.containerStartupTimeoutSeconds, p.modelDownloadTimeoutSeconds],
  contentOf(p.serverless),
  contentOf(p.asynchronous, (queue) => [
    queue.instanceType,
    firstQueueInstances(queue),
    queue.volumeSizeGb,
    queue.maxConcurrentInvocationsPerInstance,
    queue.outputUri,
    queue.failureUri,
    queue.kmsKeyArn,
    contentOf(queue.notifications),
  ]),
  contentOf(p.dataCapture),
];

/** None where an instance has local storage (SageMaker refuses the call) and where there are no instances. */
function volumeKey(scope: Construct, p: Values, variants: Keyed<Variant>): string | undefined {
  if (p.kmsKeyArn === undefined) return undefined;
  const isLocal = ({ instanceType }: { instanceType: string }): Flag =>
    isInFamily(instanceType, localStorageFamilies);
  const variantIsLocal = named(scope, "variant_has_local_storage", anyOf(variants, isLocal));
  const queueIsLocal = named(scope, "queue_has_local_storage", passes(p.asynchronous, isLocal));
  const unlessLocal = choose(variantIsLocal, undefined, choose(queueIsLocal, undefined, p.kmsKeyArn));
  return named(scope, "volume_kms_key_arn", choose(p.serverless, undefined, unlessLocal));
}

function realTimeVariants(
  configuration: SagemakerEndpointConfiguration,
  p: Values,
  variants: Keyed<Variant>,
  model: SagemakerModel,
): void {
  keyedBlocks(
    configuration,
    "production_variants",
    sagemakerEndpointConfigurationProductionVariantsToTerraform,
    variants,
    (variant, name) => ({
      variantName: name,
      modelName: model.name,
      instanceType: variant.instanceType,
      initialInstanceCount: firstInstances(variant),
      initialVariantWeight: variant.weight,
      volumeSizeInGb: variant.volumeSizeGb,
      containerStartupHealthCheckTimeoutInSeconds: p.containerStartupTimeoutSeconds,
      modelDataDownloadTimeoutInSeconds: p.modelDownloadTimeoutSeconds,
      routingConfig: [{ routingStrategy: variant.routingStrategy }],
    }),
  );
}

function serverlessVariant(
  configuration: SagemakerEndpointConfiguration,
  p: Values,
  model: SagemakerModel,
): void {
  block(
    configuration,
    "production_variants",
    sagemakerEndpointConfigurationProductionVariantsToTerraform,
    p.serverless,
    (serverless) => ({
      variantName: onlyVariant,
      modelName: model.name,
      serverlessConfig: {
        memorySizeInMb: serverless.memorySizeMb,
        maxConcurrency: serverless.maxConcurrency,
        provisionedConcurrency: serverless.provisionedConcurrency,
      },
    }),
  );
}

function asynchronousVariant(
  configuration: SagemakerEndpointConfiguration,
  p: Values,
  model: SagemakerModel,
): void {
  block(
    configuration,
    "production_variants",
    sagemakerEndpointConfigurationProductionVariantsToTerraform,
    p.asynchronous,
    (queue) => ({
      variantName: onlyVariant,
      modelName: model.name,
      instanceType: queue.instanceType,
      initialInstanceCount: firstQueueInstances(queue),
      initialVariantWeight: 1,
      volumeSizeInGb: queue.volumeSizeGb,
      containerStartupHealthCheckTimeoutInSeconds: p.containerStartupTimeoutSeconds,
      modelDataDownloadTimeoutInSeconds: p.modelDownloadTimeoutSeconds,
    }),
  );
}

function asynchronousQueue(configuration: SagemakerEndpointConfiguration, p: Values): void {
  block(
    configuration,
    "async_inference_config",
    sagemakerEndpointConfigurationAsyncInferenceConfigToTerraform,
    p.asynchronous,
    (queue) => ({
      clientConfig: { maxConcurrentInvocationsPerInstance: queue.maxConcurrentInvocationsPerInstance },
      outputConfig: {
        s3OutputPath: queue.outputUri,
        s3FailurePath: queue.failureUri,
        kmsKeyId: queue.kmsKeyArn,
        notificationConfig: nested(queue.notifications, (topics) => ({
          successTopic: topics.successTopicArn,
          errorTopic: topics.errorTopicArn,
        })),
      },
    }),
  );
}

function dataCapture(configuration: SagemakerEndpointConfiguration, p: Values): void {
  block(
    configuration,
    "data_capture_config",
    sagemakerEndpointConfigurationDataCaptureConfigToTerraform,
    p.dataCapture,
    (capture) => ({
      enableCapture: true,
      destinationS3Uri: capture.destinationUri,
      initialSamplingPercentage: capture.samplingPercent,
      kmsKeyId: capture.kmsKeyArn,
      captureOptions: [{ captureMode: capture.mode }],
    }),
  );
}
