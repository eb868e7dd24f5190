"""Answer 507 with one sentence when the disk is full.

In:   what was raised while a file, a row or a body was stored.
Out:  whether the disk is full; a page 507 that asks neither database nor session; a line in
      the log for the administrator.
Cost: none.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from errno import EDQUOT, ENOSPC
from io import BytesIO
from typing import Any

from django.core.handlers.asgi import ASGIRequest
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _

from huiying.web.errors.api_answer import api_answer, is_for_machine
from huiying.web.errors.plain_page import plain_page

log = logging.getLogger("huiying.web")

STATUS = 507
POSTGRES_FULL = "53100"


def is_disk_full(error: BaseException | None) -> bool:
    """Tell whether something failed because disk, quota or database is full.

    >>> is_disk_full(OSError(ENOSPC, "No space left on device")), is_disk_full(OSError("gone"))
    (True, False)
    """
    return any(
        (isinstance(each, OSError) and each.errno in {ENOSPC, EDQUOT})
        or getattr(each, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
        or getattr(each, "sqlstate", None) == POSTGRES_FULL
        for each in causes_of(error)
    )


def log_disk_full(request: HttpRequest, error: BaseException | None) -> None:
    """Tell the administrator."""
    log.error(
        "the disk is full, nothing kept of %s %s: %s", request.method, request.path, error
    )


def disk_full_message() -> str:
    """Say it where a form stands, which still holds what was typed."""
    return _(
        "存储空间不足，本次未保存，原数据不受影响。请系统管理员清理空间后重新提交，"
        "并重新选择文件。"
    )


def add_disk_full_error(request: HttpRequest, form: Form, error: BaseException) -> None:
    """Say it on a form, and to the administrator; anything else is raised again."""
    if not is_disk_full(error):
        raise error
    log_disk_full(request, error)
    form.add_error(None, disk_full_message())


def disk_full_page(request: HttpRequest) -> HttpResponse:
    """Say it on a page of its own, to a machine in JSON."""
    if is_for_machine(request):
        words = _("服务器存储空间不足，本次未保存。请稍后重发，同一幂等键不会重复。")
        return api_answer("disk_full", words, status=STATUS)
    return plain_page(request, "errors/507.html", status=STATUS)


class DiskFullHandler:
    """The ASGI door: a large body is written to disk before Django's handling begins."""

    def __init__(self, app: Callable[..., Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a request on; say why its body could not be taken in."""
        ended = False

        async def read() -> Any:
            nonlocal ended
            message = await receive()
            ended = not message.get("more_body", False)
            return message

        try:
            await self.app(scope, read, send)
        except OSError as error:
            if ended or not is_disk_full(error):
                raise
            while not ended:  # a browser reads no answer before it has sent everything
                await read()
            await _send_page(scope, send, error)


async def _send_page(scope: Any, send: Any, error: OSError) -> None:
    request = ASGIRequest(scope, BytesIO())
    log_disk_full(request, error)
    with override(get_language_from_request(request)):
        page = disk_full_page(request)
    headers = [
        (name.encode("latin-1"), value.encode("latin-1")) for name, value in page.items()
    ]
    await send({"type": "http.response.start", "status": STATUS, "headers": headers})
    await send({"type": "http.response.body", "body": page.content})


def causes_of(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
