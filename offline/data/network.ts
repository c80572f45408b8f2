/**
 * Networks that the configuration did not make: offline there is none to find, so a plausible one is made up, the same for
 * the same question. Reading results say so by their identifiers, which are hashes.
 */
import { cidr } from "../behaviour/checks";
import { asList, asText } from "../provider/values";
import { filterValues } from "./account";
import type { DataSourceTable, Query } from "./types";

const ZONES = ["a", "b", "c"];

export const network: DataSourceTable = {
  aws_vpc: {
    checks: [cidr("cidr_block", 16, 28)],
    read: (query) => {
      const id = asText(query.config.id) || filterValues(query, "vpc-id")[0] || `vpc-${query.hash("id", 17)}`;
      return {
        id,
        arn: ec2Arn(query, `vpc/${id}`),
        cidr_block: asText(query.config.cidr_block) || "10.0.0.0/16",
        cidr_block_associations: [
          {
            association_id: `vpc-cidr-assoc-${query.hash("association", 17)}`,
            cidr_block: "10.0.0.0/16",
            state: "associated",
          },
        ],
        default: query.config.default ?? false,
        dhcp_options_id: `dopt-${query.hash("dhcp", 17)}`,
        enable_dns_hostnames: true,
        enable_dns_support: true,
        instance_tenancy: "default",
        main_route_table_id: `rtb-${query.hash("main", 17)}`,
        owner_id: query.account,
        state: "available",
      };
    },
  },
  aws_subnets: {
    read: (query) => ({
      id: query.region,
      ids: ZONES.map((zone) => `subnet-${query.hash(zone, 16)}${zone}`),
    }),
  },
  aws_subnet: {
    checks: [cidr("cidr_block", 16, 28)],
    read: (query) => {
      const id =
        asText(query.config.id) || filterValues(query, "subnet-id")[0] || `subnet-${query.hash("id", 16)}a`;
      // The identifiers that aws_subnets makes up end with the zone's letter, so that both agree.
      const letter = ZONES.find((zone) => id.endsWith(zone)) ?? "a";
      const index = ZONES.indexOf(letter);
      return {
        id,
        arn: ec2Arn(query, `subnet/${id}`),
        availability_zone: asText(query.config.availability_zone) || query.region + letter,
        availability_zone_id: asText(query.config.availability_zone_id) || `${query.region}-az${index + 1}`,
        available_ip_address_count: 251,
        cidr_block: asText(query.config.cidr_block) || `10.0.${index}.0/24`,
        map_public_ip_on_launch: false,
        owner_id: query.account,
        private_dns_hostname_type_on_launch: "ip-name",
        state: "available",
        vpc_id:
          asText(query.config.vpc_id) || filterValues(query, "vpc-id")[0] || `vpc-${query.hash("vpc", 17)}`,
      };
    },
  },
  aws_route_tables: {
    read: (query) => ({ id: query.region, ids: ZONES.map((zone) => `rtb-${query.hash(zone, 16)}${zone}`) }),
  },
  aws_ec2_managed_prefix_list: {
    read: (query) => {
      const name =
        asText(query.config.name) ||
        filterValues(query, "prefix-list-name")[0] ||
        `com.amazonaws.${query.region}.s3`;
      const id = asText(query.config.id) || prefixListId(query, name);
      return {
        id,
        name,
        arn: ec2Arn(query, `prefix-list/${id}`),
        address_family: "IPv4",
        entries: [{ cidr: "192.0.2.0/24", description: "documentation (RFC 5737)" }],
        max_entries: 1,
        owner_id: "AWS",
        version: 1,
      };
    },
  },
  aws_prefix_list: {
    read: (query) => {
      const name = asText(query.config.name) || `com.amazonaws.${query.region}.s3`;
      return {
        name,
        id: asText(query.config.prefix_list_id) || prefixListId(query, name),
        cidr_blocks: ["192.0.2.0/24"],
      };
    },
  },
  aws_ami: {
    read: (query) => {
      const [owner] = asList(query.config.owners).map(asText);
      const [pattern] = [...filterValues(query, "name"), asText(query.config.name_regex)];
      const id = `ami-${query.hash("id", 17)}`;
      return {
        id,
        image_id: id,
        arn: `arn:${query.partition}:ec2:${query.region}::image/${id}`,
        architecture: filterValues(query, "architecture")[0] ?? "x86_64",
        block_device_mappings: [],
        creation_date: "2020-01-01T00:00:00.000Z",
        ena_support: true,
        hypervisor: "xen",
        image_type: "machine",
        name: (pattern ?? "").replace(/\*/g, "offline"),
        owner_id: /^\d{12}$/.test(owner ?? "") ? (owner ?? "") : query.account,
        root_device_name: "/dev/xvda",
        root_device_type: "ebs",
        root_snapshot_id: `snap-${query.hash("snapshot", 17)}`,
        state: "available",
        virtualization_type: "hvm",
      };
    },
  },
};

/** By name and region only, so that both data sources on prefix lists agree. */
function prefixListId(query: Query, name: string): string {
  const digits = [...`${name}${query.region}`].reduce(
    (sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff,
    7,
  );
  return `pl-${digits.toString(16).padStart(8, "0")}`;
}

function ec2Arn({ partition, region, account }: Query, resource: string): string {
  return `arn:${partition}:ec2:${region}:${account}:${resource}`;
}
