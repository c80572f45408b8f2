/** The way out, when there is one: public subnets that hold NAT gateways and nothing else. */
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import type { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { choose, eachOf, isAnyOf, one, when, type Collection } from "../shared/expressions";
import { Fn, TerraformLocal } from "../shared/tf";
import type { Context } from "./context";
import type { AddressPlan, PrivateSubnets } from "./subnets";
import type { Zones } from "./zones";

export interface WayOut {
  readonly publicSubnets: Collection<Subnet>;
  readonly natAddresses: Collection<Eip>;
  /** For whatever else exists only with it. */
  readonly count: number | undefined;
}

/** @returns undefined when it is known that there is none */
export function makeWayOut(
  context: Context,
  vpc: Vpc,
  zones: Zones,
  addresses: AddressPlan,
  { routeTables }: PrivateSubnets,
): WayOut | undefined {
  const { scope, p, named } = context;
  return when(isAnyOf(p.internet, ["single-nat", "ha-nat"]), (count) => {
    const publicZones = publicZonesOf(context, zones.names, count);
    const natZones = natZonesOf(context, publicZones);

    const gateway = new InternetGateway(scope, "internet", { count, vpcId: vpc.id, tags: named("internet") });
    const publicSubnets = makePublicSubnets(context, vpc, publicZones, zones, addresses);
    const publicRoutes = new RouteTable(scope, "public_routes", {
      count,
      vpcId: vpc.id,
      tags: named("public"),
    });
    const publicRoutesId = one(publicRoutes, "id") as string;
    new Route(scope, "public_to_internet", {
      count,
      routeTableId: publicRoutesId,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: one(gateway, "id"),
    });
    eachOf(
      publicZones,
      ({ forEach }) =>
        new RouteTableAssociation(scope, "public_routes_of_subnet", {
          forEach,
          subnetId: publicSubnets.sameKey("id"),
          routeTableId: publicRoutesId,
        }),
    );

    const natAddresses = eachOf(
      natZones,
      ({ forEach, value: zone }) =>
        new Eip(scope, "nat", { forEach, domain: "vpc", tags: named(`nat-${zone}`), dependsOn: [gateway] }),
    );
    const gateways = eachOf(
      natZones,
      ({ forEach, value: zone }) =>
        new NatGateway(scope, "nat_gateway", {
          forEach,
          allocationId: natAddresses.sameKey("id"),
          subnetId: publicSubnets.sameKey("id"),
          tags: named(`nat-${zone}`),
          dependsOn: [gateway],
        }),
    );
    eachOf(
      publicZones,
      ({ forEach, value: zone }) =>
        new Route(scope, "private_to_internet", {
          forEach,
          routeTableId: routeTables.sameKey("id"),
          destinationCidrBlock: "0.0.0.0/0",
          // The gateway of its own zone, or the only one.
          natGatewayId: Fn.lookup(gateways.byKey("id"), zone, Fn.element(gateways.all("id"), 0)) as string,
        }),
    );
    return { publicSubnets, natAddresses, count };
  });
}

/** None when only Terraform knows whether there is a way out, and there is none. */
function publicZonesOf({ scope, p }: Context, zones: string[], count: number | undefined): string[] {
  if (count === undefined) return zones;
  return new TerraformLocal(scope, "public_zones", choose(isAnyOf(p.internet, ["none"]), [], zones)).asList;
}

/** All zones, or the first. */
function natZonesOf({ scope, p }: Context, publicZones: string[]): string[] {
  const available = Fn.lengthOf(publicZones);
  const wanted = choose(isAnyOf(p.internet, ["single-nat"]), 1, available);
  const zones = Fn.slice(publicZones, 0, Fn.min([wanted, available])) as string[];
  return new TerraformLocal(scope, "nat_zones", zones).asList;
}

function makePublicSubnets(
  { scope, named }: Context,
  vpc: Vpc,
  publicZones: string[],
  zones: Zones,
  addresses: AddressPlan,
): Collection<Subnet> {
  return eachOf(
    publicZones,
    ({ forEach, value: zone }) =>
      new Subnet(scope, "public", {
        forEach,
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: addresses.publicSubnet(zones.positionOf(zone)),
        mapPublicIpOnLaunch: false,
        tags: named(`public-${zone}`),
      }),
  );
}
