/** A SageMaker notebook instance without internet access that stops when nobody uses it. */
import { Construct } from "constructs";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { SagemakerNotebookInstance } from "@cdktf/provider-aws/lib/sagemaker-notebook-instance";
import type { Location } from "../../policies/documents";
import { choose, when } from "../shared/expressions";
import { read } from "../shared/inputs";
import { locationOf } from "../shared/location";
import { accept } from "../shared/accept";
import { acceptLogGroupChoices } from "../shared/log-group";
import type { NetworkNeeds } from "../shared/network-client";
import type { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import { inputs, rules, type NotebookProps, type NotebookValues } from "./inputs";
import { lifecycleConfiguration } from "./lifecycle";
import { LOG_GROUP_NAME, notebookRole } from "./role";
import { stopSchedule } from "./schedule";

export { notebookPlatforms, type NotebookProps } from "./inputs";

export class Notebook extends Construct {
  /** The notebook's role, to grant it more: `store.grantRead(notebook.role, "datasets/")`. */
  readonly role: ServiceRole;
  readonly notebookName: string;
  readonly notebookArn: string;
  /** Jupyter's address; it opens with a URL that `openCommand` makes. */
  readonly url: string;
  /** Shell command that prints a URL which opens Jupyter; good for five minutes. */
  readonly openCommand: string;
  /** Shell command that starts the notebook after a stop. */
  readonly startCommand: string;
  /** Shell command that stops it now. */
  readonly stopCommand: string;

  constructor(scope: Construct, id: string, props: NotebookProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const location = locationOf(this);
    this.role = notebookRole(this, p, location);
    logGroup(this, p);
    const notebook = this.instance(p, location);
    this.notebookName = notebook.name;
    this.notebookArn = notebook.arn;
    this.url = notebook.url;
    stopSchedule(this, p, location, { name: notebook.name, arn: notebook.arn });
    const named = `--notebook-instance-name ${notebook.name} --region ${location.region}`;
    this.openCommand = `aws sagemaker create-presigned-notebook-instance-url ${named} --query AuthorizedUrl --output text`;
    this.startCommand = `aws sagemaker start-notebook-instance ${named}`;
    this.stopCommand = `aws sagemaker stop-notebook-instance ${named}`;
  }

  /** What a notebook must reach from inside its network. S3 is reached through the gateway endpoint. */
  static networkNeeds(): NetworkNeeds {
    return {
      services: [
        "kms",
        "logs",
        "monitoring",
        "notebook",
        "sagemaker.api",
        "sagemaker.runtime",
        "ssm",
        "states",
        "sts",
      ],
    };
  }

  private instance(p: NotebookValues, location: Location): SagemakerNotebookInstance {
    const lifecycle = lifecycleConfiguration(this, p, location);
    const instance = new SagemakerNotebookInstance(this, "instance", {
      name: p.name,
      roleArn: this.role.arn,
      instanceType: p.instanceType,
      platformIdentifier: p.platform,
      subnetId: Fn.element(p.network.subnetIds, 0) as string,
      securityGroups: p.network.securityGroupIds,
      directInternetAccess: "Disabled",
      rootAccess: choose(p.allowRootAccess, "Enabled", "Disabled"),
      instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" },
      volumeSize: p.volumeSizeGb,
      kmsKeyId: p.kmsKeyArn,
      lifecycleConfigName: lifecycle.name,
      tags: p.tags,
      // The start script runs with these permissions as soon as the instance is there.
      dependsOn: [this.role.permissions],
    });
    acceptInstanceChoices(instance);
    return instance;
  }
}

function acceptInstanceChoices(instance: SagemakerNotebookInstance): void {
  for (const check of ["CKV_AWS_22", "CKV_AWS_187"]) {
    accept(
      instance,
      check,
      "Without the input kmsKeyArn AWS's own key encrypts the volume; what it holds is fetched from the store again.",
    );
  }
  accept(instance, "CKV_AWS_307", "Root access is off by default; allowRootAccess is a named choice.");
}

/**
 * Made here so that the logs are kept for a stated time. SageMaker's own would be kept for ever. It stays when the notebook
 * goes: the region's other notebooks write there too.
 */
function logGroup(scope: Construct, p: NotebookValues): void {
  when(p.createLogGroup, (count) =>
    acceptLogGroupChoices(
      new CloudwatchLogGroup(scope, "logs", {
        count,
        name: LOG_GROUP_NAME,
        retentionInDays: p.logRetentionDays,
        kmsKeyId: p.logKmsKeyArn,
        skipDestroy: true,
        tags: p.tags,
      }),
    ),
  );
}
