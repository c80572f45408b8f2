import { Construct } from "constructs";
import type { NetworkAttachment, NetworkNeeds } from "../shared/network-client";
import { read } from "../shared/inputs";
import { protectPrivateSubnets, protectPublicSubnets } from "./access-control";
import { Clients, makeClientGroups } from "./clients";
import { contextOf } from "./context";
import { makeEndpointsGroup, makeInterfaceEndpoints, makeS3Endpoint, surroundingsOf } from "./endpoints";
import { makeFlowLogs } from "./flow-logs";
import { ImportedNetwork, type ImportedNetworkProps } from "./imported";
import { inputs, rules, type PrivateNetworkProps } from "./inputs";
import { makeWayOut } from "./internet";
import type { Network } from "./network";
import { addressPlan, makePrivateSubnets, makeVpc } from "./subnets";
import { chooseZones } from "./zones";

/**
 * A VPC over several availability zones whose private subnets reach AWS through endpoints, and the internet only when asked.
 * Whatever sits in it connects by name and gets a security group that reaches what it needs and nothing else.
 */
export class PrivateNetwork extends Construct implements Network {
  readonly vpcId: string;
  readonly cidrBlock: string;
  readonly availabilityZones: string[];
  readonly privateSubnetIds: string[];
  readonly privateRouteTableIds: string[];
  /** Empty without a way to the internet. */
  readonly publicSubnetIds: string[];
  /** The addresses from which the internet sees the network; empty without NAT. */
  readonly natPublicIps: string[];
  /** By client. */
  readonly securityGroupIds: Record<string, string>;
  readonly endpointsSecurityGroupId: string;
  /** By service. */
  readonly interfaceEndpointIds: Record<string, string>;
  readonly s3EndpointId: string;
  /** Null in Terraform, or undefined, without flow logs. */
  readonly flowLogGroupName: string | undefined;
  private readonly attach: (name: string, needs: NetworkNeeds) => NetworkAttachment;

  /** An existing VPC as a network that can be connected to. */
  static import(scope: Construct, id: string, props: ImportedNetworkProps): ImportedNetwork {
    return new ImportedNetwork(scope, id, props);
  }

  constructor(scope: Construct, id: string, props: PrivateNetworkProps) {
    super(scope, id);
    const p = read({ inputs, rules }, props, this.node.path);
    const context = contextOf(this, p);
    const around = surroundingsOf(this);
    const clients = new Clients(this, p.clients, p);

    const zones = chooseZones(this, p);
    const addresses = addressPlan(p.cidrBlock);
    const vpc = makeVpc(context, zones);
    const privateSubnets = makePrivateSubnets(context, vpc, zones, addresses);
    const wayOut = makeWayOut(context, vpc, zones, addresses, privateSubnets);
    protectPrivateSubnets(context, vpc, addresses, privateSubnets, clients);
    protectPublicSubnets(context, vpc, addresses, wayOut);

    const subnetIds = privateSubnets.subnets.all("id");
    const routeTableIds = privateSubnets.routeTables.all("id");
    const s3 = makeS3Endpoint(this, vpc.id, routeTableIds, around, context.named);
    const endpointsGroup = makeEndpointsGroup(this, vpc.id, p.name, context.named);
    const endpoints = makeInterfaceEndpoints(
      this,
      {
        vpcId: vpc.id,
        subnetIds,
        securityGroupId: endpointsGroup.id,
        services: clients.services(),
        endpointActions: p.endpointActions,
      },
      around,
      context.named,
    );
    const destinations = {
      vpcId: vpc.id,
      endpointsGroupId: endpointsGroup.id,
      s3PrefixListId: s3.prefixListId,
    };
    const groups = makeClientGroups(this, clients, destinations, context.named, p.name);
    const flowLogGroupName = makeFlowLogs(context, vpc, around);

    this.vpcId = vpc.id;
    this.cidrBlock = vpc.cidrBlock;
    this.availabilityZones = privateSubnets.subnets.all("availability_zone");
    this.privateSubnetIds = subnetIds;
    this.privateRouteTableIds = routeTableIds;
    this.publicSubnetIds = wayOut?.publicSubnets.all("id") ?? [];
    this.natPublicIps = wayOut?.natAddresses.all("public_ip") ?? [];
    this.securityGroupIds = groups.byKey("id");
    this.endpointsSecurityGroupId = endpointsGroup.id;
    this.interfaceEndpointIds = endpoints.byKey("id");
    this.s3EndpointId = s3.id;
    this.flowLogGroupName = flowLogGroupName;
    this.attach = (name, needs) => {
      clients.add(name, needs);
      return { subnetIds, securityGroupIds: [groups.get(name, "id")] };
    };
  }

  connect(name: string, needs: NetworkNeeds): NetworkAttachment {
    return this.attach(name, needs);
  }
}

export type { Network } from "./network";
export type { PrivateNetworkProps } from "./inputs";
export { ImportedNetwork, type ImportedNetworkProps } from "./imported";
