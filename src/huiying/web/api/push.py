"""Push: other systems bring posts to a source, with the source's own token.

In:   ``POST /api/v1/posts``, a bearer token, at most 1,000 items.    Out:  a result per item.
Cost: about 10 ms for one item.

The body is read by hand: a schema would refuse a whole call for one bad item.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from huiying.jobs import clock
from huiying.web.api.words import DESCRIPTION, OPERATION, SECURITY
from huiying.work.collection.actions.accept_push import KeyConflict, accept_push
from huiying.work.collection.actions.rotate_token import token_digest
from huiying.work.collection.queries import source_by_token
from huiying.work.collection.sources import Source

MAX_ITEMS = 1_000
MAX_KEY_CHARS = 100

api = NinjaAPI(
    title="回应 huiying",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api:v1",
    openapi_extra=SECURITY,
    docs_url=None,  # the usual page of docs needs scripts from elsewhere
)


class Refused(Exception):
    """The whole call is refused; nothing was taken."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)

    def response(self) -> HttpResponse:
        """Return the refusal as JSON."""
        error = {"code": self.code, "message": self.message}
        response = JsonResponse({"error": error}, status=self.status)
        if self.status == 401:  # noqa: PLR2004 - HTTP: who are you?
            response["WWW-Authenticate"] = 'Bearer realm="huiying"'
        return response


@api.post("/posts", url_name="push-posts", openapi_extra=OPERATION)
def push_posts(request: HttpRequest) -> HttpResponse:
    """Take posts in; each item has its own result, in the order of the call."""
    try:
        source = _source(request)
        key = _key(request)
        answer = accept_push(source=source, items=_items(request), key=key, now=clock.now())
    except Refused as refused:
        return refused.response()
    except KeyConflict as conflict:
        return Refused(409, "idempotency_key_reused", str(conflict)).response()
    response = JsonResponse(answer.body)
    if answer.replayed:
        response["Idempotent-Replay"] = "true"
    return response


def _source(request: HttpRequest) -> Source:
    scheme, _space, token = request.headers.get("Authorization", "").partition(" ")
    source = None
    if scheme.lower() == "bearer" and token.strip():
        source = source_by_token(token_digest(token.strip()))
    if source is None:
        raise Refused(
            401,
            "wrong_token",
            _("推送口令不对或已更换，没有收录。请向管理来源的人索取新口令。"),
        )
    if not source.active:
        raise Refused(403, "source_paused", _("这个来源已停用，没有收录。请联系管理来源的人。"))
    return source


def _key(request: HttpRequest) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > MAX_KEY_CHARS or not key.isprintable():
        raise Refused(
            400,
            "bad_idempotency_key",
            _("Idempotency-Key 最多 %(limit)s 个字符，没有收录。") % {"limit": MAX_KEY_CHARS},
        )
    return key


def _items(request: HttpRequest) -> list[object]:
    body = _parsed(request)
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise Refused(
            400, "no_items", _("请求里没有 items 列表，没有收录。请按接口说明重新组织。")
        )
    if len(items) > MAX_ITEMS:
        said = _("一次最多 %(limit)s 条，这次有 %(count)s 条，没有收录。请分几次推送。")
        values = {"limit": MAX_ITEMS, "count": len(items)}
        raise Refused(413, "too_many_items", said % values)
    return items


def _parsed(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body, parse_constant=_no_constant)
    except RequestDataTooBig as error:
        said = _("请求超过 %(limit)s MB，没有收录。请分几次推送。")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
        raise Refused(413, "too_large", said % {"limit": limit}) from error
    except (ValueError, RecursionError) as error:
        raise Refused(
            400, "bad_json", _("请求不是有效的 UTF-8 JSON，没有收录。请检查后重新推送。")
        ) from error


def _no_constant(name: str) -> object:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)
