"""Push: other systems bring posts to a source, with the source's own token.

In:   ``POST /api/v1/posts``, a bearer token, at most 1,000 items.    Out:  a result per item.
Cost: about 10 ms for one item; a look at how many posts wait.

The body is read by hand: a schema would refuse a whole call for one bad item.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from huiying.jobs import clock
from huiying.web.api.calls import (
    CallRefused,
    api,
    count_call,
    idempotency_key,
    parse_body,
    wrong_token,
)
from huiying.web.api.push_schema import OPERATION
from huiying.web.shared.requests import bearer_token
from huiying.work.collection.posts.actions.accept_push import (
    KeyConflict,
    PushInProgress,
    accept_push,
)
from huiying.work.collection.posts.queries import has_more_live_arrivals
from huiying.work.collection.sources.actions.rotate_token import token_digest
from huiying.work.collection.sources.models import Source
from huiying.work.collection.sources.queries import source_by_token

MAX_ITEMS = 1_000
RETRY_AFTER = 2  # seconds
RETRY_WHEN_FULL = 30  # seconds; some thousand posts are placed meanwhile


@api.post("/posts", url_name="push-posts", openapi_extra=OPERATION)
def push_posts(request: HttpRequest) -> HttpResponse:
    """Take posts in; each item has its own result, in the order of the call."""
    try:
        source = _source(request)
        key = idempotency_key(request)
        _refuse_when_full(source)
        answer = accept_push(source=source, items=_items(request), key=key, now=clock.now())
    except CallRefused as refused:
        return refused.response()
    except KeyConflict as conflict:
        return CallRefused(409, "idempotency_key_reused", str(conflict)).response()
    except PushInProgress as busy:
        response = CallRefused(409, "in_progress", str(busy)).response()
        response["Retry-After"] = str(RETRY_AFTER)
        return response
    answered = JsonResponse(answer.body)
    if answer.replayed:
        answered["Idempotent-Replay"] = "true"
    return answered


def _source(request: HttpRequest) -> Source:
    token = bearer_token(request)
    source = source_by_token(token_digest(token)) if token else None
    if source is None:
        raise wrong_token(
            request, _("推送令牌有误或已更换，未收录。请向来源管理人员索取新令牌。")
        )
    count_call(token_digest(token))
    if not source.active:
        raise CallRefused(403, "source_paused", _("该来源已停用，未收录。请联系来源管理人员。"))
    return source


def _refuse_when_full(source: Source) -> None:
    """Raise CallRefused while too many posts of the bureau wait to be placed.

    What would wait for long is better kept by who sends it than here, where it looks taken in
    and rings nobody. What officers enter, sources bring and files hold is never refused.
    """
    most = settings.PUSH_QUEUE
    if most and has_more_live_arrivals(source.bureau_id, most):
        message = _("本局待归组的帖文已超过 %(limit)s 条，本次未收录。请在 %(wait)s 秒后重发。")
        values = {"limit": most, "wait": RETRY_WHEN_FULL}
        raise CallRefused(429, "queue_full", message % values, wait=RETRY_WHEN_FULL)


def _items(request: HttpRequest) -> list[object]:
    body = parse_body(request)
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise CallRefused(
            400, "no_items", _("请求中无 items 列表，未收录。请按接口说明重新组织。")
        )
    if len(items) > MAX_ITEMS:
        message = _("一次最多 %(limit)s 条，这次有 %(count)s 条，未收录。请分几次推送。")
        values = {"limit": MAX_ITEMS, "count": len(items)}
        raise CallRefused(413, "too_many_items", message % values)
    return items
