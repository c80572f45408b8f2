import { PrivateNetwork, type PrivateNetworkProps } from "../../../modules/private-network";
import { stackRoot } from "../../helpers/stack";
import { hostIn } from "./support/addresses";
import { flow, packet, pathMtuNote, type Asks, type Host } from "./support/flow";
import { readVpc, S3_RANGE, type Vpc } from "./support/vpc";

type Internet = NonNullable<PrivateNetworkProps["internet"]>;

/** The network as Terraform left it behind: its ranges, ids and rules are what the provider would have sent to AWS. */
async function apply(internet: Internet, distributed: boolean): Promise<Vpc> {
  const root = await stackRoot((stack) => {
    const network = new PrivateNetwork(stack, "network", { name: "dev", internet, flowLogs: false });
    network.connect("notebook", { services: ["sagemaker.api", "logs"] });
    network.connect("training", { services: ["logs"], distributed });
    network.connect("archive", { services: [] });
    if (internet !== "none") network.connect("function", { services: ["logs"], internet: true });
  });
  root.apply();
  const vpc = readVpc(root.state());
  root.destroy();
  return openOtherSubnet(vpc);
}

const https: Asks = { protocol: "tcp", port: 443 };
const tcp = (port: number): Asks => ({ protocol: "tcp", port });
const s3: Host = { address: hostIn(S3_RANGE, 7) };
const internetHost: Host = { address: "93.184.216.34" };

/** The hosts of the tests: clients and endpoints in either zone, and others that have no place in the network. */
function hostsOf(vpc: Vpc) {
  const inSubnet = (kind: string, zone: string, offset: number, groups?: string[]): Host => {
    const subnet = vpc.subnets.find((s) => s.kind === kind && s.zone === `eu-west-1${zone}`);
    if (!subnet) throw new Error(`There is no ${kind} subnet in zone ${zone}.`);
    return { address: hostIn(subnet.range, offset), subnet: subnet.id, groups };
  };
  return {
    client: (name: string, zone: string, offset = 10) => {
      const group = vpc.clientGroups.get(name);
      if (group === undefined) throw new Error(`There is no client ${name}.`);
      return inSubnet("private", zone, offset, [group]);
    },
    endpoint: (zone: string) => inSubnet("private", zone, 20, [vpc.endpointsGroup]),
    /** In a private subnet; its own groups and those of whom it asks let everything through. */
    unguarded: (zone: string, offset = 30) => inSubnet("private", zone, offset),
    /** Somebody adds a subnet to the VPC later, in the public half, without rules. */
    otherSubnet: (): Host => ({ address: hostIn(vpc.range, 0xfff0), subnet: "subnet-other" }),
  };
}

type Row = [what: string, passes: boolean, run: (vpc: Vpc) => ReturnType<typeof flow>];

const everywhere: Row[] = [
  ["a client reaches an interface endpoint in its zone", true, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).endpoint("a"), https)],
  ["a client reaches an interface endpoint in another zone", true, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).endpoint("b"), https)],
  ["a client reaches S3", true, (v) => flow(v, hostsOf(v).client("archive", "b"), s3, https)],
  ["S3 can tell a client that a packet was too large", true, (v) => pathMtuNote(v, hostsOf(v).client("archive", "a"), s3)],

  ["a client without services does not reach the endpoints", false, (v) => flow(v, hostsOf(v).client("archive", "a"), hostsOf(v).endpoint("a"), https)],
  ["a client does not reach an endpoint by plain http", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).endpoint("a"), tcp(80))],
  ["a client does not reach S3 by plain http", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), s3, tcp(80))],
  ["a client that did not ask for internet has none", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), internetHost, https)],
  ["clients do not reach each other by ssh, in one zone", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).client("training", "a", 11), tcp(22))],
  ["clients do not reach each other by https, across zones", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).client("training", "b"), https)],
  ["a host of one client does not reach another of the same client unless it is distributed", false, (v) => flow(v, hostsOf(v).client("notebook", "a"), hostsOf(v).client("notebook", "a", 11), https)],
  ["an endpoint does not ask a client", false, (v) => flow(v, hostsOf(v).endpoint("a"), hostsOf(v).client("notebook", "b"), https)],
  ["nobody on the internet reaches a client by ssh, even if it had a public address", false, (v) => flow(v, internetHost, hostsOf(v).client("training", "a"), tcp(22))],
  ["nobody on the internet reaches a client by a high port, even if it had a public address", false, (v) => flow(v, internetHost, hostsOf(v).client("training", "a"), tcp(29500))],
  ["ssh from the internet is refused by the network ACL alone", false, (v) => flow(v, internetHost, hostsOf(v).unguarded("a"), tcp(22))],
  ["https from the internet is refused by the network ACL alone", false, (v) => flow(v, internetHost, hostsOf(v).unguarded("a"), https)],
  ["no packet of another subnet comes in, not even one that looks like an answer", false, (v) => packet(v, hostsOf(v).otherSubnet(), hostsOf(v).unguarded("a"), tcp(29500))],
  ["no packet goes out to another subnet, not even by https", false, (v) => packet(v, hostsOf(v).unguarded("a"), hostsOf(v).otherSubnet(), https)],
  ["other subnets of the VPC are refused by the network ACL alone, in", false, (v) => flow(v, hostsOf(v).otherSubnet(), hostsOf(v).unguarded("a"), tcp(8080))],
  ["other subnets of the VPC are refused by the network ACL alone, out", false, (v) => flow(v, hostsOf(v).unguarded("a"), hostsOf(v).otherSubnet(), https)],
]; // prettier-ignore

const distributed: Row[] = [
  ["hosts of distributed training talk across zones on any TCP port", true, (v) => flow(v, hostsOf(v).client("training", "a"), hostsOf(v).client("training", "b"), tcp(29500))],
  ["hosts of distributed training talk across zones on low ports", true, (v) => flow(v, hostsOf(v).client("training", "b"), hostsOf(v).client("training", "a"), tcp(111))],
  ["hosts of distributed training talk in one zone over UDP", true, (v) => flow(v, hostsOf(v).client("training", "a"), hostsOf(v).client("training", "a", 11), { protocol: "udp", port: 5000 })],
  ["hosts of distributed training talk across zones over UDP", true, (v) => flow(v, hostsOf(v).client("training", "a"), hostsOf(v).client("training", "b"), { protocol: "udp", port: 5000 })],
]; // prettier-ignore

const notDistributed: Row[] = [
  ["without distributed training, hosts of one client do not talk, even if their groups let them", false, (v) => flow(v, hostsOf(v).unguarded("a"), hostsOf(v).unguarded("b"), tcp(111))],
]; // prettier-ignore

const withNat: Row[] = [
  ["a client that asked for it reaches https on the internet", true, (v) => flow(v, hostsOf(v).client("function", "a"), internetHost, https)],
  ["a client in the other zone does, too", true, (v) => flow(v, hostsOf(v).client("function", "b"), internetHost, https)],
  ["the internet can tell a client that a packet was too large", true, (v) => pathMtuNote(v, hostsOf(v).client("function", "a"), internetHost)],
  ["no client reaches plain http on the internet", false, (v) => flow(v, hostsOf(v).client("function", "a"), internetHost, tcp(80))],
  ["plain http to the internet is refused by the network ACL alone", false, (v) => flow(v, hostsOf(v).unguarded("a"), internetHost, tcp(80))],
  ["ssh to the internet is refused by the network ACL alone", false, (v) => flow(v, hostsOf(v).unguarded("a"), internetHost, tcp(22))],
  ["a client with internet does not reach other subnets of the VPC", false, (v) => flow(v, hostsOf(v).client("function", "a"), hostsOf(v).otherSubnet(), https)],
]; // prettier-ignore

const noNat: Row[] = [
  ["without NAT there is no route to the internet, whatever a group allows", false, (v) => flow(v, hostsOf(v).unguarded("a"), internetHost, https)],
]; // prettier-ignore

interface Case {
  title: string;
  internet: Internet;
  distributed: boolean;
  rows: Row[];
}
const cases: Case[] = [
  {
    title: "no internet",
    internet: "none",
    distributed: true,
    rows: [...everywhere, ...distributed, ...noNat],
  },
  {
    title: "no internet and nothing distributed",
    internet: "none",
    distributed: false,
    rows: [...everywhere, ...notDistributed, ...noNat],
  },
  {
    title: "a single NAT gateway",
    internet: "single-nat",
    distributed: true,
    rows: [...everywhere, ...distributed, ...withNat],
  },
  {
    title: "a NAT gateway in each zone",
    internet: "ha-nat",
    distributed: false,
    rows: [...everywhere, ...notDistributed, ...withNat],
  },
];

const networks = new Map<Case, Vpc>();
beforeAll(async () => {
  for (const each of cases) networks.set(each, await apply(each.internet, each.distributed));
});
const networkOf = (each: Case): Vpc => networks.get(each) as Vpc;

describe.each(cases)("with $title", (each) => {
  test.each(each.rows)("%s", (_what, passes, run) => {
    expect(run(networkOf(each))).toMatchObject({ passes });
  });

  test("each subnet has a network ACL of this network, and none allows everything", () => {
    const vpc = networkOf(each);
    for (const { id } of vpc.subnets) expect(vpc.aclOfSubnet.get(id)).toBeDefined();
    const open = vpc.aclRules.filter(
      ({ acl, action, protocol, range }) =>
        acl !== OTHER_ACL && action === "allow" && protocol === "-1" && range === "0.0.0.0/0",
    );
    expect(open).toEqual([]);
  });
});

test("no rule of the network ACLs is idle: somewhere without it a needed flow stops, or an unneeded one passes", () => {
  const matters = new Set<string>();
  const all = new Set<string>();
  for (const [{ rows }, vpc] of networks) {
    for (const { name, acl } of vpc.aclRules) {
      if (acl === OTHER_ACL) continue;
      all.add(name);
      const without = { ...vpc, aclRules: vpc.aclRules.filter((rule) => rule.name !== name) };
      if (rows.some(([, passes, run]) => run(without).passes !== passes)) matters.add(name);
    }
  }
  expect(all.size).toBeGreaterThan(15);
  expect([...all].filter((name) => !matters.has(name))).toEqual([]);
});

test("with NAT in each zone, a zone's traffic stays in it; with a single one, all of it passes the first zone", () => {
  const natZones = (each: Case | undefined) => {
    const vpc = networkOf(each as Case);
    return vpc.subnets
      .filter(({ kind }) => kind === "private")
      .map(({ id, zone }) => {
        const route = vpc.routes.find((r) => r.subnet === id && r.range === "0.0.0.0/0");
        const natSubnet = vpc.natSubnets.get(route?.target ?? "");
        return [zone, vpc.subnets.find((subnet) => subnet.id === natSubnet)?.zone];
      });
  };
  expect(natZones(cases.find(({ internet }) => internet === "ha-nat"))).toEqual([
    ["eu-west-1a", "eu-west-1a"],
    ["eu-west-1b", "eu-west-1b"],
  ]);
  expect(natZones(cases.find(({ internet }) => internet === "single-nat"))).toEqual([
    ["eu-west-1a", "eu-west-1a"],
    ["eu-west-1b", "eu-west-1a"],
  ]);
});

/** Somebody's own subnet with an ACL that allows everything, so that only this network's own are tried. */
const OTHER_ACL = "acl-other";

function openOtherSubnet(vpc: Vpc): Vpc {
  const all = (egress: boolean) => ({
    ...{ name: "other", acl: OTHER_ACL, egress, number: 1, action: "allow", protocol: "-1" },
    ...{ range: "0.0.0.0/0", ports: undefined, icmp: [-1, -1] as [number, number] },
  });
  return {
    ...vpc,
    aclOfSubnet: new Map([...vpc.aclOfSubnet, ["subnet-other", OTHER_ACL]]),
    aclRules: [...vpc.aclRules, all(true), all(false)],
  };
}
