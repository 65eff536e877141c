"""Which network addresses a download may reach: public ones, and a library's own where it says so."""

import ipaddress
from typing import Final

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that has been handed out for the public network (IANA, RFC 4291)."""

_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""How a network without IPv4 writes an IPv4 address (RFC 6052); the last 32 bits are that address."""

_NOT_PUBLIC: Final[tuple[_Network, ...]] = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # relays of 6to4
            "2001::/23",  # protocol assignments, Teredo among them: an IPv4 address within
            "2001:db8::/32",  # documentation
            "2002::/16",  # 6to4: an IPv4 address within
            "3fff::/20",  # documentation
        ),
    )
)
"""Blocks of the special-purpose registries of IANA that ``is_global`` calls public in some Python or other."""

_OWN: Final[tuple[_Network, ...]] = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "fc00::/7", "::1/128"),
    )
)
"""What a library may call its own: private, shared, loopback. Link-local is none of it: clouds keep secrets there."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public network, to one host of it, whatever form it is written in.

    An IPv4 address within an IPv6 one (mapped, NAT64) counts as itself; what 6to4 and Teredo carry never does.
    """
    address = _meant(address)
    if isinstance(address, ipaddress.IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and not _is_in(address, _NOT_PUBLIC)


def is_own(address: Address) -> bool:
    """Whether an address can be one of a library's own network: private (RFC 1918, 4193), shared or loopback."""
    return _is_in(_meant(address), _OWN)


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, if it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address


def _is_in(address: Address, networks: tuple[_Network, ...]) -> bool:
    return any(address in network for network in networks)
