"""Hand out the file of a package (a dossier, an evidence packet): opened, streamed.

In:   a row whose file a job made.    Out:  a download.
Cost: a megabyte of memory at a time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TypeVar, cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.files.made_file import MadeFile
from huiying.base.files.sealing import CannotOpen
from huiying.jobs.upkeep.packages import PackageJob

Row = TypeVar("Row", bound=MadeFile)


def open_package(job: PackageJob[Row], row: Row) -> Iterator[bytes]:
    """Return the bytes of a package; none while there is no file: the act says why.

    Raises:
        Refused: If its file is not on this machine, or cannot be opened.
    """
    if not row.data_key:
        return iter(())
    try:
        if job.path_of(row).is_file():
            return job.read(row)
    except CannotOpen:
        pass
    raise Refused(_("文件不在本机或无法打开。请重新生成。"))


def package_response(
    request: HttpRequest, name: str, size: int, pieces: Iterator[bytes]
) -> HttpResponse:
    """Return a download of a package."""
    served = isinstance(request, ASGIRequest)
    response = StreamingHttpResponse(
        _in_turn(pieces) if served else pieces, content_type="application/zip"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(size)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield a megabyte at a time: a server of asynchronous requests would read all at once."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
