/** The artifact store, and what trains on what is in it. */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Construct } from "constructs";
import { ArtifactStore } from "../modules/artifact-store";
import { Notebook } from "../modules/notebook";
import type { Network } from "../modules/private-network";
import { gpuCount } from "../modules/shared/instances";
import { locationOf } from "../modules/shared/location";
import { TrainingHost, type TrainingHostProps } from "../modules/training-host";
import { TrainingPipeline } from "../modules/training-pipeline";
import type { Configuration } from "./config/configuration";
import { prebuiltImage } from "./images";
import { endpointName, pipelineName } from "./naming";
import { PlatformStack } from "./platform-stack";
import { starterModelArchive } from "./starter-model";
import { trainingCodeArchive } from "./training-code";

type PipelineConfiguration = Configuration["training"]["pipelines"][string];

/** What the notebook finds in `SageMaker/project`. */
const NOTEBOOK_FOLDER = path.resolve(__dirname, "../model-src/notebooks");
const NOTEBOOK_PREFIX = "code/notebooks/";

export class TrainingStack extends PlatformStack {
  readonly store: ArtifactStore;
  readonly pipelines: ReadonlyMap<string, TrainingPipeline>;
  readonly host: TrainingHost | undefined;
  readonly notebook: Notebook | undefined;

  constructor(
    scope: Construct,
    config: Configuration,
    private readonly network: Network,
  ) {
    super(scope, "training", config);
    this.store = new ArtifactStore(this, "store", { ...config.training.store, name: this.prefix });
    this.pipelines = this.makePipelines();
    this.host = this.makeHost();
    this.notebook = this.makeNotebook();
    this.output("store_uri", "The artifact store.", this.store.uri);
    this.output("upload_dataset_command", "Uploads a dataset to the store.", this.store.uploadCommand);
  }

  private makePipelines(): Map<string, TrainingPipeline> {
    const entries = Object.entries(this.config.training.pipelines);
    if (entries.length === 0) return new Map();
    // Code that every run fetches, and a model for endpoints to start with until a run has left a better one.
    this.store.putFile("code/sourcedir.tar.gz", trainingCodeArchive());
    const starter = this.store.putFile("models/starter/model.tar.gz", starterModelArchive());
    return new Map(
      entries.map(([name, pipeline], index) => [
        name,
        this.makePipeline(name, pipeline, starter.uri, index === 0),
      ]),
    );
  }

  private makePipeline(
    name: string,
    config: PipelineConfiguration,
    initialModelUri: string,
    isFirst: boolean,
  ): TrainingPipeline {
    const { imageUri, inNetwork, ...own } = config;
    const { instanceCount, networkIsolation } = own;
    const needs = TrainingPipeline.networkNeeds({ instanceCount, networkIsolation });
    const made = new TrainingPipeline(this, `pipeline-${name}`, {
      ...own,
      name: pipelineName(this.prefix, name),
      imageUri: imageUri ?? prebuiltImage(this, trainingImageFor(own.instanceType)),
      bucketName: this.store.bucketName,
      initialModelUri,
      modelPrefix: `models/${name}/`,
      checkpointPrefix: `models/${name}/checkpoints/`,
      kmsKeyArn: this.store.keyArn,
      // Jobs are not Terraform's, so the provider's tags do not reach them; the budget counts by these.
      tags: this.platformTags(),
      // The log group of all training jobs is one for the region.
      createJobLogGroup: isFirst && this.config.training.createJobLogGroup,
      network: inNetwork ? this.network.connect(`pipeline-${name}`, needs) : undefined,
    });
    this.output(`${name}_start_command`, `Trains the model ${name}.`, made.startCommand);
    return made;
  }

  private makeHost(): TrainingHost | undefined {
    const { host } = this.config.training;
    if (!host) return undefined;
    const made = new TrainingHost(this, "host", {
      ...(host as TrainingHostProps),
      name: this.prefix,
      storeBucketName: this.store.bucketName,
      storeKmsKeyArn: this.store.keyArn,
      network: this.network.connect("training-host", TrainingHost.networkNeeds()),
    });
    this.output("host_session_command", "Opens a shell on the training host.", made.startSessionCommand);
    this.output("host_status_command", "Shows how far the training host is.", made.statusCommand);
    return made;
  }

  private makeNotebook(): Notebook | undefined {
    const { notebook } = this.config.training;
    if (!notebook) return undefined;
    for (const file of fs.readdirSync(NOTEBOOK_FOLDER).filter((name) => /\.(ipynb|py|jpg)$/.test(name))) {
      this.store.putFile(`${NOTEBOOK_PREFIX}${file}`, path.join(NOTEBOOK_FOLDER, file));
    }
    const { pipeline, endpoint } = this.wholeWay();
    const made = new Notebook(this, "notebook", {
      ...notebook,
      name: this.prefix,
      network: this.network.connect("notebook", Notebook.networkNeeds()),
      kmsKeyArn: this.store.keyArn,
      storeKmsKeyArn: this.store.keyArn,
      notebookSourceUri: this.local("notebook_source_uri", `${this.store.uri}/${NOTEBOOK_PREFIX}`),
      pipeline: pipeline && {
        stateMachineArn: pipeline.stateMachineArn,
        jobNamePrefix: pipeline.jobNamePrefix,
        modelParameterName: pipeline.modelParameterName,
      },
      endpointArn: endpoint && this.endpointArnOf(endpoint),
    });
    this.output("notebook_open_command", "Prints a URL that opens the notebook.", made.openCommand);
    return made;
  }

  /** What the notebook works with: the first endpoint that serves a pipeline's model, and that pipeline; without one, the first pipeline. */
  private wholeWay(): { pipeline: TrainingPipeline | undefined; endpoint: string | undefined } {
    const served = Object.entries(this.config.serving.endpoints).find(
      ([, { pipeline }]) => pipeline !== undefined,
    );
    if (!served) return { pipeline: [...this.pipelines.values()][0], endpoint: undefined };
    const [endpoint, { pipeline = "" }] = served;
    return { pipeline: this.pipelines.get(pipeline), endpoint };
  }

  /** The endpoint by the name that the serving stack gives it later. */
  private endpointArnOf(name: string): string {
    const { partition, region, accountId } = locationOf(this);
    const arn = `arn:${partition}:sagemaker:${region}:${accountId}:endpoint/${endpointName(this.prefix, name)}`;
    return this.local("notebook_endpoint_arn", arn);
  }
}

function trainingImageFor(instanceType: string): "training-cpu" | "training-gpu" {
  return gpuCount(instanceType) === undefined ? "training-cpu" : "training-gpu";
}
