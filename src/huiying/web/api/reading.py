"""What every reading interface shares: token and scope, pages, times, ETag, limits.

In:   a GET with an integration token.    Out:  JSON, 304, or a refusal with a code.
Cost: four queries beside those of the rows.

Rows come in the order of their registration, which never changes: whoever goes on from a
cursor misses nothing and gets nothing twice, also while rows are added.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from huiying.base.integration.actions.use_token import count_use, secret_digest
from huiying.base.integration.models import IntegrationToken
from huiying.base.integration.networks import is_within
from huiying.base.integration.queries import token_by_digest
from huiying.base.integration.scopes import Scope
from huiying.jobs import clock
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.time.moments import moment_with_zone
from huiying.web.api.calls import CALLS, CallRefused, count_call, wrong_token
from huiying.web.shared.client_address import client_address
from huiying.web.shared.requests import bearer_token, parse_int

DEFAULT_ROWS, MOST_ROWS = 50, 200
MOST_CURSOR = 40  # characters
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of those after them; "" = there are no more."""

    rows: Sequence[Any]
    after: str


def answer(
    request: HttpRequest, scope: Scope, read: Callable[[IntegrationToken], dict[str, Any]]
) -> HttpResponse:
    """Answer a call with what ``read`` returns, or say why it is refused.

    Args:
        read: The token → the body; raises ``CallRefused``.
    """
    digest = secret_digest(bearer_token(request))
    try:
        response = _read(request, read(_token(request, digest, scope)))
    except CallRefused as refused:
        response = refused.response()
        if refused.code in {"wrong_token", "too_many_wrong_tokens"}:
            return response
    left, seconds = CALLS.left(digest)
    response["X-RateLimit-Limit"] = str(CALLS.limit)
    response["X-RateLimit-Remaining"] = str(left)
    response["X-RateLimit-Reset"] = str(seconds)
    return response


def _read(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    fresh = HttpResponse(text, content_type=JSON)
    etag = f'"{hash_of_text(text)[:32]}"'
    fresh["ETag"], fresh["Cache-Control"] = etag, "private, no-cache"
    fresh["Vary"] = "Authorization"
    return get_conditional_response(request, etag=etag, response=fresh) or fresh


def _token(request: HttpRequest, digest: str, scope: Scope) -> IntegrationToken:
    token = token_by_digest(digest)
    if token is None:
        raise wrong_token(request, _("令牌有误。请向信访局索取令牌。"))
    count_call(digest)
    now = clock.now()
    ended = token.ended_at is not None or token.ends_at <= now
    inside = not token.networks or is_within(client_address(request), token.networks)
    count_use(token=token, works=not ended and inside, now=now)
    if ended:
        raise CallRefused(401, "token_ended", _("令牌已收回或已到期。请向信访局索取新令牌。"))
    if not inside:
        raise CallRefused(403, "network_refused", _("该令牌不得从此网络地址使用。"))
    if scope not in token.scopes:
        message = _("该令牌无权读取此内容，须有 %(scope)s。") % {"scope": str(scope.value)}
        raise CallRefused(403, "scope_missing", message)
    return token


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """Return the rows that a call asks for, by ``limit`` and ``cursor``, by their keys.

    Raises:
        CallRefused: If one of the two is not as it must be.
    """
    limit = _limit(request)
    if cursor := request.GET.get("cursor", ""):
        rows = rows.filter(pk__gt=_key_of(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    more = len(found) > limit
    return Page(found[:limit], _cursor(found[limit - 1].pk) if more else "")


def moment_of(request: HttpRequest, name: str) -> datetime | None:
    """Return a moment of the query; None if it names none.

    Raises:
        CallRefused: If it is no moment with a zone.
    """
    text = request.GET.get(name, "")
    if not text:
        return None
    found = moment_with_zone(text)
    if found is None:
        message = _("参数“%(name)s”须为带时区的时间，如 2026-11-24T10:00:00+08:00。")
        raise CallRefused(400, "wrong_parameter", message % {"name": name})
    return found


def choice_of(request: HttpRequest, name: str, known: Sequence[str]) -> str:
    """Return one of the known values of the query; "" if it names none.

    Raises:
        CallRefused: If it names another.
    """
    text = request.GET.get(name, "")
    if text and text not in known:
        message = _("参数“%(name)s”须为 %(known)s 之一。")
        values = {"name": name, "known": " ".join(known)}
        raise CallRefused(400, "wrong_parameter", message % values)
    return text


def moment(at: datetime | None) -> str | None:
    """Return a moment as the interfaces write it: ISO 8601 in UTC; None if there is none."""
    return at.isoformat() if at else None


def _limit(request: HttpRequest) -> int:
    text = request.GET.get("limit", "")
    limit = parse_int(text) if text else DEFAULT_ROWS
    if limit is None or not 1 <= limit <= MOST_ROWS:
        message = _("参数“%(name)s”须为 1 至 %(most)s 的整数。")
        raise CallRefused(
            400, "wrong_parameter", message % {"name": "limit", "most": MOST_ROWS}
        )
    return limit


def _cursor(key: int) -> str:
    return urlsafe_b64encode(f"1:{key}".encode()).decode().rstrip("=")


def _key_of(cursor: str) -> int:
    key = None
    if len(cursor) <= MOST_CURSOR and cursor.isascii():
        try:
            text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        except ValueError:
            text = ""
        key = parse_int(text.removeprefix("1:")) if text.startswith("1:") else None
    if key is None:
        raise CallRefused(400, "wrong_cursor", _("参数“cursor”须为上一页给出的 next。"))
    return key
