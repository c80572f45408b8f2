import { isIPv4, isIPv6 } from "node:net";
import ipaddr from "ipaddr.js";

/** IPv6 addresses that are routed in the internet at all (IANA: global unicast). */
const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/** A public address that serves a cloud's instance metadata, so no guard by range finds it. */
const azureWireServer = "168.63.129.16";

/**
 * Whether an IP address belongs to the public internet: not loopback, private, link-local, metadata, carrier-grade
 * NAT, multicast, documentation, benchmarking, or an IPv6 form that carries an IPv4 address elsewhere (NAT64, 6to4, Teredo).
 *
 * @param address in the spelling of a DNS answer or of `new URL().hostname` without brackets; anything else is not public
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return isPublicIpv4(ipaddr.IPv4.parse(address));
  if (!isIPv6(address) || address.includes("%")) return false;
  const ipv6 = ipaddr.IPv6.parse(inHexadecimal(address));
  if (ipv6.isIPv4MappedAddress()) return isPublicIpv4(ipv6.toIPv4Address());
  // The range alone is not enough: IPv4-compatible addresses (::127.0.0.1) count as "unicast" in the library.
  return ipv6.match(globalUnicast) && ipv6.range() === "unicast";
}

function isPublicIpv4(address: ipaddr.IPv4): boolean {
  return address.range() === "unicast" && address.toString() !== azureWireServer;
}

/** The library reads `::8.8.8.8` (IPv4-compatible) as `::ffff:8.8.8.8` (mapped); without a dotted part it cannot. */
function inHexadecimal(ipv6: string): string {
  return new URL(`http://[${ipv6}]`).hostname.slice(1, -1);
}
