"""One client for everything that leaves the machine: to the checked address, past no proxy."""

from __future__ import annotations

import re
from ipaddress import ip_address
from pathlib import Path

import anyio
import httpx2
import pytest

from huiying.base.http_client import numeric_url, pinned_client
from tests.jobs.peers import Hook, serving

SOURCES = Path(__file__).resolve().parents[2] / "src" / "huiying"
HERE = ip_address("127.0.0.1")


def post(address: str) -> httpx2.Response:
    async def exchange() -> httpx2.Response:
        async with pinned_client(HERE, seconds=5, connect_seconds=2) as client:
            return await client.post(address, content=b"{}")

    return anyio.run(exchange)


def test_a_request_goes_to_the_address_past_the_proxy_of_the_environment(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(Hook(answer={"fine": True})) as peer:
        port = peer.server_address[1]
        answer = post(numeric_url("http", HERE, port, "/in?a=1"))

    assert answer.json() == {"fine": True}
    (path, headers, _body) = peer.got[0]
    assert (path, headers["User-Agent"]) == ("/in?a=1", "huiying")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "[::1]"])
def test_another_address_is_never_connected_to(host):
    with serving(Hook()) as peer:
        with pytest.raises(httpx2.ConnectError):
            post(f"http://{host}:{peer.server_address[1]}/in")

        assert peer.got == []


def test_a_redirect_is_not_followed():
    with serving(Hook(status=302)) as peer:
        answer = post(f"{peer.url}")

    assert (answer.status_code, len(peer.got)) == (302, 1)


def test_nobody_else_makes_a_client():
    words = r"\b(?:Async)?Client\(|urlopen\(|^(?:import|from) (?:httpx\b|requests)"
    makers = re.compile(words, re.MULTILINE)

    found = [
        path.relative_to(SOURCES).as_posix()
        for path in sorted(SOURCES.rglob("*.py"))
        if makers.search(path.read_text("utf-8"))
    ]

    assert found == ["base/http_client.py"]
