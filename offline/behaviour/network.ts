import { asText, type Value } from "../provider/values";
import { between, cidr, cidr6, conflicting, exactlyOneOf, oneOf, oneOfNumbers, rule } from "./checks";
import type { BehaviourTable, Check } from "./types";

const EC2 = "arn:{partition}:ec2:{region}:{account}:";

const PROTOCOLS_WITH_PORTS = new Set(["tcp", "udp", "6", "17"]);

/** Rules of security groups: exactly one source or destination, and ports unless the protocol has none. */
const securityGroupRule: readonly Check[] = [
  exactlyOneOf("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"),
  cidr("cidr_ipv4"),
  cidr6("cidr_ipv6"),
  between("from_port", -1, 65535),
  between("to_port", -1, 65535),
  rule(["ip_protocol", "from_port", "to_port"], ({ ip_protocol, from_port, to_port }) => {
    const hasPorts = from_port !== null || to_port !== null;
    if (ip_protocol === "-1" && hasPorts)
      return "all protocols (-1) have no ports: leave from_port and to_port out";
    if (PROTOCOLS_WITH_PORTS.has(asText(ip_protocol)) && (from_port === null || to_port === null)) {
      return `protocol ${asText(ip_protocol)} needs from_port and to_port`;
    }
    return hasPorts && Number(from_port) > Number(to_port) ? "from_port is above to_port" : undefined;
  }),
];

const inlineRules = (path: string): readonly Check[] => [
  cidr(`${path}.cidr_blocks`),
  cidr6(`${path}.ipv6_cidr_blocks`),
  between(`${path}.from_port`, -1, 65535),
  between(`${path}.to_port`, -1, 65535),
];

const networkAclRules = (path: string): readonly Check[] => [
  cidr(`${path}.cidr_block`),
  cidr6(`${path}.ipv6_cidr_block`),
  oneOf(`${path}.action`, ["allow", "deny", "ALLOW", "DENY"]),
  between(`${path}.rule_no`, 1, 32766),
  between(`${path}.from_port`, 0, 65535),
  between(`${path}.to_port`, 0, 65535),
];

const routeTargets = (path: string): readonly Check[] => [
  cidr(`${path}cidr_block`),
  cidr6(`${path}ipv6_cidr_block`),
];

export const network: BehaviourTable = {
  aws_vpc: {
    id: "vpc-{hash}",
    arn: `${EC2}vpc/{id}`,
    defaults: {
      enable_dns_support: true,
      enable_dns_hostnames: false,
      enable_network_address_usage_metrics: false,
      instance_tenancy: "default",
    },
    replacedBy: ["cidr_block", "ipv4_ipam_pool_id", "ipv4_netmask_length"],
    computed: {
      default_network_acl_id: "acl-{hash}",
      default_route_table_id: "rtb-{hash}",
      main_route_table_id: "{default_route_table_id}",
      default_security_group_id: "sg-{hash}",
      dhcp_options_id: "dopt-{hash}",
    },
    checks: [
      cidr("cidr_block", 16, 28),
      conflicting("cidr_block", "ipv4_netmask_length"),
      oneOf("instance_tenancy", ["default", "dedicated"]),
    ],
  },
  aws_subnet: {
    id: "subnet-{hash}",
    arn: `${EC2}subnet/{id}`,
    defaults: {
      assign_ipv6_address_on_creation: false,
      enable_dns64: false,
      enable_resource_name_dns_a_record_on_launch: false,
      enable_resource_name_dns_aaaa_record_on_launch: false,
      ipv6_native: false,
      map_public_ip_on_launch: false,
    },
    replacedBy: [
      "vpc_id",
      "cidr_block",
      "availability_zone",
      "availability_zone_id",
      "ipv6_native",
      "outpost_arn",
    ],
    computed: {
      availability_zone: "{region}a",
      availability_zone_id: ({ values }) => zoneId(values.availability_zone),
      private_dns_hostname_type_on_launch: "ip-name",
      ipv6_cidr_block_association_id: "",
    },
    checks: [
      cidr("cidr_block", 16, 28),
      conflicting("availability_zone", "availability_zone_id"),
      oneOf("private_dns_hostname_type_on_launch", ["ip-name", "resource-name"]),
    ],
  },
  aws_internet_gateway: { id: "igw-{hash}", arn: `${EC2}internet-gateway/{id}` },
  aws_eip: {
    id: "eipalloc-{hash}",
    arn: `${EC2}elastic-ip/{id}`,
    computed: {
      allocation_id: "{id}",
      domain: "vpc",
      network_border_group: "{region}",
      public_ipv4_pool: "amazon",
      public_ip: (making) => documentationAddress(making.hash("public-ip", 2)),
      public_dns: ({ values, region }) =>
        `ec2-${asText(values.public_ip).replace(/\./g, "-")}.${region}.compute.amazonaws.com`,
    },
    replacedBy: ["domain", "network_border_group", "public_ipv4_pool"],
    checks: [oneOf("domain", ["vpc", "standard"]), conflicting("instance", "network_interface")],
  },
  aws_nat_gateway: {
    id: "nat-{hash}",
    defaults: { connectivity_type: "public" },
    replacedBy: ["allocation_id", "connectivity_type", "subnet_id", "private_ip"],
    computed: {
      association_id: "eipassoc-{hash}",
      network_interface_id: "eni-{hash}",
      private_ip: "10.0.0.10",
      public_ip: (making) => documentationAddress(making.hash("public-ip", 2)),
    },
    checks: [
      oneOf("connectivity_type", ["public", "private"]),
      rule(["connectivity_type", "allocation_id", "availability_mode"], (config) =>
        config.connectivity_type !== "private" &&
        config.allocation_id === null &&
        config.availability_mode !== "regional"
          ? "a public NAT gateway needs allocation_id"
          : undefined,
      ),
    ],
  },
  aws_route_table: {
    id: "rtb-{hash}",
    arn: `${EC2}route-table/{id}`,
    replacedBy: ["vpc_id"],
    computed: { owner_id: "{account}" },
    checks: routeTargets("route."),
  },
  aws_route: {
    id: "r-{route_table_id}{hash:10}",
    replacedBy: [
      "route_table_id",
      "destination_cidr_block",
      "destination_ipv6_cidr_block",
      "destination_prefix_list_id",
    ],
    computed: { origin: "CreateRoute", state: "active" },
    checks: [
      exactlyOneOf("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id"),
      exactlyOneOf(
        "carrier_gateway_id",
        "core_network_arn",
        "egress_only_gateway_id",
        "gateway_id",
        "local_gateway_id",
        "nat_gateway_id",
        "network_interface_id",
        "transit_gateway_id",
        "vpc_endpoint_id",
        "vpc_peering_connection_id",
      ),
      cidr("destination_cidr_block"),
      cidr6("destination_ipv6_cidr_block"),
    ],
    unique: [
      "route_table_id",
      "destination_cidr_block",
      "destination_ipv6_cidr_block",
      "destination_prefix_list_id",
    ],
  },
  aws_route_table_association: {
    id: "rtbassoc-{hash}",
    replacedBy: ["subnet_id", "gateway_id"],
    checks: [exactlyOneOf("subnet_id", "gateway_id")],
    unique: ["subnet_id", "gateway_id"],
  },
  aws_network_acl: {
    id: "acl-{hash}",
    arn: `${EC2}network-acl/{id}`,
    replacedBy: ["vpc_id"],
    computed: { owner_id: "{account}" },
    checks: [...networkAclRules("ingress"), ...networkAclRules("egress")],
  },
  aws_network_acl_rule: {
    id: "nacl-{hash:10}",
    defaults: { egress: false },
    replacedBy: [
      "network_acl_id",
      "rule_number",
      "egress",
      "protocol",
      "rule_action",
      "cidr_block",
      "ipv6_cidr_block",
      "from_port",
      "to_port",
      "icmp_type",
      "icmp_code",
    ],
    checks: [
      exactlyOneOf("cidr_block", "ipv6_cidr_block"),
      cidr("cidr_block"),
      cidr6("ipv6_cidr_block"),
      oneOf("rule_action", ["allow", "deny", "ALLOW", "DENY"]),
      between("rule_number", 1, 32766),
      between("from_port", 0, 65535),
      between("to_port", 0, 65535),
    ],
    unique: ["network_acl_id", "rule_number", "egress"],
  },
  aws_network_acl_association: {
    id: "aclassoc-{hash}",
    unique: ["subnet_id"],
  },
  aws_default_network_acl: {
    id: "{default_network_acl_id}",
    arn: `${EC2}network-acl/{id}`,
    replacedBy: ["default_network_acl_id"],
    computed: { owner_id: "{account}", vpc_id: "vpc-{hash}" },
    checks: [...networkAclRules("ingress"), ...networkAclRules("egress")],
    unique: ["default_network_acl_id"],
  },
  aws_default_security_group: {
    id: "sg-{hash}",
    arn: `${EC2}security-group/{id}`,
    defaults: { revoke_rules_on_delete: false },
    replacedBy: ["vpc_id"],
    computed: {
      description: "default VPC security group",
      name: "default",
      owner_id: "{account}",
      vpc_id: "vpc-{hash}",
    },
    checks: [...inlineRules("ingress"), ...inlineRules("egress")],
    unique: ["vpc_id"],
  },
  aws_security_group: {
    id: "sg-{hash}",
    arn: `${EC2}security-group/{id}`,
    defaults: { description: "Managed by Terraform", revoke_rules_on_delete: false },
    replacedBy: ["name", "name_prefix", "description", "vpc_id"],
    computed: { owner_id: "{account}", vpc_id: "vpc-{hash}" },
    checks: [
      ...inlineRules("ingress"),
      ...inlineRules("egress"),
      // "sg-" is reserved: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
      rule(["name"], ({ name }) =>
        /^sg-/.test(asText(name)) ? `expected a name that does not start with "sg-"` : undefined,
      ),
      rule(["description"], ({ description }) =>
        asText(description ?? "").length > 255 ? "expected at most 255 characters" : undefined,
      ),
    ],
    unique: ["vpc_id", "name"],
  },
  aws_vpc_security_group_ingress_rule: {
    id: "sgr-{hash}",
    arn: `${EC2}security-group-rule/{id}`,
    replacedBy: ["security_group_id"],
    computed: { security_group_rule_id: "{id}" },
    checks: securityGroupRule,
  },
  aws_vpc_security_group_egress_rule: {
    id: "sgr-{hash}",
    arn: `${EC2}security-group-rule/{id}`,
    replacedBy: ["security_group_id"],
    computed: { security_group_rule_id: "{id}" },
    checks: securityGroupRule,
  },
  aws_flow_log: {
    id: "fl-{hash}",
    arn: `${EC2}vpc-flow-log/{id}`,
    defaults: { log_destination_type: "cloud-watch-logs", max_aggregation_interval: 600 },
    replacedBy: [
      "deliver_cross_account_role",
      "destination_options",
      "iam_role_arn",
      "log_destination",
      "log_destination_type",
      "log_format",
      "max_aggregation_interval",
      "subnet_id",
      "traffic_type",
      "vpc_id",
    ],
    computed: {
      log_format:
        // The default format of a flow log: https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
        () =>
          [
            "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action",
            "log-status",
          ]
            .flatMap((fields) => fields.split(" "))
            .map((field) => `\${${field}}`)
            .join(" "),
    },
    checks: [
      exactlyOneOf("eni_id", "subnet_id", "transit_gateway_attachment_id", "transit_gateway_id", "vpc_id"),
      oneOf("log_destination_type", ["cloud-watch-logs", "s3", "kinesis-data-firehose"]),
      oneOf("traffic_type", ["ACCEPT", "REJECT", "ALL"]),
      oneOfNumbers("max_aggregation_interval", [60, 600]),
    ],
  },
};

/** An address of 203.0.113.0/24, which is reserved for documentation (RFC 5737) and so nobody's. */
function documentationAddress(digits: string): string {
  return `203.0.113.${1 + (Number.parseInt(digits, 16) % 254)}`;
}

function zoneId(zone: Value | undefined): string {
  const text = asText(zone);
  return `${text.slice(0, -1)}-az${text.charCodeAt(text.length - 1) - "a".charCodeAt(0) + 1}`;
}
