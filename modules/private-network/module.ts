import { defineModule } from "../shared/module";
import { PrivateNetwork } from "./index";
import { inputs, rules } from "./inputs";

export const definition = defineModule({
  name: "private-network",
  summary: "A VPC whose private subnets reach AWS through endpoints, and only what their clients ask for.",
  inputs,
  rules,
  make: (scope, props) => new PrivateNetwork(scope, "this", props),
  outputs: {
    vpcId: { description: "Id of the VPC.", value: (n: PrivateNetwork) => n.vpcId },
    cidrBlock: { description: "IPv4 range of the VPC.", value: (n) => n.cidrBlock },
    availabilityZones: { description: "Names of the zones, in order.", value: (n) => n.availabilityZones },
    privateSubnetIds: {
      description: "Ids of the private subnets, ordered by zone.",
      value: (n) => n.privateSubnetIds,
    },
    privateRouteTableIds: {
      description: "Ids of the private subnets' route tables, ordered by zone.",
      value: (n) => n.privateRouteTableIds,
    },
    publicSubnetIds: {
      description: "Ids of the public subnets, ordered by zone; empty without internet.",
      value: (n) => n.publicSubnetIds,
    },
    natPublicIps: {
      description: "Addresses from which the internet sees the network; empty without internet.",
      value: (n) => n.natPublicIps,
    },
    securityGroupIds: {
      description: "Id of each client's security group, by client.",
      value: (n) => n.securityGroupIds,
    },
    endpointsSecurityGroupId: {
      description: "Id of the interface endpoints' security group.",
      value: (n) => n.endpointsSecurityGroupId,
    },
    interfaceEndpointIds: {
      description: "Id of each interface endpoint, by service.",
      value: (n) => n.interfaceEndpointIds,
    },
    s3EndpointId: { description: "Id of the gateway endpoint of S3.", value: (n) => n.s3EndpointId },
    flowLogGroupName: {
      description: "Name of the log group of the flow logs; null without them.",
      value: (n) => n.flowLogGroupName,
    },
  },
});
