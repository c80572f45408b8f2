/** What a stack needs of a network, whether this project made it or found it. */
import type { NetworkAttachment, NetworkNeeds } from "../shared/network-client";

export interface Network {
  readonly vpcId: string;
  readonly privateSubnetIds: string[];
  /**
   * Makes a place in the network for something that has these needs: a security group of its own that reaches nothing
   * else, and interface endpoints for its services.
   * @param name unique in the network; lower-case letters, digits and hyphens
   * @throws InputError when the name is taken, or when the network cannot give what is needed
   */
  connect(name: string, needs: NetworkNeeds): NetworkAttachment;
}
