/** How a module that sits in a network and the network find together: `network.connect(name, needs)`. */

/** What a module has to reach from inside a network. */
export interface NetworkNeeds {
  /** AWS services by the name in their endpoint, e.g. `sagemaker.runtime`, `logs`; each gets an interface endpoint. S3 has a gateway endpoint anyway. */
  readonly services: readonly string[];
  /** https to anywhere; refused by a network without NAT. Default false. */
  readonly internet?: boolean;
  /** Several hosts that talk to each other: the security group allows itself, both ways. Default false. */
  readonly distributed?: boolean;
}

/** What it gets back: where it sits. The network owns the security group, because AWS keeps network interfaces longer than their owners. */
export interface NetworkAttachment {
  readonly subnetIds: string[];
  readonly securityGroupIds: string[];
}
