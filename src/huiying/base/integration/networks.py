"""The networks that a token may be used from.

In:   lines as an officer typed them, an address.    Out:  networks; whether one holds it.
Cost: none.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address, ip_network

MOST_NETWORKS = 20


def parse_networks(text: str) -> list[str]:
    """Return the networks of a text, one a word or line, as they are stored.

    Raises:
        ValueError: If one is no network, or there are more than twenty.

    >>> parse_networks("192.0.2.0/24 2001:db8::1")
    ['192.0.2.0/24', '2001:db8::1/128']
    """
    found = [str(ip_network(word, strict=True)) for word in text.replace(",", " ").split()]
    if len(found) > MOST_NETWORKS:
        raise ValueError(text)
    return list(dict.fromkeys(found))


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Tell whether an address lies in one of the networks.

    >>> [is_within(one, ["192.0.2.0/24"]) for one in ("192.0.2.7", "::ffff:192.0.2.7", "::1")]
    [True, True, False]
    """
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found in ip_network(network) for network in networks)
