"""Systems of other bureaus: hand in a signed report, a 督办 or its answer, get the receipt.

In:   ``POST /api/v1/reports`` of a subordinate, ``/supervisions`` of a superior: its bearer
      token, a file of ``docs/api.md``.
Out:  the receipt as JSON; the same one when the same file is sent again.
Cost: as taking in a file, and five queries to count the call.

A token hands in what its own bureau signed and reads nothing. Number and version, of a 督办 its
step, are the key: no other one is needed to send it twice safely.
"""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.web.api.calls import CallRefused, api, count_call, wrong_token
from huiying.web.api.report_schema import REPORT, SUPERVISION
from huiying.web.shared.requests import bearer_token
from huiying.work.reports.downward.actions.take_in_answer import TakenAnswer, take_in_answer
from huiying.work.reports.downward.actions.take_in_step import TakenStep, take_in_step
from huiying.work.reports.downward.files import (
    ANSWER_FORMAT,
    format_of,
    read_answer_file,
    read_step_file,
)
from huiying.work.reports.exchange.actions.take_in import Arrival, Taken, take_in_push
from huiying.work.reports.exchange.actions.token import record_use, token_digest
from huiying.work.reports.exchange.incoming import read_report_file
from huiying.work.reports.exchange.models import (
    ExchangeWay,
    Subordinate,
    SubordinateToken,
    SuperiorSystem,
    SuperiorToken,
)
from huiying.work.reports.exchange.outgoing import MAX_BYTES
from huiying.work.reports.exchange.queries import superior_token_by_digest, token_by_digest


@api.post("/reports", url_name="push-report", openapi_extra=REPORT)
def push_report(request: HttpRequest) -> HttpResponse:
    """Take in a report of a subordinate, its withdrawal, or an answer to a 督办.

    The answer is the receipt.
    """
    return _answer(request, _take_from_below)


@api.post("/supervisions", url_name="push-supervision", openapi_extra=SUPERVISION)
def push_supervision(request: HttpRequest) -> HttpResponse:
    """Take in a step of a superior's 督办; answer with its receipt."""
    return _answer(request, _take_from_above)


def _take_from_below(request: HttpRequest) -> Taken | TakenAnswer:
    sender, now = _subordinate(request), clock.now()
    data = _body(request)
    if format_of(data) == ANSWER_FORMAT:
        arrival = Arrival(ExchangeWay.PUSH, sender.audit_actor(), None, now)
        return take_in_answer(sender=sender, found=read_answer_file(data), arrival=arrival)
    return take_in_push(sender=sender, found=read_report_file(data), now=now)


def _take_from_above(request: HttpRequest) -> TakenStep:
    sender, now = _superior(request), clock.now()
    found = read_step_file(_body(request))
    arrival = Arrival(ExchangeWay.PUSH, sender.audit_actor(), None, now)
    return take_in_step(sender=sender, found=found, arrival=arrival)


def _answer(
    request: HttpRequest,
    take: Callable[[HttpRequest], Taken | TakenAnswer | TakenStep],
) -> HttpResponse:
    try:
        taken = take(request)
    except CallRefused as refused:
        return refused.response()
    except Stale as stale:
        return CallRefused(409, "changed_meanwhile", str(stale)).response()
    except Refused as cannot:
        return CallRefused(422, "not_taken", str(cannot)).response()
    return JsonResponse(taken.receipt, status=201 if taken.new else 200)


def _subordinate(request: HttpRequest) -> Subordinate:
    shown = bearer_token(request)
    token = token_by_digest(token_digest(shown)) if shown else None
    if token is None:
        raise wrong_token(request, _("令牌有误，未接收。请向上级单位索取令牌。"))
    _count(token, shown, _("令牌已收回或更换，未接收。请向上级单位索取新令牌。"))
    if not token.subordinate.active:
        message = _("上级单位已停用本单位的登记，未接收。")
        raise CallRefused(403, "subordinate_ended", message)
    return token.subordinate


def _superior(request: HttpRequest) -> SuperiorSystem:
    shown = bearer_token(request)
    token = superior_token_by_digest(token_digest(shown)) if shown else None
    if token is None:
        raise wrong_token(request, _("令牌有误，未接收。请向下级单位索取令牌。"))
    _count(token, shown, _("令牌已收回或更换，未接收。请向下级单位索取新令牌。"))
    if not token.system.active:
        message = _("下级单位已停用本机关的登记，未接收。")
        raise CallRefused(403, "superior_ended", message)
    return token.system


def _count(token: SubordinateToken | SuperiorToken, shown: str, ended: str) -> None:
    """Count a call; refuse one with a token that ended."""
    count_call(token_digest(shown))
    record_use(token=token, now=clock.now())
    if token.ended_at is not None:
        raise CallRefused(401, "token_ended", ended)


def _body(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    try:
        large = (length.isdigit() and int(length) > MAX_BYTES) or len(request.body) > MAX_BYTES
    except RequestDataTooBig:
        large = True
    if large:
        message = _("文件超过 %(most)s MB，未接收。") % {"most": MAX_BYTES >> 20}
        raise CallRefused(413, "too_large", message)
    return request.body
