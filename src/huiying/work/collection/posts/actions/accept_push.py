"""Accept a push: at most 1,000 items, a result for each, the same answer for the same key.

In:   the parsed items of a push, its idempotency key.    Out:  the answer, fresh or stored.
Cost: about 10 ms for one item; ≤ 500 items a transaction.

Items are looked at one by one: one of a wrong type is refused and its neighbours are taken.

A key is reserved before anything is stored: of equal calls at once one takes the items in, and
the others get its answer, or hear that it is being made.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_text
from huiying.reasons.reason import reason
from huiying.reasons.rendering import render
from huiying.work.collection.core.items import REACH, RawItem, Refusal
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.posts.actions.accept import (
    MAX_BATCH,
    ItemResult,
    accept_prepared,
)
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.models import Lane, PushBatch
from huiying.work.collection.posts.prepare import BatchContext, PreparedPost, prepare_items
from huiying.work.collection.posts.queries import old_push_answers
from huiying.work.collection.sources.models import Source

ANSWERED_WITHIN = timedelta(minutes=5)  # else whoever reserved the key has died
TEXT_FIELDS = ("title", "text", "url", "published_at", "author", "channel", "community")


class KeyConflict(Refused):
    """The idempotency key was used for another body; nothing was taken."""

    def __init__(self) -> None:
        super().__init__(_("该 Idempotency-Key 已用于其他内容，本次未收录。请更换后重新推送。"))


class PushInProgress(Refused):
    """Another call with this key and body is being taken in; nothing was taken by this one."""

    def __init__(self) -> None:
        super().__init__(
            _("同一个 Idempotency-Key 的请求正在处理，本次未收录。请稍后用同一个键再推送。")
        )


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """What the pusher is told."""

    body: dict[str, Any]
    replayed: bool


def accept_push(
    *, source: Source, items: Sequence[object], key: str, now: datetime
) -> PushAnswer:
    """Accept the items of one push.

    Args:
        items: As parsed from JSON, of any type.
        key: Idempotency key of at most 100 characters; "" if the pusher gave none.

    Raises:
        KeyConflict: If the key was used for another body.
        PushInProgress: If another call with the same key and body is being taken in.
    """
    if not key:
        return PushAnswer(_take(source, items, now), replayed=False)
    reserved = _reserve(source, key, _digest(items), now)
    if reserved.answer is not None:
        return PushAnswer(reserved.answer, replayed=True)
    try:
        answer = _take(source, items, now)
    except BaseException:
        reserved.delete()  # what was stored is repeated when the pusher tries again
        raise
    PushBatch.objects.filter(pk=reserved.pk).update(answer=answer)
    return PushAnswer(answer, replayed=False)


def _reserve(source: Source, key: str, digest: str, now: datetime) -> PushBatch:
    """Return the row of a key: reserved for this call, or with the answer of an earlier one.

    Raises:
        KeyConflict: If the key was used for another body.
        PushInProgress: If another call is at it.
    """
    row, made = PushBatch.objects.get_or_create(
        bureau_id=source.bureau_id,
        source=source,
        key=key,
        defaults={"body_digest": digest, "answer": None, "at": now},
    )
    if row.body_digest != digest:
        raise KeyConflict
    if made or row.answer is not None:
        return row
    # A clock that was set back leaves reservations of the future.
    if abs(now - row.at) < ANSWERED_WITHIN:
        raise PushInProgress
    same = PushBatch.objects.filter(pk=row.pk, at=row.at, answer__isnull=True)
    if not same.update(at=now):
        raise PushInProgress
    return row


def _take(source: Source, items: Sequence[object], now: datetime) -> dict[str, Any]:
    """Take the items in and return the answer."""
    shared = batch_context(source, now)
    prepared = [_prepared(item, shared) for item in items]
    results: list[ItemResult] = []
    for start in range(0, len(prepared), MAX_BATCH):
        results += accept_prepared(
            source=source,
            prepared=prepared[start : start + MAX_BATCH],
            lane=Lane.LIVE,
            history=False,
            actor=Actor(f"source:{source.pk}", source.name),
            now=now,
        )
    return _answer(results)


def drop_old_push_answers(now: datetime) -> int:
    """Forget the answers of pushes older than seven days; their posts stay."""
    return old_push_answers(now).delete()[0]


def _digest(items: Sequence[object]) -> str:
    canonical = json.dumps(items, sort_keys=True, separators=(",", ":"))
    return hash_of_text(canonical)


def _prepared(item: object, shared: BatchContext) -> PreparedPost | Refusal:
    if not isinstance(item, dict):
        return Refusal("", reason("collection.push.not_an_object"))
    values: dict[str, str] = {}
    for name in TEXT_FIELDS:
        value = item.get(name)
        if value is not None and not isinstance(value, str):
            return Refusal(name, reason("collection.push.wrong_type.text", name=name))
        values[name] = value or ""
    key = item.get("external_id")
    if isinstance(key, bool) or not isinstance(key, str | int | None):
        return Refusal(
            "external_id", reason("collection.push.wrong_type.key", name="external_id")
        )
    numbers = {name: item[name] for name in REACH if item.get(name) is not None}
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | str):
            return Refusal(name, reason("collection.push.wrong_type.number", name=name))
    raw = RawItem(
        title=values["title"],
        text=values["text"],
        external_key="" if key is None else str(key),
        url=values["url"],
        published_at=values["published_at"],
        author=values["author"],
        channel=values["channel"],
        community=values["community"],
        numbers={name: str(number) for name, number in numbers.items()},
    )
    return prepare_items([raw], shared)[0]


def _answer(results: list[ItemResult]) -> dict[str, Any]:
    counts = dict.fromkeys(("accepted", "repeated", "refused"), 0)
    answers = []
    for index, result in enumerate(results):
        counts[result.status] += 1
        answers.append(
            {
                "index": index,
                "status": result.status,
                # A number of 64 bits is text: JavaScript would round it.
                "post_id": None if result.post_id is None else str(result.post_id),
                "code": result.code,
                "field": result.field,
                "message": render(result.reason) if result.reason else "",
                "warnings": [
                    {"code": short_code(one), "message": render(one)} for one in result.warnings
                ],
            }
        )
    return {**counts, "results": answers}
