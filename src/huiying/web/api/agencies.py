"""Systems of partner agencies: read what was shared, hand in leads, answer claims.

In:   ``/api/v1/agency/…``, the bearer token of one agency, a JSON body, an idempotency key.
Out:  JSON; the same register rows as behind a signed link.
Cost: six queries a call, and nine to count it.

A token sees its own agency's open shares and the claims that it was asked, nothing else. What
comes in is a proposal: a person of the bureau decides. A call is done once per key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import revoke_links
from huiying.jobs import clock
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.web.api.agency_schema import ANSWER, CLAIMS, LEAD, SHARE, SHARES
from huiying.web.api.calls import (
    CallRefused,
    api,
    count_call,
    idempotency_key,
    parse_body,
    wrong_token,
)
from huiying.web.shared.requests import bearer_token
from huiying.work.casework.core.text import office_name
from huiying.work.casework.liaison.actions.agency_token import (
    ApiAnswer,
    KeyConflict,
    actor_of_system,
    perform_once,
    record_use,
    token_digest,
)
from huiying.work.casework.liaison.actions.hand_in import hand_in_lead
from huiying.work.casework.liaison.actions.share_facts import record_opening
from huiying.work.casework.liaison.models import AgencyToken, Share
from huiying.work.casework.liaison.queries import (
    open_shares,
    requests_open_for_agency,
    token_by_digest,
)
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
    answer_by_link,
)
from huiying.work.casework.verification.models import Docket

MOST_BYTES = 256 * 1024
MOST_EVIDENCE = 10
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # JSON may spell what no database keeps
LONG, LONGEST = 4_000, 20_000  # characters of a text, of a snapshot


@api.get("/agency/shares", url_name="agency-shares", openapi_extra=SHARES)
def list_shares(request: HttpRequest) -> HttpResponse:
    """List what is shared with this agency at the moment."""
    return _respond(request, lambda token: {"shares": _shares(token, clock.now())})


@api.get("/agency/shares/{number}", url_name="agency-share", openapi_extra=SHARE)
def read_share(request: HttpRequest, number: str) -> HttpResponse:
    """Return the frozen facts of one share; that they were looked at is counted."""

    def perform(token: AgencyToken) -> dict[str, Any]:
        share = _share(token, number)
        record_opening(share=share, now=clock.now(), actor=actor_of_system(token))
        return {**_share_line(share), "facts": share.content, "hash": share.content_hash}

    return _respond(request, perform)


@api.get("/agency/claims", url_name="agency-claims", openapi_extra=CLAIMS)
def list_claims(request: HttpRequest) -> HttpResponse:
    """List the claims that this agency was asked and has not answered."""
    return _respond(
        request,
        lambda token: {"claims": [_claim(row) for row in requests_open_for_agency(token.unit)]},
    )


@api.post("/agency/shares/{number}/leads", url_name="agency-lead", openapi_extra=LEAD)
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in a lead; an officer of the bureau takes it or sets it aside."""

    def perform(token: AgencyToken, body: dict[str, Any]) -> dict[str, Any]:
        lead = hand_in_lead(
            share=_share(token, number),
            text=_text(body, "text"),
            link=_text(body, "link", needed=False),
            post=_text(body, "post"),
            now=clock.now(),
            actor=actor_of_system(token),
        )
        return {"lead": lead.number, "state": lead.state}

    return _act_once(request, perform)


@api.post("/agency/claims/{number}/answer", url_name="agency-answer", openapi_extra=ANSWER)
def answer_claim(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a claim; it counts when somebody of the bureau has confirmed it."""

    def perform(token: AgencyToken, body: dict[str, Any]) -> dict[str, Any]:
        rows = requests_open_for_agency(
            token.unit
        )  # compared here: an address may hold any character
        docket = next((row for row in rows if row.number == number), None)
        if docket is None:
            message = _("无待贵单位答复的核实单 %(number)s。") % {"number": number}
            raise CallRefused(404, "no_such_claim", message)
        now = clock.now()
        found = answer_by_link(
            docket=docket,
            found=_found(body),
            post=office_name(_text(body, "post"), 60),
            now=now,
            revision=docket.revision,
            actor=actor_of_system(token),
        )
        revoke_links(bureau_id=docket.bureau_id, about_ref=docket.number, now=now)
        return {"claim": docket.number, "finding": found.finding, "state": found.state}

    return _act_once(request, perform)


def _act_once(
    request: HttpRequest, perform: Callable[[AgencyToken, dict[str, Any]], dict[str, Any]]
) -> HttpResponse:
    """Act once a key; nothing is kept of a call that is refused."""

    def act(token: AgencyToken) -> ApiAnswer:
        key, body = idempotency_key(request), _body(request)
        if not key:
            raise CallRefused(
                400, "idempotency_key_needed", _("请带 Idempotency-Key，重发时用同一个键。")
            )
        content = {"path": request.path, "body": body}
        return perform_once(
            token=token,
            key=key,
            content=content,
            now=clock.now(),
            perform=lambda: perform(token, body),
        )

    return _respond(request, act)


def _respond(
    request: HttpRequest, perform: Callable[[AgencyToken], ApiAnswer | dict[str, Any]]
) -> HttpResponse:
    """Answer a call of a known system; each refusal has a code and a sentence."""
    try:
        done = perform(_token(request))
    except CallRefused as refused:
        return refused.response()
    except KeyConflict as conflict:
        return CallRefused(409, "idempotency_key_reused", str(conflict)).response()
    except Stale as stale:
        return CallRefused(409, "changed_meanwhile", str(stale)).response()
    except Refused as cannot:
        return CallRefused(422, "not_taken", str(cannot)).response()
    if isinstance(done, dict):
        return JsonResponse(done)
    response = JsonResponse(done.body, status=200 if done.replayed else 201)
    if done.replayed:
        response["Idempotent-Replay"] = "true"
    return response


def _token(request: HttpRequest) -> AgencyToken:
    shown = bearer_token(request)
    token = token_by_digest(token_digest(shown)) if shown else None
    if token is None:
        raise wrong_token(request, _("令牌有误，未接收。请向共享情况的信访局索取令牌。"))
    count_call(token_digest(shown))
    record_use(token=token, now=clock.now())
    if token.ended_at is not None:
        raise CallRefused(
            401, "token_ended", _("令牌已收回或更换，未接收。请向信访局索取新令牌。")
        )
    if not token.unit.active:
        raise CallRefused(403, "agency_ended", _("信访局已停用贵单位的登记，未接收。"))
    return token


def _body(request: HttpRequest) -> dict[str, Any]:
    length = request.headers.get("Content-Length", "")
    if (length.isdigit() and int(length) > MOST_BYTES) or len(request.body) > MOST_BYTES:
        raise CallRefused(413, "too_large", _("请求超过 256 KB，未接收。请缩短文字和快照。"))
    body = parse_body(request)
    if not isinstance(body, dict):
        raise CallRefused(400, "not_an_object", _("请求不是 JSON 对象，未接收。"))
    return body


def _text(body: dict[str, Any], name: str, *, needed: bool = True, most: int = LONG) -> str:
    value = body.get(name)
    if value is None and not needed:
        return ""
    if isinstance(value, str) and len(value) > most:
        message = _("字段“%(name)s”最多 %(most)s 字，未接收。") % {"name": name, "most": most}
        raise CallRefused(400, "wrong_field", message)
    if isinstance(value, str) and _UNSTORABLE.search(value):
        message = _("字段“%(name)s”含无法保存的字符，未接收。") % {"name": name}
        raise CallRefused(400, "wrong_field", message)
    if not isinstance(value, str) or (needed and not value.strip()):
        message = _("字段“%(name)s”须为文字，未接收。") % {"name": name}
        raise CallRefused(400, "wrong_field", message)
    return value


def _found(body: dict[str, Any]) -> FindingInput:
    finding = _text(body, "finding")
    if finding not in set(Finding):
        raise CallRefused(
            400,
            "wrong_field",
            _("字段“%(name)s”须为 %(known)s 之一，未接收。")
            % {"name": "finding", "known": " ".join(Finding)},
        )
    try:
        expires = date.fromisoformat(_text(body, "expires"))
    except ValueError as error:
        message = _("字段“%(name)s”须为日期，如 2026-12-31，未接收。")
        raise CallRefused(400, "wrong_field", message % {"name": "expires"}) from error
    rows = body.get("evidence", [])
    if not isinstance(rows, list) or len(rows) > MOST_EVIDENCE:
        message = _("字段“%(name)s”须为列表，最多 %(most)s 条，未接收。")
        raise CallRefused(
            400, "wrong_field", message % {"name": "evidence", "most": MOST_EVIDENCE}
        )
    return FindingInput(
        Finding(finding), _text(body, "facts"), [_proof(row) for row in rows], expires
    )


def _proof(row: object) -> EvidenceInput:
    if not isinstance(row, dict):
        message = _("每条证据须为 JSON 对象，未接收。")
        raise CallRefused(400, "wrong_field", message)
    return EvidenceInput(
        _text(row, "words", most=300),
        _text(row, "link", needed=False, most=500),
        _text(row, "snapshot", needed=False, most=LONGEST),
    )


def _shares(token: AgencyToken, now: datetime) -> list[dict[str, Any]]:
    return [_share_line(row) for row in open_shares(token.unit, now)]


def _share(token: AgencyToken, number: str) -> Share:
    rows = open_shares(token.unit, clock.now())
    share = next((row for row in rows if row.number == number), None)
    if share is None:
        message = _("无共享给贵单位的 %(number)s，或已收回、已到期。") % {"number": number}
        raise CallRefused(404, "no_such_share", message)
    return share


def _share_line(share: Share) -> dict[str, Any]:
    return {
        "number": share.number,
        "title": share.content["title"],
        "purpose": share.purpose,
        "shared_at": share.shared_at.isoformat(),
        "ends_at": share.ends_at.isoformat(),
    }


def _claim(docket: Docket) -> dict[str, Any]:
    return {
        "number": docket.number,
        "claim": docket.claim,
        "kind": _(ClaimKind(docket.kind).label),
        "asked_at": docket.requested_at.isoformat(),
        "due_at": docket.clock.due_at.isoformat() if docket.clock else None,
    }
