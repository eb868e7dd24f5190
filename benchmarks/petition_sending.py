"""How fast what the public sends is taken in, and whether 200 at once lose nothing.

In:   how many send one after the other, how many at once.
Out:  latencies of the answer to the form, from the press of the button to its last byte; how
      many receipts, and how many petitions stand in the database afterwards.

Each sender has a network, a token and a form of his own, as browsers have. The forms are
opened before the clock runs. Server and generator share the machine.
"""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from benchmarks.installation import command
from benchmarks.machine import spread

PORT = 8951
IN_A_ROW, AT_ONCE, OPENED_TOGETHER = 200, 200, 8
TEXT = (
    "上周五下午两点去来访大厅登记，取号后等到四点半还没有叫到，窗口只开了一个。工作人员"
    "说系统坏了，让第二天再来。第二天去仍然只有一个窗口。请增开窗口，并答复什么时候修好。"
)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_CODE = re.compile(r'id="code"[^>]*>([^<]+)<')


@dataclass(slots=True)
class Form:
    """A form that somebody opened: its hidden fields, his cookie, his network."""

    fields: dict[str, str]
    cookie: str
    network: str


def measure_sending(
    slug: str, in_a_row: int = IN_A_ROW, at_once: int = AT_ONCE
) -> dict[str, Any]:
    """Send to a bureau one after the other, then many at once, in an installation."""
    from django.db import connection

    from huiying.work.petitions.core.models import Petition

    path, before = f"/b/{slug}/submit/", Petition.objects.count()
    connection.close()
    with _server():
        forms = asyncio.run(_open_all(path, in_a_row + at_once))
        row, row_codes = asyncio.run(_in_a_row(path, forms[:in_a_row]))
        began = time.perf_counter()
        once, once_codes = asyncio.run(_at_once(path, forms[in_a_row:]))
        took = time.perf_counter() - began
    codes = {*row_codes, *once_codes}
    stored = Petition.objects.count() - before
    return {
        "in_a_row": {"sent": in_a_row, **spread([one * 1000 for one in row])},
        "at_once": {
            "sent": at_once,
            "receipts": len(once_codes),
            "all_after_s": round(took, 2),
            **spread([one * 1000 for one in once]),
        },
        "receipts": len(codes),
        "stored": stored,
        "lost": in_a_row + at_once - min(len(codes), stored),
    }


@contextmanager
def _server() -> Iterator[None]:
    """Serve pages alone; what stands before it says from which network a request comes."""
    environment = {**os.environ, "FORWARDED_ALLOW_IPS": "127.0.0.1"}
    process = subprocess.Popen(
        [*command("up", "--no-workers", "--port", str(PORT))], env=environment
    )
    try:
        for _ in range(300):
            try:
                asyncio.run(_request("GET", "/healthz", "127.0.0.1"))
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


async def _open_all(path: str, count: int) -> list[Form]:
    gate = asyncio.Semaphore(OPENED_TOGETHER)

    async def one(number: int) -> Form:
        async with gate:
            network = f"10.{number >> 8}.{number & 255}.7"
            head, body = await _request("GET", path, network)
        found = re.search(r"set-cookie: (csrftoken=[^;]+)", head, re.IGNORECASE)
        if found is None:
            raise RuntimeError(f"the form did not open: {head[:80]}")
        return Form(dict(_HIDDEN.findall(body)), found[1], network)

    return list(await asyncio.gather(*(one(number) for number in range(count))))


async def _in_a_row(path: str, forms: list[Form]) -> tuple[list[float], list[str]]:
    sent = [await _send(path, form) for form in forms]
    return [took for took, _code in sent], [code for _took, code in sent if code]


async def _at_once(path: str, forms: list[Form]) -> tuple[list[float], list[str]]:
    sent = await asyncio.gather(*(_send(path, form) for form in forms))
    return [took for took, _code in sent], [code for _took, code in sent if code]


async def _send(path: str, form: Form) -> tuple[float, str]:
    """Send a form; return the seconds it took, and the query code ("" = none came)."""
    fields = {**form.fields, "kind": "QUESTION", "text": TEXT, "phone": "13800138000"}
    began = time.perf_counter()
    _head, body = await _request("POST", path, form.network, urlencode(fields), form.cookie)
    took = time.perf_counter() - began
    found = _CODE.search(body)
    return took, found[1] if found else ""


async def _request(
    method: str, path: str, network: str, body: str = "", cookie: str = ""
) -> tuple[str, str]:
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Accept-Language: zh-CN\r\nX-Forwarded-For: {network}\r\n"
        f"Origin: http://127.0.0.1\r\nCookie: {cookie}\r\n"
    )
    if body:
        head += "Content-Type: application/x-www-form-urlencoded\r\n"
        head += f"Content-Length: {len(body)}\r\n"
    writer.write(f"{head}\r\n{body}".encode())
    answer = (await reader.read()).decode(errors="replace")
    writer.close()
    above, _gap, below = answer.partition("\r\n\r\n")
    return above, below
