"""A connection on which no request comes is closed; one that is answered is left alone."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

import pytest
import uvicorn
from uvicorn.server import ServerState

from huiying.config.commands import _prompt_protocol
from huiying.config.commands._prompt_protocol import PromptProtocol
from tests.polling import LONG

HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(_prompt_protocol, "HEADER_SECONDS", 0.2)


async def app(scope, receive, send):
    if scope["path"] == "/slow":
        await asyncio.sleep(0.6)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})


@asynccontextmanager
async def connected():
    config = uvicorn.Config(app, lifespan="off", timeout_keep_alive=LONG)
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(
        lambda: PromptProtocol(config=config, server_state=state, app_state={}), "127.0.0.1", 0
    )
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()


async def answered(reader, writer, request=HEAD) -> bytes:
    writer.write(request)
    return await asyncio.wait_for(reader.readuntil(b"done"), LONG)


async def ends(reader) -> bool:
    return await asyncio.wait_for(reader.read(), LONG) == b""


def test_who_says_nothing_is_sent_away():
    async def say_nothing():
        async with connected() as (reader, _writer):
            return await ends(reader)

    assert asyncio.run(say_nothing())


def test_a_header_that_comes_by_drops_is_given_up():
    async def drip(writer):
        for letter in HEAD[:-1]:
            writer.write(bytes([letter]))
            await asyncio.sleep(0.05)

    async def slowly():
        async with connected() as (reader, writer):
            dripping = asyncio.create_task(drip(writer))
            ended = await ends(reader)
            still = not dripping.done()
            dripping.cancel()
            return ended, still

    assert asyncio.run(slowly()) == (True, True)


def test_so_is_the_second_header_of_a_connection():
    async def twice():
        async with connected() as (reader, writer):
            await answered(reader, writer)
            writer.write(HEAD[:20])
            return b"done" not in await asyncio.wait_for(reader.read(), LONG)

    assert asyncio.run(twice())


def test_a_request_may_wait_for_its_answer_and_another_one_follow():
    async def patiently():
        async with connected() as (reader, writer):
            slow = await answered(reader, writer, HEAD.replace(b"/ ", b"/slow ", 1))
            return slow, await answered(reader, writer)

    assert all(b"200" in answer for answer in asyncio.run(patiently()))
