"""A name is resolved once: what was checked is what is connected to, by every way out."""

from __future__ import annotations

import socket

import pytest
import requests

from huiying.base.outbox.models import ChannelKind
from huiying.jobs.delivery.http_post import checked_address
from huiying.jobs.delivery.outgoing import OutgoingMessage
from huiying.jobs.delivery.pinned_names import pinned_name
from huiying.jobs.delivery.senders import send
from tests.factories import T0
from tests.jobs.peers import Hook, serving

NAME = "push.example.org"


@pytest.fixture
def names(monkeypatch):
    """Return how to let the resolver give one address a call; the last one for ever."""
    asked = []

    def answer(*addresses):
        def getaddrinfo(host, port, *_args, **_kwargs):
            name = host.decode() if isinstance(host, bytes) else host
            if not name.endswith(".org"):  # a number is no name
                return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (name, port))]
            asked.append(name)
            found = addresses[min(len(asked), len(addresses)) - 1]
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return answer


def letter(kind, target) -> OutgoingMessage:
    return OutgoingMessage(
        kind=kind,
        target=target,
        key="notice:2026-0001:1",
        subject="【通报】停水",
        body="请核实。",
        about_kind="notice",
        about_ref="2026-0001",
        urgent=True,
        queued_at=T0,
    )


def targets(port):
    return [
        (ChannelKind.WEBHOOK, f"http://{NAME}:{port}/in"),
        (ChannelKind.APPRISE, f"ntfy://{NAME}:{port}/duty"),
        (ChannelKind.APPRISE, f"gotify://{NAME}:{port}/token"),
        (ChannelKind.APPRISE, f"mmost://{NAME}:{port}/3ccdd113474722377935511fc85d3dd4"),
    ]


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_name_that_turns_to_a_private_address_after_the_check_reaches_nothing(
    names, settings, number
):
    settings.FETCH_ALLOW_PRIVATE = frozenset()
    with serving(Hook()) as hook:
        kind, target = targets(hook.server_address[1])[number]
        asked = names("8.8.8.8", "127.0.0.1")
        outcome = send(letter(kind, target))

    assert outcome.error
    assert hook.got == []
    assert asked == [NAME]


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(4))
def test_the_checked_address_is_reached_under_its_name(names, settings, number):
    with serving(Hook()) as hook:
        port = hook.server_address[1]
        settings.FETCH_ALLOW_PRIVATE = frozenset({NAME})
        names("127.0.0.1", "10.0.0.1")
        outcome = send(letter(*targets(port)[number]))

    ((_path, headers, _body),) = hook.got
    assert outcome.error == ""
    assert headers["Host"] == f"{NAME}:{port}"


def test_a_proxy_variable_and_another_host_decide_nothing(names, settings, monkeypatch):
    with serving(Hook()) as hook:
        port = hook.server_address[1]
        settings.FETCH_ALLOW_PRIVATE = frozenset({NAME})
        names("127.0.0.1")
        checked = checked_address(f"http://{NAME}:{port}/")
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{port}")
        with pinned_name(*checked), pytest.raises(requests.ConnectionError):
            requests.post("http://elsewhere.example.org/", timeout=5)

    assert hook.got == []


def test_outside_the_block_connections_are_as_they_were():
    with serving(Hook()) as hook:
        answer = requests.post(hook.url, data=b"{}", timeout=5)

    assert answer.ok
