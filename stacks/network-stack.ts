/** The network that the other stacks connect to. */
import type { Construct } from "constructs";
import { PrivateNetwork, type Network } from "../modules/private-network";
import type { Configuration } from "./config/configuration";
import { PlatformStack } from "./platform-stack";

export class NetworkStack extends PlatformStack {
  readonly network: Network;

  constructor(scope: Construct, config: Configuration) {
    super(scope, "network", config);
    const { existing, ...own } = config.network;
    this.network = existing
      ? PrivateNetwork.import(this, "network", { ...existing, name: this.prefix })
      : new PrivateNetwork(this, "network", { ...own, name: this.prefix });
    this.output("vpc_id", "Id of the VPC.", this.network.vpcId);
    this.output("private_subnet_ids", "Ids of the private subnets.", this.network.privateSubnetIds);
  }
}
