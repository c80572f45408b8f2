"""Which IP addresses belong to the public internet.

The list is the project's own: ``ipaddress.is_global`` differs from one Python to the next. Sources:
IANA's registries of special-purpose addresses for IPv4 and IPv6, and of IPv6 address space.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

NOT_PUBLIC_V4 = tuple(
    map(
        IPv4Network,
        (
            "0.0.0.0/8",  # this network
            "10.0.0.0/8",  # private
            "100.64.0.0/10",  # carrier-grade NAT
            "127.0.0.0/8",  # loopback
            "168.63.129.16/32",  # a public address that serves a cloud's instance metadata (Azure's)
            "169.254.0.0/16",  # link-local, instance metadata
            "172.16.0.0/12",  # private
            "192.0.0.0/24",  # protocol assignments
            "192.0.2.0/24",  # documentation
            "192.31.196.0/24",  # AS112
            "192.52.193.0/24",  # AMT
            "192.88.99.0/24",  # 6to4 relays
            "192.168.0.0/16",  # private
            "192.175.48.0/24",  # AS112
            "198.18.0.0/15",  # benchmarks
            "198.51.100.0/24",  # documentation
            "203.0.113.0/24",  # documentation
            "224.0.0.0/3",  # multicast, reserved, broadcast
        ),
    )
)

GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
"""All that is routed in the internet is in it; loopback, mapped and IPv4-compatible addresses, NAT64, private ones, multicast are not."""

NOT_PUBLIC_V6 = tuple(
    map(
        IPv6Network,
        (
            "2001::/23",  # protocol assignments: Teredo, benchmarks, ORCHID and others
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: an IPv4 address in other clothes
            "2620:4f:8000::/48",  # AS112
            "3fff::/20",  # documentation
        ),
    )
)


def is_public(address: str) -> bool:
    """Whether ``address``, in the spelling of a DNS answer (no brackets, no zone), is public. What is no address is not."""
    try:
        return is_public_v6(IPv6Address(address)) if ":" in address else is_public_v4(IPv4Address(address))
    except ValueError:
        return False


def is_public_v4(address: IPv4Address) -> bool:
    return not any(address in network for network in NOT_PUBLIC_V4)


def is_public_v6(address: IPv6Address) -> bool:
    if address.scope_id is not None:
        return False
    if address.ipv4_mapped is not None:
        return is_public_v4(address.ipv4_mapped)
    return address in GLOBAL_UNICAST_V6 and not any(address in network for network in NOT_PUBLIC_V6)
