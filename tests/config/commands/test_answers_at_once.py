"""An answer in two parts waits for no acknowledgement of the first."""

from __future__ import annotations

import asyncio
import socket

from huiying.config.commands._serve import take_address


def test_what_is_sent_over_a_connection_leaves_at_once():
    """Else a browser that keeps its connection waits 40 ms for each page."""

    async def option() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            link = writer.get_extra_info("socket")
            found.set_result(link.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        door = take_address("127.0.0.1", 0)
        async with await asyncio.start_server(serve, sock=door):
            _reader, writer = await asyncio.open_connection(*door.getsockname())
            try:
                return await found
            finally:
                writer.close()

    assert asyncio.run(option())
