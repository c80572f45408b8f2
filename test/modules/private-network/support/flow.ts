/**
 * Whether a flow passes a VPC, as AWS documents it: security groups know connections and let answers through; network ACLs
 * do not, apply their rules by number, the first match decides, and nothing matches to "deny"; they look only at what
 * leaves or enters a subnet. The most specific route wins.
 */
import { isIn, prefixLength } from "./addresses";
import type { AclRule, GroupRule, Route, Vpc } from "./vpc";

/** Something with a network interface. */
export interface Host {
  address: string;
  /** Left out: outside of the VPC. */
  subnet?: string;
  /** Left out: a host whose groups let everything through, to look at the other guards alone. */
  groups?: string[];
}
export interface Asks {
  protocol: "tcp" | "udp" | "icmp";
  port?: number;
  icmp?: [number, number];
}
interface Packet extends Asks {
  from: string;
  to: string;
}
type Verdict = { passes: true } | { passes: false; because: string };

/** Where answers go: both ends of what NAT gateways and Lambda choose, and of what Linux does. */
const ANSWER_PORTS = [1024, 32768, 60999, 65535];
const PASSES: Verdict = { passes: true };
const refused = (because: string): Verdict => ({ passes: false, because });

/** The first asks the second, and has to get the answer. */
export function flow(vpc: Vpc, from: Host, to: Host, asks: Asks): Verdict {
  if (from.subnet === undefined)
    return to.subnet === undefined ? refused("it is not this VPC's") : arrives(vpc, from, to, asks, []);
  if (!groupsAllow(vpc, from, true, to, asks)) return refused("the asking side's security group");
  const path = pathOf(vpc, from, to);
  if (typeof path === "string") return refused(path);
  return arrives(vpc, from, to, asks, path);
}

/** A router's note about a packet that was too large comes back to the host that sent it. */
export function pathMtuNote(vpc: Vpc, sender: Host, destination: Host): Verdict {
  const path = pathOf(vpc, sender, destination);
  if (typeof path === "string") return refused(path);
  const note = { protocol: "icmp", icmp: [3, 4] as [number, number] } as const;
  return passAcls(vpc, { from: destination.address, to: sender.address, ...note }, [
    ...[...path].reverse().flatMap((subnet) => [["in", subnet] as Crossing, ["out", subnet] as Crossing]),
    ["in", sender.subnet as string],
  ]);
}

/** Whether a packet alone, answered or not, passes the network ACL between a host of the VPC and another. */
export function packet(vpc: Vpc, from: Host, to: Host, asks: Asks): Verdict {
  const crossings: Crossing[] = [];
  if (from.subnet !== undefined) crossings.push(["out", from.subnet]);
  if (to.subnet !== undefined) crossings.push(["in", to.subnet]);
  return passAcls(vpc, { from: from.address, to: to.address, ...asks }, crossings);
}

type Crossing = ["in" | "out", string];

function arrives(vpc: Vpc, from: Host, to: Host, asks: Asks, via: string[]): Verdict {
  if (!groupsAllow(vpc, to, false, from, asks)) return refused("the asked side's security group");
  if (from.subnet === to.subnet) return PASSES;
  const there: Crossing[] = [
    ...(from.subnet === undefined ? [] : [["out", from.subnet] as Crossing]),
    ...via.flatMap((subnet) => [["in", subnet] as Crossing, ["out", subnet] as Crossing]),
    ...(to.subnet === undefined ? [] : [["in", to.subnet] as Crossing]),
  ];
  const back = there.map(([way, subnet]): Crossing => [way === "in" ? "out" : "in", subnet]).reverse();
  const request = passAcls(vpc, { from: from.address, to: to.address, ...asks }, there);
  if (!request.passes || asks.protocol === "icmp") return request;
  for (const port of ANSWER_PORTS) {
    const answer = passAcls(vpc, { protocol: asks.protocol, from: to.address, to: from.address, port }, back);
    if (!answer.passes) return refused(`${answer.because} (the answer to port ${port})`);
  }
  return PASSES;
}

/** @returns the subnets of the NAT gateways on the way; a text when there is no way */
function pathOf(vpc: Vpc, from: Host, to: Host): string[] | string {
  if (to.subnet !== undefined) return [];
  const subnet = from.subnet as string;
  const route = bestRoute(vpc, subnet, to.address);
  if (!route) return "no route";
  if (route.target.startsWith("vpce-")) return [];
  if (route.target.startsWith("igw-")) return [];
  const natSubnet = vpc.natSubnets.get(route.target);
  if (natSubnet === undefined) return `a route to nowhere (${route.target})`;
  const onwards = bestRoute(vpc, natSubnet, to.address);
  return onwards?.target.startsWith("igw-") ? [natSubnet] : "no route from the NAT gateway";
}

function bestRoute(vpc: Vpc, subnet: string, address: string): Route | undefined {
  const length = (route: Route) => {
    const ranges = route.prefixList ? (vpc.prefixLists.get(route.prefixList) ?? []) : [route.range ?? ""];
    return Math.max(-1, ...ranges.filter((range) => isIn(address, range)).map(prefixLength));
  };
  return vpc.routes
    .filter((route) => route.subnet === subnet && length(route) >= 0)
    .sort((a, b) => length(b) - length(a))[0];
}

/**
 * A NAT gateway puts its own address in place of the client's on the internet's side. That side's rules name no addresses
 * but "anywhere", so the packet is looked at with the client's address on both.
 */
function passAcls(vpc: Vpc, packet: Packet, crossings: Crossing[]): Verdict {
  for (const [way, subnet] of crossings) {
    const acl = vpc.aclOfSubnet.get(subnet);
    const peer = way === "out" ? packet.to : packet.from;
    const rule = vpc.aclRules
      .filter((rule) => rule.acl === acl && rule.egress === (way === "out"))
      .sort((a, b) => a.number - b.number)
      .find((rule) => aclMatches(rule, peer, packet));
    if (rule?.action !== "allow")
      return refused(`the network ACL, ${way} of ${subnet}: ${rule?.name ?? "no rule"}`);
  }
  return PASSES;
}

function aclMatches(rule: AclRule, peer: string, packet: Packet): boolean {
  if (!isIn(peer, rule.range)) return false;
  if (rule.protocol === "-1") return true;
  if (rule.protocol !== packet.protocol) return false;
  if (packet.icmp)
    return rule.icmp.every((wanted, index) => wanted === -1 || wanted === packet.icmp?.[index]);
  return isPortIn(packet.port, rule.ports);
}

function groupsAllow(vpc: Vpc, host: Host, egress: boolean, other: Host, asks: Asks): boolean {
  if (host.groups === undefined) return true;
  return vpc.groupRules.some(
    (rule) =>
      rule.egress === egress && host.groups?.includes(rule.group) && groupMatches(vpc, rule, other, asks),
  );
}

function groupMatches(vpc: Vpc, rule: GroupRule, other: Host, asks: Asks): boolean {
  if (rule.protocol !== "-1" && (rule.protocol !== asks.protocol || !isPortIn(asks.port, rule.ports)))
    return false;
  if (rule.otherGroup !== undefined) return other.groups?.includes(rule.otherGroup) ?? false;
  if (rule.prefixList !== undefined)
    return (vpc.prefixLists.get(rule.prefixList) ?? []).some((range) => isIn(other.address, range));
  return isIn(other.address, rule.range ?? "");
}

const isPortIn = (port: number | undefined, ports: [number, number] | undefined): boolean =>
  ports === undefined || (port !== undefined && port >= ports[0] && port <= ports[1]);
