import { asText, type Value } from "../provider/values";
import { matches, oneOf, policy, rule } from "./checks";
import type { BehaviourTable } from "./types";

const isInterface = (type: unknown): boolean => type === "Interface";

export const vpcEndpoint: BehaviourTable = {
  aws_vpc_endpoint: {
    id: "vpce-{hash}",
    arn: "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}",
    defaults: { vpc_endpoint_type: "Gateway" },
    replacedBy: [
      "service_name",
      "vpc_id",
      "vpc_endpoint_type",
      "service_region",
      "resource_configuration_arn",
    ],
    computed: {
      owner_id: "{account}",
      requester_managed: false,
      state: "available",
      ip_address_type: ({ values }) => (isInterface(values.vpc_endpoint_type) ? "ipv4" : ""),
      private_dns_enabled: false,
      // What AWS allows when no policy is given: https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
      policy: () =>
        JSON.stringify({
          Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
          Version: "2008-10-17",
        }),
      prefix_list_id: ({ values, hash }) =>
        isInterface(values.vpc_endpoint_type) ? "" : `pl-${hash("prefix-list", 8)}`,
      dns_entry: ({ values, region, hash }) =>
        isInterface(values.vpc_endpoint_type)
          ? [
              {
                dns_name: `vpce-${hash("dns", 17)}.${lastPart(values.service_name)}.${region}.vpce.amazonaws.com`,
                hosted_zone_id: "Z0123456789OFFLINE",
              },
            ]
          : [],
    },
    checks: [
      oneOf("vpc_endpoint_type", [
        "Gateway",
        "Interface",
        "GatewayLoadBalancer",
        "Resource",
        "ServiceNetwork",
      ]),
      oneOf("ip_address_type", ["ipv4", "ipv6", "dualstack"]),
      matches(
        "service_name",
        /^(com|cn|eu|gov|software|aws)\.[a-z0-9.-]+$/,
        "a service such as com.amazonaws.eu-west-1.s3",
      ),
      policy("policy"),
      rule(["vpc_endpoint_type", "route_table_ids"], ({ vpc_endpoint_type, route_table_ids }) =>
        isInterface(vpc_endpoint_type) && Array.isArray(route_table_ids) && route_table_ids.length > 0
          ? "an Interface endpoint takes subnet_ids, not route_table_ids"
          : undefined,
      ),
      rule(["vpc_endpoint_type", "private_dns_enabled"], ({ vpc_endpoint_type, private_dns_enabled }) =>
        !isInterface(vpc_endpoint_type) && private_dns_enabled === true
          ? "private_dns_enabled is for Interface endpoints"
          : undefined,
      ),
      rule(["vpc_endpoint_type", "subnet_ids"], ({ vpc_endpoint_type, subnet_ids }) =>
        (vpc_endpoint_type ?? "Gateway") === "Gateway" && Array.isArray(subnet_ids) && subnet_ids.length > 0
          ? "a Gateway endpoint takes route_table_ids, not subnet_ids"
          : undefined,
      ),
    ],
  },
  aws_vpc_endpoint_policy: {
    id: "{vpc_endpoint_id}",
    replacedBy: ["vpc_endpoint_id"],
    checks: [policy("policy")],
    unique: ["vpc_endpoint_id"],
  },
  aws_vpc_endpoint_route_table_association: {
    id: "a-{vpc_endpoint_id}{hash:10}",
    replacedBy: ["vpc_endpoint_id", "route_table_id"],
    unique: ["vpc_endpoint_id", "route_table_id"],
  },
  aws_vpc_endpoint_security_group_association: {
    id: "a-{vpc_endpoint_id}{hash:10}",
    defaults: { replace_default_association: false },
    replacedBy: ["vpc_endpoint_id", "security_group_id", "replace_default_association"],
    unique: ["vpc_endpoint_id", "security_group_id"],
  },
  aws_vpc_endpoint_subnet_association: {
    id: "a-{vpc_endpoint_id}{hash:10}",
    replacedBy: ["vpc_endpoint_id", "subnet_id"],
    unique: ["vpc_endpoint_id", "subnet_id"],
  },
};

function lastPart(serviceName: Value | undefined): string {
  return asText(serviceName).split(".").pop() ?? "";
}
