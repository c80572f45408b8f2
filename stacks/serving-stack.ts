/** Endpoints, and the function before one of them. */
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import type { Construct } from "constructs";
import type { ArtifactStore } from "../modules/artifact-store";
import { ClassifierFunction } from "../modules/classifier-function";
import { InferenceEndpoint, type InferenceEndpointProps } from "../modules/inference-endpoint";
import type { Network } from "../modules/private-network";
import { gpuCount } from "../modules/shared/instances";
import type { Configuration } from "./config/configuration";
import { hasWayOut, instanceTypesOf } from "./config/rules";
import { prebuiltImage } from "./images";
import { endpointName, modelParameterName } from "./naming";
import { once } from "./once";
import { PlatformStack } from "./platform-stack";

type EndpointConfiguration = Configuration["serving"]["endpoints"][string];
type FunctionConfiguration = NonNullable<Configuration["serving"]["function"]>;

export class ServingStack extends PlatformStack {
  readonly endpoints: ReadonlyMap<string, InferenceEndpoint>;
  readonly function: ClassifierFunction | undefined;

  constructor(
    scope: Construct,
    config: Configuration,
    private readonly network: Network,
    private readonly store: ArtifactStore,
  ) {
    super(scope, "serving", config);
    const entries = Object.entries(config.serving.endpoints);
    this.endpoints = new Map(entries.map(([name, endpoint]) => [name, this.makeEndpoint(name, endpoint)]));
    this.function = config.serving.function && this.makeFunction(config.serving.function);
  }

  private makeEndpoint(name: string, config: EndpointConfiguration): InferenceEndpoint {
    const { pipeline, modelDataUrl, image, inNetwork, logRetentionDays, ...own } = config;
    const model = modelDataUrl ?? this.latestModel(pipeline ?? "");
    // A container that downloads images itself needs a way out.
    const needs = InferenceEndpoint.networkNeeds({ internet: !own.networkIsolation });
    const made = new InferenceEndpoint(this, `endpoint-${name}`, {
      ...(own as unknown as InferenceEndpointProps),
      name: endpointName(this.prefix, name),
      image: image ?? prebuiltImage(this, inferenceImageFor(config)),
      modelDataUrl: model,
      // The starter model and each run's are below it, so that a roll-back finds the model it goes back to.
      modelPrefix:
        pipeline === undefined ? undefined : this.local("model_prefix", this.store.uriOf("models/")),
      kmsKeyArn: this.store.keyArn,
      logs: { retentionDays: logRetentionDays },
      network: inNetwork ? this.network.connect(`endpoint-${name}`, needs) : undefined,
    });
    this.output(`${name}_model`, this.whereFrom(pipeline), model);
    this.output(`${name}_invoke_command`, "Sends one photo to the endpoint.", made.invokeCommand);
    return made;
  }

  private whereFrom(pipeline: string | undefined): string {
    if (pipeline === undefined) return "The model that is served, as the configuration names it.";
    return `The model that is served: what the last run of the training pipeline ${pipeline} left, and the starter model until then. Read from the SSM parameter ${modelParameterName(this.prefix, pipeline)}.`;
  }

  /** What the pipeline's last run left; read at every plan, so that one run and one deploy bring a new model. */
  private latestModel(pipeline: string): string {
    const id = `model-of-${pipeline}`;
    const name = modelParameterName(this.prefix, pipeline);
    return once(this, id, () => new DataAwsSsmParameter(this, id, { name })).insecureValue;
  }

  private makeFunction(config: FunctionConfiguration): ClassifierFunction {
    const { endpoint: name, inNetwork, logRetentionDays, ...own } = config;
    const endpoint = this.endpoints.get(name);
    if (!endpoint)
      throw new Error(
        `serving.function.endpoint is "${name}", which the configuration's rules should have refused.`,
      );
    const fetchesImages = own.fetch.enabled && own.image.mode !== "url";
    const made = new ClassifierFunction(this, "function", {
      ...own,
      name: `${this.prefix}-classify`,
      endpointName: endpoint.endpointName,
      kmsKeyArn: this.store.keyArn,
      logs: { retentionDays: logRetentionDays },
      network: inNetwork ? this.functionNetwork(fetchesImages) : undefined,
    });
    endpoint.grantInvoke(made.role);
    this.output("function_invoke_command", "Classifies one photo.", made.invokeCommand);
    return made;
  }

  private functionNetwork(fetchesImages: boolean) {
    const internet = hasWayOut(this.config.network) && fetchesImages;
    return {
      ...this.network.connect("function", ClassifierFunction.networkNeeds({ fetchesImages: internet })),
      internet,
      // Every network has it: the module makes one, and of an existing VPC it is asked for.
      s3Endpoint: true,
    };
  }
}

/** The configuration's rules refuse GPUs beside none without an image of one's own. */
function inferenceImageFor(config: EndpointConfiguration): "inference-cpu" | "inference-gpu" {
  return instanceTypesOf(config).some((type) => gpuCount(type) !== undefined)
    ? "inference-gpu"
    : "inference-cpu";
}
