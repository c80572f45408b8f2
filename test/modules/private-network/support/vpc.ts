/** A VPC as Terraform's state tells it: what decides whether a packet passes. */
import type { PlannedModule } from "../../../helpers/terraform";

export interface AclRule {
  name: string;
  acl: string;
  egress: boolean;
  number: number;
  action: string;
  protocol: string;
  range: string;
  ports: [number, number] | undefined;
  icmp: [number, number];
}
export interface GroupRule {
  group: string;
  egress: boolean;
  protocol: string;
  ports: [number, number] | undefined;
  range?: string;
  prefixList?: string;
  otherGroup?: string;
}
export interface Subnet {
  id: string;
  /** `private` or `public`, as its resource is called. */
  kind: string;
  zone: string;
  range: string;
}
export interface Route {
  subnet: string;
  range?: string;
  prefixList?: string;
  /** The id of a NAT gateway, internet gateway or endpoint. */
  target: string;
}
export interface Vpc {
  range: string;
  subnets: Subnet[];
  aclOfSubnet: Map<string, string>;
  aclRules: AclRule[];
  routes: Route[];
  groupRules: GroupRule[];
  /** Security group by client. */
  clientGroups: Map<string, string>;
  endpointsGroup: string;
  natSubnets: Map<string, string>;
  /** What S3's prefix list stands for; AWS publishes other ranges for each region. */
  prefixLists: Map<string, string[]>;
}

export const S3_RANGE = "52.218.0.0/17";

type Values = Record<string, unknown>;
type Resource = { type: string; name: string; index?: string | number; values: Values };

export function readVpc(state: { values?: { root_module: PlannedModule } }): Vpc {
  const all = (state.values?.root_module.resources ?? []) as Resource[];
  const of = (type: string) => all.filter((resource) => resource.type === type);
  const text = (values: Values, name: string) => (values[name] as string | null) || undefined;
  const only = (type: string, name: string) =>
    of(type).find((resource) => new RegExp(`_${name}_[0-9A-F]{8}$`).test(resource.name));

  const routeTableOf = new Map(
    of("aws_route_table_association").map(({ values }) => [values.subnet_id, values.route_table_id]),
  );
  const s3 = only("aws_vpc_endpoint", "s3")?.values ?? {};
  const tableRoutes = [
    ...of("aws_route").map(({ values }) => ({
      table: values.route_table_id,
      range: text(values, "destination_cidr_block"),
      target: text(values, "nat_gateway_id") ?? text(values, "gateway_id") ?? "",
    })),
    ...((s3.route_table_ids ?? []) as string[]).map((table) => ({
      table,
      prefixList: s3.prefix_list_id as string,
      target: s3.id as string,
    })),
  ];
  const subnets = of("aws_subnet").map(({ name, values }) => ({
    id: values.id as string,
    kind: name.includes("_private_") ? "private" : "public",
    zone: values.availability_zone as string,
    range: values.cidr_block as string,
  }));
  const groupRules = (type: string, egress: boolean) =>
    of(type).map(({ values }) => groupRule(values, egress));
  return {
    range: of("aws_vpc")[0]?.values.cidr_block as string,
    subnets,
    aclOfSubnet: new Map(
      of("aws_network_acl").flatMap(({ values }) =>
        (values.subnet_ids as string[]).map((subnet) => [subnet, values.id as string] as const),
      ),
    ),
    aclRules: of("aws_network_acl_rule").map(aclRule),
    routes: subnets.flatMap(({ id }) =>
      tableRoutes
        .filter(({ table }) => table === routeTableOf.get(id))
        .map(({ table: _table, ...route }) => ({ subnet: id, ...route })),
    ),
    groupRules: [
      ...groupRules("aws_vpc_security_group_egress_rule", true),
      ...groupRules("aws_vpc_security_group_ingress_rule", false),
    ],
    clientGroups: new Map(
      of("aws_security_group").flatMap(({ index, values }) =>
        typeof index === "string" ? [[index, values.id as string] as const] : [],
      ),
    ),
    endpointsGroup: only("aws_security_group", "endpoints")?.values.id as string,
    natSubnets: new Map(
      of("aws_nat_gateway").map(({ values }) => [values.id as string, values.subnet_id as string]),
    ),
    prefixLists: new Map([[s3.prefix_list_id as string, [S3_RANGE]]]),
  };
}

function aclRule({ name, values }: Resource): AclRule {
  const isIcmp = values.protocol === "icmp" || values.protocol === "1";
  const isAll = values.protocol === "-1" || values.protocol === "all";
  return {
    name: name.replace(/^network_|_[0-9A-F]{8}$/g, ""),
    acl: values.network_acl_id as string,
    egress: values.egress as boolean,
    number: values.rule_number as number,
    action: values.rule_action as string,
    protocol: isAll ? "-1" : (values.protocol as string),
    range: values.cidr_block as string,
    ports: isIcmp || isAll ? undefined : [values.from_port as number, values.to_port as number],
    icmp: [(values.icmp_type ?? -1) as number, (values.icmp_code ?? -1) as number],
  };
}

function groupRule(values: Values, egress: boolean): GroupRule {
  return {
    group: values.security_group_id as string,
    egress,
    protocol: values.ip_protocol as string,
    ports: values.ip_protocol === "-1" ? undefined : [values.from_port as number, values.to_port as number],
    range: (values.cidr_ipv4 as string | null) ?? undefined,
    prefixList: (values.prefix_list_id as string | null) ?? undefined,
    otherGroup: (values.referenced_security_group_id as string | null) ?? undefined,
  };
}
