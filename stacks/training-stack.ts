/** The artifact store, and what trains on what is in it. */
import type { Construct } from "constructs";
import { ArtifactStore } from "../modules/artifact-store";
import { Notebook } from "../modules/notebook";
import type { Network } from "../modules/private-network";
import { TrainingHost, type TrainingHostProps } from "../modules/training-host";
import type { Configuration } from "./config/load";
import { PlatformStack } from "./platform-stack";

export class TrainingStack extends PlatformStack {
  readonly store: ArtifactStore;
  readonly host: TrainingHost | undefined;
  readonly notebook: Notebook | undefined;

  constructor(
    scope: Construct,
    config: Configuration,
    private readonly network: Network,
  ) {
    super(scope, "training", config);
    this.store = new ArtifactStore(this, "store", { ...config.training.store, name: this.prefix });
    this.host = this.makeHost();
    this.notebook = this.makeNotebook();
    this.output("store_uri", "The artifact store.", this.store.uri);
    this.output("upload_dataset_command", "Uploads a dataset to the store.", this.store.uploadCommand);
  }

  private makeHost(): TrainingHost | undefined {
    const { host } = this.config.training;
    if (!host) return undefined;
    const internet = host.downloadedDataset !== undefined;
    const made = new TrainingHost(this, "host", {
      ...(host as TrainingHostProps),
      name: this.prefix,
      storeBucketName: this.store.bucketName,
      storeKmsKeyArn: this.store.keyArn,
      network: this.network.connect("training-host", TrainingHost.networkNeeds({ internet })),
    });
    this.output("host_session_command", "Opens a shell on the training host.", made.startSessionCommand);
    this.output("host_status_command", "Shows how far the training host is.", made.statusCommand);
    return made;
  }

  private makeNotebook(): Notebook | undefined {
    const { notebook } = this.config.training;
    if (!notebook) return undefined;
    const made = new Notebook(this, "notebook", {
      ...notebook,
      name: this.prefix,
      network: this.network.connect("notebook", Notebook.networkNeeds()),
      kmsKeyArn: this.store.keyArn,
      storeKmsKeyArn: this.store.keyArn,
    });
    this.output("notebook_open_command", "Prints a URL that opens the notebook.", made.openCommand);
    return made;
  }
}
