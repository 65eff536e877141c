"""Which addresses are public, in whatever form they come."""

import ipaddress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.fetching.addresses import is_own, is_public

PUBLIC = (
    "8.8.8.8",
    "185.199.108.133",
    "2606:50c0:8000::154",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)
OWN = (
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "127.0.0.1", "127.255.0.9"),
    *("::1", "fd00::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
)
NOBODY_S = (
    *("0.0.0.0", "0.1.2.3", "169.254.169.254", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.7"),
    *("203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1", "::8.8.8.8", "64:ff9b::a9fe:a9fe"),
    *("64:ff9b:1::808:808", "100::1", "2001::1", "2001:0:53aa:64c:0:0:8080:8080", "2001:20::1", "2001:db8::1"),
    *("2002:7f00:1::1", "2002:a00:1::", "2002:808:808::", "3fff::1", "4000::1", "5f00::1", "fe80::1", "fe80::1%eth0"),
    *("fec0::1", "ff02::1", "ff0e::1"),
)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_are_reached(text: str) -> None:
    assert is_public(ip_address(text)) and not is_own(ip_address(text))


@pytest.mark.parametrize("text", OWN)
def test_private_addresses_are_a_librarys_own_at_most(text: str) -> None:
    assert is_own(ip_address(text)) and not is_public(ip_address(text))


@pytest.mark.parametrize("text", NOBODY_S)
def test_what_names_no_host_is_never_reached_not_even_as_ones_own(text: str) -> None:
    assert not is_public(ip_address(text)) and not is_own(ip_address(text))


@given(st.ip_addresses(v=4))
def test_an_address_within_another_counts_as_itself_or_not_at_all(address: IPv4Address) -> None:
    number = int(address)
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        within = IPv6Address(int(IPv6Address(prefix)) | number)
        assert (is_public(within), is_own(within)) == (is_public(address), is_own(address))
    for within in (
        IPv6Address(number),
        IPv6Address(0x2002 << 112 | number << 80),
        IPv6Address(0x20010000 << 96 | number),
    ):
        assert not is_public(within)


@given(st.ip_addresses())
def test_no_address_is_both_public_and_ones_own_and_none_is_public_that_python_calls_private(
    address: IPv4Address | IPv6Address,
) -> None:
    assert not (is_public(address) and is_own(address))
    assert not (is_public(address) and (address.is_private or address.is_multicast or address.is_link_local))


@given(
    st.sampled_from(
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "169.254.0.0/16", "fc00::/7"]
    ).flatmap(lambda network: st.ip_addresses(network=network))
)
def test_nothing_of_a_private_network_is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    assert not is_public(address)
