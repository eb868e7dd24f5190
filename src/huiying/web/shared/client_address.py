"""The address that a request comes from.

In:   a request.    Out:  its address; what is counted as one sender.
Cost: none.

The address is the peer of the connection. The server replaces it by ``X-Forwarded-For`` only
if the peer is a proxy that it trusts (``FORWARDED_ALLOW_IPS``, docs/operations.md), so nobody
outside chooses his own.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.http import HttpRequest

NETWORK_BITS = 64  # of IPv6: what one subscriber is given, with 2**64 addresses in it


def client_address(request: HttpRequest) -> str:
    """Return the address that somebody signs in from.

    Proxies pass on what a header says, and some say "unknown": those are all one address.
    """
    try:
        return str(ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0]))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - nobody's address, and nothing listens there


def client_network(request: HttpRequest) -> str:
    """Return what is counted as one sender: an address of IPv4, a /64 network of IPv6.

    >>> request = HttpRequest()
    >>> request.META["REMOTE_ADDR"] = "2001:db8::1:2"
    >>> client_network(request)
    '2001:db8::/64'
    """
    return network_of(client_address(request))


def network_of(address: str) -> str:
    """Return what is counted as one sender, of an address; what is none stays as it is.

    >>> network_of("192.0.2.7"), network_of("::ffff:192.0.2.7"), network_of("unix")
    ('192.0.2.7', '192.0.2.7', 'unix')
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), NETWORK_BITS), strict=False))
