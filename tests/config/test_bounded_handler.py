"""So many requests at once; the rest wait, who leaves waits no more, monitoring never waits."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from django.core.handlers.asgi import ASGIHandler

from huiying.config.bounded_handler import WATCHED, BoundedHandler


class Work:
    """Requests that end when they are told to; how many run, and ran at most."""

    def __init__(self):
        self.running = self.most = self.done = 0
        self.go_on = asyncio.Event()

    async def answer(self, request):
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            if request.path not in WATCHED:
                await self.go_on.wait()
        finally:
            self.running -= 1
        self.done += 1
        return request.path


@pytest.fixture
def work(monkeypatch):
    made = Work()
    monkeypatch.setattr(ASGIHandler, "run_get_response", made.answer)
    return made


def asked(handler, path="/desk/"):
    return asyncio.ensure_future(handler.run_get_response(SimpleNamespace(path=path)))


async def settle():
    for _turn in range(5):
        await asyncio.sleep(0)


def test_the_third_of_two_places_waits_and_is_answered(work):
    async def scene():
        handler = BoundedHandler(2)
        every = [asked(handler) for _number in range(5)]
        await settle()
        assert (work.running, work.done) == (2, 0)
        work.go_on.set()
        await asyncio.gather(*every)

    asyncio.run(scene())

    assert (work.most, work.done) == (2, 5)


def test_who_leaves_while_he_waits_gives_his_place_up(work):
    async def scene():
        handler = BoundedHandler(1)
        first, leaves, last = (asked(handler) for _number in range(3))
        await settle()
        leaves.cancel()
        work.go_on.set()
        assert await asyncio.gather(first, last) == ["/desk/", "/desk/"]
        with pytest.raises(asyncio.CancelledError):
            await leaves

    asyncio.run(scene())

    assert work.done == 2


def test_a_request_that_fails_gives_its_place_back(monkeypatch, work):
    async def fails(_handler, _request):
        raise OSError("gone")

    async def scene():
        handler = BoundedHandler(1)
        monkeypatch.setattr(ASGIHandler, "run_get_response", fails)
        with pytest.raises(OSError, match="gone"):
            await asked(handler)
        monkeypatch.setattr(ASGIHandler, "run_get_response", work.answer)
        work.go_on.set()
        assert await asked(handler) == "/desk/"

    asyncio.run(scene())


@pytest.mark.parametrize("path", sorted(WATCHED))
def test_what_watches_the_server_does_not_wait(work, path):
    async def scene():
        handler = BoundedHandler(1)
        held = asked(handler)
        await settle()
        assert await asked(handler, path) == path
        work.go_on.set()
        await held

    asyncio.run(scene())
