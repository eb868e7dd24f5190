"""Systems of subordinate bureaus: hand in a signed report, get its receipt.

In:   ``POST /api/v1/reports``, the bearer token of one subordinate, a file of ``docs/api.md``.
Out:  the receipt as JSON; the same one when the same report is sent again.
Cost: as taking in a file, and five queries to count the call.

A token hands in reports of its own bureau and reads nothing. Number and version of the report
are the key: no other one is needed to send it twice safely.
"""

from __future__ import annotations

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.web.api.calls import CallRefused, api, bearer_token, count_call, wrong_token
from huiying.web.api.report_schema import REPORT
from huiying.work.reports.exchange.actions.take_in import take_in_push
from huiying.work.reports.exchange.actions.token import record_use, token_digest
from huiying.work.reports.exchange.incoming import read_report_file
from huiying.work.reports.exchange.models import SubordinateToken
from huiying.work.reports.exchange.outgoing import MAX_BYTES
from huiying.work.reports.exchange.queries import token_by_digest


@api.post("/reports", url_name="push-report", openapi_extra=REPORT)
def push_report(request: HttpRequest) -> HttpResponse:
    """Take in a report of a subordinate, or that it was withdrawn; answer with its receipt."""
    try:
        token = _token(request)
        found = read_report_file(_body(request))
        taken = take_in_push(sender=token.subordinate, found=found, now=clock.now())
    except CallRefused as refused:
        return refused.response()
    except Stale as stale:
        return CallRefused(409, "changed_meanwhile", str(stale)).response()
    except Refused as cannot:
        return CallRefused(422, "not_taken", str(cannot)).response()
    return JsonResponse(taken.receipt, status=201 if taken.new else 200)


def _token(request: HttpRequest) -> SubordinateToken:
    shown = bearer_token(request)
    token = token_by_digest(token_digest(shown)) if shown else None
    if token is None:
        raise wrong_token(request, _("令牌有误，未接收。请向上级单位索取令牌。"))
    count_call(token_digest(shown))
    record_use(token=token, now=clock.now())
    if token.ended_at is not None:
        message = _("令牌已收回或更换，未接收。请向上级单位索取新令牌。")
        raise CallRefused(401, "token_ended", message)
    if not token.subordinate.active:
        message = _("上级单位已停用本单位的登记，未接收。")
        raise CallRefused(403, "subordinate_ended", message)
    return token


def _body(request: HttpRequest) -> bytes:
    length = request.headers.get("Content-Length", "")
    try:
        large = (length.isdigit() and int(length) > MAX_BYTES) or len(request.body) > MAX_BYTES
    except RequestDataTooBig:
        large = True
    if large:
        message = _("报告超过 %(most)s MB，未接收。") % {"most": MAX_BYTES >> 20}
        raise CallRefused(413, "too_large", message)
    return request.body
