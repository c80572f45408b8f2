/** Endpoints, and the function before one of them. */
import { DataAwsSagemakerPrebuiltEcrImage } from "@cdktf/provider-aws/lib/data-aws-sagemaker-prebuilt-ecr-image";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";
import type { ArtifactStore } from "../modules/artifact-store";
import { InferenceEndpoint, type InferenceEndpointProps } from "../modules/inference-endpoint";
import type { Network } from "../modules/private-network";
import type { Configuration } from "./config/load";
import { endpointName, modelParameterName } from "./naming";
import { PlatformStack } from "./platform-stack";

type EndpointConfiguration = Configuration["serving"]["endpoints"] extends Readonly<Record<string, infer E>> | infer _X ? E : never;

export class ServingStack extends PlatformStack {
  readonly endpoints = new Map<string, InferenceEndpoint>();

  constructor(
    scope: Construct,
    config: Configuration,
    private readonly network: Network,
    private readonly store: ArtifactStore,
  ) {
    super(scope, "serving", config);
    for (const [name, endpoint] of Object.entries(config.serving.endpoints as Record<string, EndpointConfiguration>)) {
      this.endpoints.set(name, this.makeEndpoint(name, endpoint));
    }
  }

  private makeEndpoint(name: string, config: EndpointConfiguration): InferenceEndpoint {
    const { pipeline, modelDataUrl, image, inNetwork, logRetentionDays, ...own } = config;
    const made = new InferenceEndpoint(this, name, {
      ...(own as unknown as InferenceEndpointProps),
      name: endpointName(this.prefix, name),
      image: image ?? this.defaultImage(),
      modelDataUrl: modelDataUrl ?? this.latestModel(pipeline ?? ""),
      modelPrefix: pipeline === undefined ? undefined : `${this.store.uri}/models/${pipeline}/`,
      kmsKeyArn: this.store.keyArn,
      logs: { retentionDays: logRetentionDays },
      network: inNetwork ? this.network.connect(`endpoint-${name}`, InferenceEndpoint.networkNeeds()) : undefined,
    });
    this.output(`${name}_invoke_command`, "Sends one photo to the endpoint.", made.invokeCommand);
    return made;
  }

  /** What the pipeline's last run left; read at every plan, so that one run and one deploy bring a new model. */
  private latestModel(pipeline: string): string {
    const name = modelParameterName(this.prefix, pipeline);
    return new DataAwsSsmParameter(this, `model-of-${pipeline}`, { name }).insecureValue;
  }

  private defaultImage(): string {
    const id = "pytorch-inference";
    const existing = this.node.tryFindChild(id) as DataAwsSagemakerPrebuiltEcrImage | undefined;
    const image =
      existing ??
      new DataAwsSagemakerPrebuiltEcrImage(this, id, {
        repositoryName: "pytorch-inference",
        imageTag: "2.6.0-cpu-py312-ubuntu22.04-sagemaker",
      });
    return image.registryPath;
  }
}
