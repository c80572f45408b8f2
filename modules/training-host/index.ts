/** An EC2 host that trains the model by itself, signals what it does, and stops when nobody needs it. */
import { Construct } from "constructs";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsSsmParameter } from "@cdktf/provider-aws/lib/data-aws-ssm-parameter";
import { Instance, instanceInstanceMarketOptionsToTerraform } from "@cdktf/provider-aws/lib/instance";
import { SsmParameter } from "@cdktf/provider-aws/lib/ssm-parameter";
import { accept } from "../shared/accept";
import { block, choose, not } from "../shared/expressions";
import { read } from "../shared/inputs";
import { isInFamily } from "../shared/instances";
import { locationOf } from "../shared/location";
import { acceptLogGroupChoices } from "../shared/log-group";
import type { NetworkNeeds } from "../shared/network-client";
import type { ServiceRole } from "../shared/role";
import { Fn } from "../shared/tf";
import { hostAlarms } from "./alarms";
import { inputs, type TrainingHostProps, type TrainingHostValues } from "./inputs";
import { hostRole, instanceProfile } from "./role";
import { rules } from "./rules";
import { hostStore } from "./store";
import { fitsUserData, userData } from "./user-data";

export type { TrainingHostProps } from "./inputs";

export class TrainingHost extends Construct {
  /** The host's role, to grant it more. */
  readonly role: ServiceRole;
  readonly instanceId: string;
  readonly logGroupName: string;
  /** SSM parameter in which the host says `starting`, `ready`, `failed` or `succeeded`, as JSON. */
  readonly readyParameterName: string;
  /** CloudWatch namespace of HostReady, HostFailed, HostSucceeded, and of the agent's metrics. */
  readonly metricNamespace: string;
  /** Folder in the store with the model, the checkpoints, the reports and the logs. */
  readonly outputUri: string;
  readonly modelUri: string;
  /** Shell command that opens a shell on the host, by Session Manager. */
  readonly startSessionCommand: string;
  /** Shell command that starts the host again after a stop. */
  readonly startCommand: string;
  /** Shell command that shows how far the host is. */
  readonly statusCommand: string;

  constructor(scope: Construct, id: string, props: TrainingHostProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const location = locationOf(this);
    const store = hostStore(this, p, location);
    const logs = logGroup(this, p);
    const ready = readyParameter(this, p);
    this.outputUri = store.outputUri;
    this.modelUri = `${store.outputUri}/model.tar.gz`;
    this.logGroupName = logs.name;
    this.readyParameterName = ready.name;
    this.metricNamespace = `Mlops/TrainingHost/${p.name}`;
    this.role = hostRole(this, p, location, {
      store,
      readyParameterArn: ready.arn,
      logGroupArn: logs.arn,
      metricNamespace: this.metricNamespace,
    });
    const ami = new DataAwsSsmParameter(this, "ami", { name: p.amiParameter }).insecureValue;
    const settings = {
      store,
      ami,
      readyParameter: ready.name,
      metricNamespace: this.metricNamespace,
      logGroupName: logs.name,
    };
    const host = this.instance(p, ami, userData(this, p, location, settings));
    this.instanceId = host.id;
    hostAlarms(this, p, location, { instanceId: host.id, metricNamespace: this.metricNamespace });
    const inRegion = `--region ${location.region}`;
    this.startSessionCommand = `aws ssm start-session --target ${host.id} ${inRegion}`;
    this.startCommand = `aws ec2 start-instances --instance-ids ${host.id} ${inRegion}`;
    this.statusCommand = `aws ssm get-parameter --name ${ready.name} --query Parameter.Value --output text ${inRegion}`;
  }

  /**
   * What a host must reach from inside its network. S3 is reached through the gateway endpoint.
   * @param options.internet false for an image, or a code archive, that has what the ONNX export needs: the bootstrap
   * fetches missing Python packages from PyPI. A downloaded dataset needs the internet in any case. Default true.
   */
  static networkNeeds(options: { readonly internet?: boolean } = {}): NetworkNeeds {
    return {
      services: ["ec2messages", "kms", "logs", "monitoring", "ssm", "ssmmessages"],
      internet: options.internet ?? true,
    };
  }

  private instance(p: TrainingHostValues, ami: string, script: string): Instance {
    const instance = new Instance(this, "instance", {
      ami,
      instanceType: p.instanceType,
      subnetId: Fn.element(p.network.subnetIds, 0) as string,
      vpcSecurityGroupIds: p.network.securityGroupIds,
      associatePublicIpAddress: false,
      iamInstanceProfile: instanceProfile(this, p, this.role).name,
      // No key pair: Session Manager is the way in.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      rootBlockDevice: {
        volumeType: "gp3",
        volumeSize: p.volumeSizeGb,
        encrypted: true,
        kmsKeyId: p.kmsKeyArn,
        deleteOnTermination: true,
        tags: p.tags,
      },
      // t2 has no EBS optimization to turn on; the others have it anyway.
      ebsOptimized: not(isInFamily(p.instanceType, ["t2"])),
      monitoring: true,
      // The host ends itself by powering off. A one-time spot instance cannot be stopped.
      instanceInitiatedShutdownBehavior: choose(p.spot, "terminate", "stop"),
      userData: script,
      userDataReplaceOnChange: true,
      tags: Fn.merge([p.tags, { Name: `${p.name}-training-host` }]) as unknown as Record<string, string>,
      lifecycle: { ignoreChanges: ["ami"], precondition: [fitsUserData(script)] },
      // It uses them as soon as it boots.
      dependsOn: [this.role.permissions],
    });
    accept(
      instance,
      "CKV_AWS_135",
      "Instances of the family t2 have no EBS optimization; all others have it.",
    );
    // One-time, not persistent: a persistent request outlives its instance, and Terraform's destroy may leave it behind to
    // start another one (hashicorp/terraform-provider-aws#38142).
    block(instance, "instance_market_options", instanceInstanceMarketOptionsToTerraform, p.spot, (spot) => ({
      marketType: "spot",
      spotOptions: {
        spotInstanceType: "one-time",
        instanceInterruptionBehavior: "terminate",
        maxPrice: spot.maximumPricePerHour,
      },
    }));
    return instance;
  }
}

function logGroup(scope: Construct, p: TrainingHostValues): CloudwatchLogGroup {
  return acceptLogGroupChoices(
    new CloudwatchLogGroup(scope, "logs", {
      name: `/mlops/training-host/${p.name}`,
      retentionInDays: p.logRetentionDays,
      kmsKeyId: p.logKmsKeyArn,
      tags: p.tags,
    }),
  );
}

/** Made here, written by the host: what it says is no difference to repair. */
function readyParameter(scope: Construct, p: TrainingHostValues): SsmParameter {
  const parameter = new SsmParameter(scope, "ready", {
    name: `/mlops/training-host/${p.name}/ready`,
    description: `What the training host ${p.name} says of itself`,
    type: "String",
    insecureValue: Fn.jsonencode({ state: "starting" }),
    tags: p.tags,
    lifecycle: { ignoreChanges: ["insecure_value"] },
  });
  accept(parameter, "CKV2_AWS_34", "The parameter says how far the host is; nothing in it is secret.");
  return parameter;
}
