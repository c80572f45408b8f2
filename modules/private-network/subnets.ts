/** The VPC, its private subnets with a route table each, and what AWS puts into every VPC, locked. */
import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { accept } from "../shared/accept";
import { eachOf, type Collection } from "../shared/expressions";
import { Fn } from "../shared/tf";
import type { Context } from "./context";
import type { Zones } from "./zones";

/** The private half of the VPC's range, cut into eight; and the public half, cut into 128, as a NAT gateway needs little. */
const PRIVATE_SUBNET_BITS = 3;
const PUBLIC_SUBNET_BITS = 7;

export interface AddressPlan {
  readonly privateRange: string;
  privateSubnet(position: number): string;
  publicSubnet(position: number): string;
}

/** Two halves, so that one rule of a network ACL can name all private subnets. */
export function addressPlan(cidrBlock: string): AddressPlan {
  const privateRange = Fn.cidrsubnet(cidrBlock, 1, 0);
  const publicRange = Fn.cidrsubnet(cidrBlock, 1, 1);
  return {
    privateRange,
    privateSubnet: (position) => Fn.cidrsubnet(privateRange, PRIVATE_SUBNET_BITS, position),
    publicSubnet: (position) => Fn.cidrsubnet(publicRange, PUBLIC_SUBNET_BITS, position),
  };
}

export function makeVpc({ scope, p, named }: Context, zones: Zones): Vpc {
  const vpc = new Vpc(scope, "vpc", {
    cidrBlock: p.cidrBlock,
    // Interface endpoints answer under AWS's own names only with both.
    enableDnsHostnames: true,
    enableDnsSupport: true,
    tags: named("vpc"),
    lifecycle: { precondition: [zones.areEnough] },
  });
  accept(vpc, "CKV2_AWS_11", "Flow logs are on by default; flowLogs: false is a named choice.");
  new DefaultSecurityGroup(scope, "locked", { vpcId: vpc.id, tags: named("default-unused") });
  new DefaultNetworkAcl(scope, "locked_acl", {
    defaultNetworkAclId: vpc.defaultNetworkAclId,
    tags: named("default-unused"),
    // AWS moves subnets here while their own network ACL is replaced.
    lifecycle: { ignoreChanges: ["subnet_ids"] },
  });
  return vpc;
}

export interface PrivateSubnets {
  readonly subnets: Collection<Subnet>;
  readonly routeTables: Collection<RouteTable>;
}

export function makePrivateSubnets(
  { scope, named }: Context,
  vpc: Vpc,
  zones: Zones,
  addresses: AddressPlan,
): PrivateSubnets {
  const subnets = eachOf(
    zones.names,
    ({ forEach, value: zone }) =>
      new Subnet(scope, "private", {
        forEach,
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: addresses.privateSubnet(zones.positionOf(zone)),
        mapPublicIpOnLaunch: false,
        tags: named(`private-${zone}`),
      }),
  );
  const routeTables = eachOf(
    zones.names,
    ({ forEach, value: zone }) =>
      new RouteTable(scope, "private_routes", { forEach, vpcId: vpc.id, tags: named(`private-${zone}`) }),
  );
  eachOf(
    zones.names,
    ({ forEach }) =>
      new RouteTableAssociation(scope, "private_routes_of_subnet", {
        forEach,
        subnetId: subnets.sameKey("id"),
        routeTableId: routeTables.sameKey("id"),
      }),
  );
  return { subnets, routeTables };
}
