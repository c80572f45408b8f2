/** An existing VPC, with the same surface as a network made here. */
import { Construct } from "constructs";
import { DataAwsEc2ManagedPrefixList } from "@cdktf/provider-aws/lib/data-aws-ec2-managed-prefix-list";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { addressOf } from "../shared/expressions/address";
import { eachOf } from "../shared/expressions";
import { bool, InputError, read, set, str, type PropsOf, type ValuesOf } from "../shared/inputs";
import type { NetworkAttachment, NetworkNeeds } from "../shared/network-client";
import { Fn, ref } from "../shared/tf";
import { Clients, makeClientGroups } from "./clients";
import { makeEndpointsGroup, makeInterfaceEndpoints, surroundingsOf, type Surroundings } from "./endpoints";
import { inputs as networkInputs } from "./inputs";
import type { Network } from "./network";

export const importInputs = {
  name: networkInputs.name,
  vpcId: str({
    description: "Id of the VPC. Both its DNS flags have to be on.",
    pattern: "^vpc-[0-9a-f]+$",
    patternSays: "the id of a VPC such as vpc-0a1b2c3d",
  }),
  subnetIds: set(
    str({
      description: "Id of a subnet.",
      pattern: "^subnet-[0-9a-f]+$",
      patternSays: "the id of a subnet such as subnet-0a1b2c3d",
    }),
    {
      description:
        "Ids of private subnets of the VPC, in at least two zones, with routes to S3's gateway endpoint.",
      minItems: 2,
    },
  ),
  internet: bool({
    description: "Whether the subnets have a route to the internet, e.g. through NAT.",
    default: false,
  }),
  endpointsSecurityGroupId: str({
    description:
      "Security group of the interface endpoints that the VPC has already; clients are let in there. Without it, endpoints are made.",
    optional: true,
  }),
  tags: networkInputs.tags,
} as const;

export type ImportedNetworkProps = PropsOf<typeof importInputs>;

/** A VPC that something else manages. Its routes, ACLs and flow logs stay as they are. TypeScript only. */
export class ImportedNetwork extends Construct implements Network {
  readonly vpcId: string;
  readonly privateSubnetIds: string[];
  private readonly attach: (name: string, needs: NetworkNeeds) => NetworkAttachment;

  constructor(scope: Construct, id: string, props: ImportedNetworkProps) {
    super(scope, id);
    const p = read({ inputs: importInputs }, props, this.node.path);
    const named = (suffix: string) =>
      Fn.merge([p.tags, { Name: `${p.name}-${suffix}` }]) as Record<string, string>;
    const around = surroundingsOf(this);
    const clients = new Clients(this, {}, { internet: "single-nat" });

    this.checkVpc(p);
    const endpointsGroupId = p.endpointsSecurityGroupId ?? this.makeEndpoints(p, clients, around, named);
    const groups = makeClientGroups(
      this,
      clients,
      { vpcId: p.vpcId, endpointsGroupId, s3PrefixListId: this.findS3PrefixList(around) },
      named,
      p.name,
    );

    this.vpcId = p.vpcId;
    this.privateSubnetIds = p.subnetIds;
    this.attach = (name, needs) => {
      if (needs.internet === true && p.internet === false)
        throw new InputError(`${this.node.path}: connect("${name}")`, [
          `internet is asked for, but this imported network says internet: false; say true if its subnets have a route out.`,
        ]);
      clients.add(name, needs);
      return { subnetIds: p.subnetIds, securityGroupIds: [groups.get(name, "id")] };
    };
  }

  connect(name: string, needs: NetworkNeeds): NetworkAttachment {
    return this.attach(name, needs);
  }

  private checkVpc(p: ValuesOf<typeof importInputs>): void {
    const subnets = eachOf(
      p.subnetIds,
      // Both ids: a subnet of another VPC is not found.
      ({ forEach, value }) =>
        new DataAwsSubnet(this, "existing_subnet", { forEach, id: value, vpcId: p.vpcId }),
    );
    const zones = `distinct(values(${addressOf(subnets.resource)})[*].availability_zone)`;
    new DataAwsVpc(this, "existing", {
      id: p.vpcId,
      lifecycle: {
        postcondition: [
          {
            condition: ref("self.enable_dns_support && self.enable_dns_hostnames"),
            errorMessage:
              `The VPC ${p.vpcId} needs enable_dns_support and enable_dns_hostnames: ` +
              `without them AWS's names do not lead to its interface endpoints.`,
          },
          {
            condition: ref(`length(${zones}) >= 2`),
            errorMessage: `The subnets (subnetIds) have to be in at least two availability zones: SageMaker asks for that.`,
          },
        ],
      },
    });
  }

  private makeEndpoints(
    p: ValuesOf<typeof importInputs>,
    clients: Clients,
    around: Surroundings,
    named: (suffix: string) => Record<string, string>,
  ): string {
    const group = makeEndpointsGroup(this, p.vpcId, p.name, named);
    const options = {
      vpcId: p.vpcId,
      subnetIds: p.subnetIds,
      securityGroupId: group.id,
      services: clients.services(),
    };
    makeInterfaceEndpoints(this, options, around, named);
    return group.id;
  }

  private findS3PrefixList({ servicePrefix, region }: Surroundings): string {
    return new DataAwsEc2ManagedPrefixList(this, "s3", { name: `${servicePrefix}.${region}.s3` }).id;
  }
}
