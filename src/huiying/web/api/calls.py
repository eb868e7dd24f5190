"""What every API call shares: token, idempotency key, body, refusals as JSON.

In:   a request.    Out:  what it carries, or ``CallRefused`` with a code and a sentence.
Cost: two queries to count a call, and seven to write it down.
"""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI

from huiying.web.api.push_schema import DESCRIPTION, SECURITY
from huiying.web.shared.client_address import client_network
from huiying.web.shared.throttles import Throttle

MAX_KEY_CHARS = 100
CALLS = Throttle("calls", limit=300, seconds=60)
WRONG_TOKENS = Throttle("wrong-bearer-tokens", limit=30, seconds=60)

api = NinjaAPI(
    title="回应 huiying",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api:v1",
    openapi_extra=SECURITY,
    docs_url=None,  # the usual page of docs needs scripts from elsewhere
)


class CallRefused(Exception):
    """The whole call is refused; nothing was taken."""

    def __init__(self, status: int, code: str, message: str, *, wait: int = 0) -> None:
        self.status, self.code, self.message = status, code, message
        self.wait = wait  # seconds after which the same call may be taken
        super().__init__(message)

    def response(self) -> HttpResponse:
        """Return the refusal as JSON."""
        error = {"code": self.code, "message": self.message}
        response = JsonResponse({"error": error}, status=self.status)
        if self.status == 401:  # noqa: PLR2004 - HTTP: who are you?
            response["WWW-Authenticate"] = 'Bearer realm="huiying"'
        if self.wait:
            response["Retry-After"] = str(self.wait)
        return response


def count_call(digest: str) -> None:
    """Count a call of a token that holds. Raises CallRefused if there were too many."""
    if wait := CALLS.count(digest):
        message = _("该令牌每分钟最多调用 %(limit)s 次，本次未接收。请在 %(wait)s 秒后重发。")
        values = {"limit": CALLS.limit, "wait": wait}
        raise CallRefused(429, "too_many_calls", message % values, wait=wait)


def wrong_token(request: HttpRequest, message: str) -> CallRefused:
    """Return the refusal of a token that was never made, or of too many of one address."""
    wait = WRONG_TOKENS.count(client_network(request))
    if not wait:
        return CallRefused(401, "wrong_token", message)
    message = _("该地址的令牌错误次数过多，未接收。请核对令牌，%(wait)s 秒后重试。")
    return CallRefused(429, "too_many_wrong_tokens", message % {"wait": wait}, wait=wait)


def idempotency_key(request: HttpRequest) -> str:
    """Return the idempotency key of a call; "" if it has none."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > MAX_KEY_CHARS or not key.isprintable():
        raise CallRefused(
            400,
            "bad_idempotency_key",
            _("Idempotency-Key 最多 %(limit)s 个字符，未收录。") % {"limit": MAX_KEY_CHARS},
        )
    return key


def parse_body(request: HttpRequest) -> Any:
    """Return the body of a call, read as JSON."""
    try:
        return json.loads(request.body, parse_constant=_no_constant)
    except RequestDataTooBig as error:
        message = _("请求超过 %(limit)s MB，未收录。请分几次推送。")
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20
        raise CallRefused(413, "too_large", message % {"limit": limit}) from error
    except (ValueError, RecursionError) as error:
        raise CallRefused(
            400, "bad_json", _("请求不是有效的 UTF-8 JSON，未收录。请检查后重新推送。")
        ) from error


def _no_constant(name: str) -> object:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)
