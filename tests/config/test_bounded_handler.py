"""So many requests at once; the rest wait, who leaves waits no more, monitoring never waits."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from huiying.config.bounded_handler import WATCHED, BoundedHandler


class Work:
    """Requests that end when they are told to: how many run, ran at most, in what threads."""

    def __init__(self):
        self.running = self.most = self.done = 0
        self.threads = set()
        self.go_on = threading.Event()
        self._lock = threading.Lock()

    def answer(self, request):
        with self._lock:
            self.running += 1
            self.most = max(self.most, self.running)
            self.threads.add(threading.current_thread().name)
        if request.path not in WATCHED:
            self.go_on.wait(10)
        with self._lock:
            self.running -= 1
            self.done += 1
        return HttpResponse(request.path)


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def handler_of(work):
    def made(at_once, turns=20):
        handler = BoundedHandler(at_once, turns)
        handler.get_response = work.answer
        return handler

    return made


def asked(handler, path="/desk/"):
    return asyncio.ensure_future(handler.run_get_response(RequestFactory().get(path)))


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.001)


def test_the_third_of_two_places_waits_and_is_answered_in_a_thread_that_stays(work, handler_of):
    async def scene():
        handler = handler_of(2)
        every = [asked(handler) for _number in range(5)]
        await until(lambda: work.running == 2)
        work.go_on.set()
        await asyncio.gather(*every)

    asyncio.run(scene())

    assert (work.most, work.done, len(work.threads)) == (2, 5, 2)


def test_who_leaves_while_he_waits_gives_his_place_up(work, handler_of):
    async def scene():
        handler = handler_of(1)
        first = asked(handler)
        await until(lambda: work.running == 1)
        leaves, last = asked(handler), asked(handler)
        await asyncio.sleep(0.01)
        leaves.cancel()
        await asyncio.sleep(0.01)
        work.go_on.set()
        for answer in await asyncio.gather(first, last):
            assert answer.content == b"/desk/"
        with pytest.raises(asyncio.CancelledError):
            await leaves

    asyncio.run(scene())

    assert work.done == 2


def test_a_request_that_fails_gives_its_place_back(work, handler_of):
    def fails(_request):
        raise OSError("gone")

    async def scene():
        handler = handler_of(1)
        handler.get_response = fails
        with pytest.raises(OSError, match="gone"):
            await asked(handler)
        handler.get_response = work.answer
        work.go_on.set()
        assert (await asked(handler)).content == b"/desk/"

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("crowd", "one"),
    [("/b/yunchuan/", "/desk/"), ("/", "/s/link/"), ("/desk/", "/b/yunchuan/")],
)
def test_a_crowd_of_readers_and_officers_do_not_wait_for_each_other(
    work, handler_of, crowd, one
):
    async def scene():
        handler = handler_of(4)
        every = [asked(handler, crowd) for _number in range(20)]
        other = asked(handler, one)
        await until(
            lambda: {name.split("_")[0] for name in work.threads} == {"request", "reader"}
        )
        await asyncio.sleep(0.05)  # in which no more may begin than there are threads
        work.go_on.set()
        await asyncio.gather(other, *every)

    asyncio.run(scene())

    assert work.most <= 4
    assert work.done == 21


def test_officers_are_answered_one_after_another_and_readers_beside_them(work, handler_of):
    async def scene():
        handler = handler_of(8, turns=1)
        for turns in handler._turns.values():
            turns._patience = 30.0
        every = [asked(handler) for _number in range(3)] + [asked(handler, "/b/yunchuan/")]
        await until(lambda: work.running == 2)
        await asyncio.sleep(0.05)
        assert work.running == 2
        work.go_on.set()
        await asyncio.gather(*every)

    asyncio.run(scene())

    assert work.done == 4


@pytest.mark.parametrize("path", sorted(WATCHED))
def test_what_watches_the_server_does_not_wait(work, handler_of, path):
    async def scene():
        handler = handler_of(1)
        held = asked(handler)
        await until(lambda: work.running == 1)
        assert (await asked(handler, path)).content == path.encode()
        work.go_on.set()
        await held

    asyncio.run(scene())


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume")
def test_who_reads_slowly_what_is_made_while_it_is_sent_holds_no_place(work, handler_of):
    reads = asyncio.Event()

    def parts():
        yield b"first"
        time.sleep(0.01)
        yield b"last"

    async def scene():
        handler, sent = handler_of(1), []
        work.go_on.set()

        async def send(message):
            await reads.wait()
            sent.append(message.get("body", b""))

        slow = asyncio.ensure_future(
            handler.send_response(StreamingHttpResponse(parts()), send)
        )
        assert (await asked(handler)).content == b"/desk/"
        reads.set()
        await slow
        assert b"".join(sent) == b"firstlast"

    asyncio.run(scene())
