"""One request through the outermost door of the server, as uvicorn hands it on.

In:   a path, headers, a body.    Out:  status, headers and body of the answer.
Cost: what the request costs.
"""

from __future__ import annotations

import asyncio
from typing import Any

from huiying.config.asgi import application

Answer = tuple[int, dict[bytes, bytes], bytes]


def ask(
    path: str,
    *headers: tuple[bytes, bytes],
    app: Any = application,
    method: str = "GET",
    query: bytes = b"",
    body: bytes = b"",
    host: bytes = b"testserver",
) -> Answer:
    """Send a request; return status, headers and body."""
    length = [(b"content-length", str(len(body)).encode())] if body else []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query,
        "root_path": "",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("192.0.2.7", 1234),
        "headers": [(b"host", host), *length, *headers],
    }
    return asyncio.run(_exchange(app, scope, body))


async def _exchange(app: Any, scope: dict[str, Any], body: bytes) -> Answer:
    sent, read = [], []

    async def receive() -> dict[str, Any]:
        if read:  # what follows the body is the end of the connection
            await asyncio.sleep(60)
        read.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start, *rest = sent
    parts = b"".join(part["body"] for part in rest)
    return start["status"], dict(start["headers"]), parts
