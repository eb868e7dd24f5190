"""Acts of dossiers: have one made, take it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import cast

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.request import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.jobs import clock
from huiying.jobs.upkeep.dossiers import path_of, read_dossier
from huiying.web.console.archive.acts import FILING
from huiying.web.console.shared.acts import Text, redirect_refused
from huiying.web.console.shared.declared_acts import ButtonAct, By
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.access import dossier_for
from huiying.work.closing.dossiers.actions.hand_out import hand_out
from huiying.work.closing.dossiers.actions.request_dossier import request_dossier
from huiying.work.closing.dossiers.models import Dossier


@ButtonAct(FILING, Capability.ARCHIVE)
def make(filing: Filing, by: By, _posted: QueryDict) -> Text:
    """生成卷宗: a job makes it."""
    row = request_dossier(filing=filing, **by.stamp)
    return _("卷宗 %(number)s 已排队生成，完成后可在本页下载。") % {"number": row.number}


@require_POST
def take(request: OfficerRequest, number: str) -> HttpResponse:
    """Hand a dossier out; who took it stands in the record before the first byte leaves."""
    dossier = dossier_for(request.user, number, to=Capability.ARCHIVE)
    back = reverse("console:filing", args=[dossier.filing.number])
    try:
        pieces = _open(dossier)
        hand_out(dossier=dossier, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    return _download(request, dossier, pieces)


def _open(dossier: Dossier) -> Iterator[bytes]:
    if not dossier.data_key:
        return iter(())  # the act says what there is instead
    try:
        if path_of(dossier).is_file():
            return read_dossier(dossier)
    except CannotOpen:
        pass
    raise Refused(_("卷宗文件不在本机或无法打开。请重新生成。"))


def _download(
    request: OfficerRequest, dossier: Dossier, pieces: Iterator[bytes]
) -> HttpResponse:
    served = isinstance(request, ASGIRequest)
    response = StreamingHttpResponse(
        _in_turn(pieces) if served else pieces, content_type="application/zip"
    )
    name = f"{dossier.filing.number}-{dossier.number}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(dossier.size)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", response)


async def _in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield a megabyte at a time: a server of asynchronous requests would read all at once."""
    while piece := await sync_to_async(_next)(pieces):
        yield piece


def _next(pieces: Iterator[bytes]) -> bytes:
    return next(pieces, b"")
