"""Channels that other packages add (entry points ``huiying.channels``).

In:   packages of this Python.    Out:  plugins by the scheme of their addresses.
Cost: once a process some milliseconds.

A plugin says how a request looks and what an answer means. It is handed no client: the request
goes out by ours, which connects to checked addresses alone and follows no redirect.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast

from huiying.base.plugins import BadPlugin, Plugins, load_plugins, need_functions, once

GROUP = "huiying.channels"
TAKEN = frozenset({"http", "https", "mailto", "file"})


@dataclass(frozen=True, slots=True)
class ChannelMessage:
    """What a plugin is given of a message; ``key`` is the same when it goes out again."""

    key: str
    subject: str
    body: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class ChannelRequest:
    """What is to be posted: an https or http address, a body, further headers."""

    url: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class ChannelPlugin(Protocol):
    """A way by which messages leave; its name is the scheme of its addresses.

    Attributes:
        label: What the page says, in Chinese.
    """

    label: str

    def problem(self, address: str) -> str:
        """Return a sentence about what is wrong with an address as typed; "" = nothing."""

    def request(self, message: ChannelMessage, address: str) -> ChannelRequest:
        """Return the request that carries a message."""

    def refusal(self, status: int, answer: Mapping[str, Any]) -> str:
        """Return why the other side did not take it; "" = it did.

        Args:
            answer: The JSON object that came back, {} if none did.
        """


@once
def channel_plugins() -> Plugins[ChannelPlugin]:
    """Return the channels that are installed."""
    return load_plugins(GROUP, _check)


def _check(plugin: object) -> ChannelPlugin:
    need_functions(plugin, "problem", "request", "refusal")
    return cast("ChannelPlugin", plugin)


def plugin_of(address: str) -> ChannelPlugin | None:
    """Return the plugin whose scheme an address has; None if there is none."""
    scheme, mark, _rest = address.partition("://")
    usable = channel_plugins().usable
    return usable.get(scheme.lower()) if mark and scheme not in TAKEN else None


def plugin_problem(plugin: ChannelPlugin, address: str) -> str:
    """Return what a plugin says of an address; one that fails refuses it."""
    try:
        problem = plugin.problem(address)
    except Exception as error:
        raise BadPlugin(type(error).__name__) from error
    if not isinstance(problem, str):
        message = "problem returned no text"
        raise BadPlugin(message)
    return problem[:200]
