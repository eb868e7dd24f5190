"""Decide which addresses may be fetched, before anything is sent.

In:   an address as typed or as a redirect names it, and the administrator's policy.
Out:  a ``Target`` and the numeric addresses that may be connected to, or a refusal.
Cost: one name look-up.

A collector inside a bureau's network is a door into it.  So only public addresses are
open; others only if the administrator lists the host, and cloud metadata never.
"""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from socket import SOCK_STREAM
from urllib.parse import quote, urlsplit

import anyio

from huiying.reasons.reason import reason
from huiying.work.collection.core.problem import Problem

MAX_ADDRESS_CHARS = 2_000
DEFAULT_PORTS = {"http": 80, "https": 443}
NAT64 = IPv6Network("64:ff9b::/96")
PRIVATE_NETWORKS = (
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
    IPv4Network("127.0.0.0/8"),
    IPv6Network("fc00::/7"),
    IPv6Network("::1/128"),
)
# What is not the open internet, by the registries of the IANA for special-purpose addresses
# (RFC 6890 and what came since), with multicast and what is reserved. A list of our own: what
# ``ipaddress`` calls global differs between versions of Python.
CLOSED_NETWORKS = tuple(
    ip_network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by customers of a carrier
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # protocol assignments; metadata of a cloud
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: carries an IPv4 address
        "3fff::/20",  # documentation
    )
)
# Outside it lie, among others: ::/96, ::ffff:0:0/96 and 64:ff9b:1::/48, which carry an IPv4
# address; 100::/64, 5f00::/16, fc00::/7, fe80::/10, fec0::/10 and ff00::/8.
GLOBAL_UNICAST = IPv6Network("2000::/3")
CLOUD_METADATA_ADDRESSES = frozenset(
    ip_address(one) for one in ("fd00:ec2::254", "100.100.100.200", "168.63.129.16")
)

IPAddress = IPv4Address | IPv6Address


class AddressRefused(Problem):
    """An address may not be fetched; its reason says why and what to do."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What the administrator allows and how much one fetch may cost."""

    # Hosts inside the own network that may be collected, "host" or "host:port".
    allow_private: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    max_bytes: int = 10 << 20  # of the body, after decompression
    max_seconds: float = 20.0  # on the network, redirects included
    max_redirects: int = 5
    min_interval_seconds: float = 1.0  # between two requests to one host
    user_agent: str = "huiying/0.1 (+contact)"


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address, taken apart."""

    url: str
    scheme: str
    host: str  # lower case, ASCII, without brackets
    port: int
    path: str  # with query, at least "/"

    @property
    def place(self) -> str:
        """Host and port as a Host header writes them."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        return shown if self.port == DEFAULT_PORTS[self.scheme] else f"{shown}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: what a robots.txt speaks for."""
        return f"{self.scheme}://{self.place}"


def host_of(address: str) -> str:
    """Return the host of an address as a target names it; "" where there is none.

    >>> host_of("https://BBS.Example.cn.:8080/a"), host_of("nothing")
    ('bbs.example.cn', '')
    """
    try:
        return _ascii_host(urlsplit(address.strip()).hostname or "")
    except ValueError:
        return ""


def parse_target(address: str, policy: FetchPolicy) -> Target:
    """Take an address apart and check everything that needs no name look-up.

    Raises:
        AddressRefused: If scheme, credentials, host or port are not allowed.
    """
    bare = address.strip()
    shown = bare[:80]
    try:
        parts = urlsplit(bare)
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError as error:
        raise AddressRefused(reason("collection.address.bad_address", address=shown)) from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        if scheme:
            raise AddressRefused(reason("collection.address.bad_scheme", address=shown))
        raise AddressRefused(reason("collection.address.bad_address", address=shown))
    if not host or len(bare) > MAX_ADDRESS_CHARS or not bare.isprintable():
        raise AddressRefused(reason("collection.address.bad_address", address=shown))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(reason("collection.address.has_credentials"))
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    whole_path = f"{path}?{query}" if query else path
    port = DEFAULT_PORTS[scheme] if port is None else port
    target = Target("", scheme, host, port, whole_path)
    if port not in policy.ports and _exact(target) not in policy.allow_private:
        raise AddressRefused(reason("collection.address.bad_port", port=port))
    return Target(target.origin + whole_path, scheme, host, port, whole_path)


async def resolve(target: Target, policy: FetchPolicy) -> list[IPAddress]:
    """Return the numeric addresses of the target, IPv4 first.

    Raises:
        AddressRefused: If the name is unknown, or if *any* of its addresses is closed: a
            name that mixes public and private addresses is an attack, not a website.
    """
    try:
        found = await anyio.getaddrinfo(target.host, target.port, type=SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(
            reason("collection.address.unknown_host", host=target.host)
        ) from error
    addresses = list(dict.fromkeys(ip_address(str(row[4][0]).split("%")[0]) for row in found))
    for address in addresses:
        if not may_connect(address, target, policy):
            raise AddressRefused(reason("collection.address.private_address", host=target.host))
    return sorted(addresses, key=lambda address: address.version)


def may_connect(address: IPAddress, target: Target, policy: FetchPolicy) -> bool:
    """Return whether ``address`` is public, or private at a host the policy lists."""
    if is_public(address):
        return True
    if address in CLOUD_METADATA_ADDRESSES or not any(
        address in room for room in PRIVATE_NETWORKS
    ):
        return False
    return bool({target.host, _exact(target)} & policy.allow_private)


def is_public(address: IPAddress) -> bool:
    """Return whether an address lies on the open internet.

    >>> is_public(ip_address("::ffff:127.0.0.1")), is_public(ip_address("8.8.8.8"))
    (False, True)
    """
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return is_public(IPv4Address(address.packed[-4:]))
        if address not in GLOBAL_UNICAST:
            return False
    closed = any(address in network for network in CLOSED_NETWORKS)
    return not closed and address not in CLOUD_METADATA_ADDRESSES


def _exact(target: Target) -> str:
    shown = f"[{target.host}]" if ":" in target.host else target.host
    return f"{shown}:{target.port}"


def _ascii_host(host: str) -> str:
    bare = host.rstrip(".").lower()
    if bare.isascii():
        if any(char in bare for char in " <>\"'\\^`{|}"):
            raise ValueError(host)
        return bare.split("%")[0]
    return bare.encode("idna").decode("ascii")
