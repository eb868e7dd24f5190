"""Accept posts: the only way by which an item of a source becomes a post.

In:   raw items of one source, from a feed, page, file, push or hand.
Out:  a result for each item; posts that wait for the stream.
Cost: about 0.25 ms an item, 0.15 of it as the one writer; ≤ 500 items a transaction.

A post that came before is *repeated*, never doubled, also when two processes bring it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import IntegrityError, transaction

from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.db.bulk import insert_columns
from huiying.policy.rulebook.platforms import OTHER
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.items import CLASSIFIED, RawItem, Refusal
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.counters import count_accepted
from huiying.work.collection.posts.deliveries import (
    BatchFields,
    known_deliveries,
    store_deliveries,
)
from huiying.work.collection.posts.ids import change_salt, new_ids
from huiying.work.collection.posts.models import Arrival, Lane, Post, PostKey
from huiying.work.collection.posts.prepare import PreparedPost, prepare_items
from huiying.work.collection.posts.queries import deleted_digests
from huiying.work.collection.posts.reach import store_reach
from huiying.work.collection.posts.restarted_keys import tell_apart
from huiying.work.collection.posts.search import index_posts, search_entry
from huiying.work.collection.posts.voice_keys import VoiceHasher, voice_hasher_of
from huiying.work.collection.posts.volume import count_posts
from huiying.work.collection.sources.listening import note_listening
from huiying.work.collection.sources.models import FETCHED, Health, Source

MAX_BATCH = 500
MAX_ATTEMPTS = 3

Status = Literal["accepted", "repeated", "refused"]


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What became of one item."""

    status: Status
    post_id: int | None = None  # also of a repeated item: the post that it repeats
    field: str = ""
    reason: Reason | None = None  # of a refused item
    warnings: tuple[Reason, ...] = ()
    is_post: bool = True  # False: it is kept apart; whoever delivered it is told the same

    @property
    def code(self) -> str:
        """The code of a refused item without its room, "" of another."""
        return short_code(self.reason) if self.reason else ""


def accept_posts(
    *,
    source: Source,
    items: Sequence[RawItem],
    lane: Lane,
    history: bool,
    actor: Actor,
    now: datetime,
    noticed_at: datetime | None = None,
    audit: bool = True,
) -> list[ItemResult]:
    """Check, clean, mask and store items; returns one result each, in their order.

    Args:
        lane: LIVE for what happens now, BACKLOG for files.
        history: For search, and for what is usual on days on which the bureau listened; starts
            no clock and no alarm.
        noticed_at: When an officer saw it; only for posts entered by hand.
        audit: Write one record a batch, with counts only.
    """
    results: list[ItemResult] = []
    for start in range(0, len(items), MAX_BATCH):
        prepared = prepare_items(items[start : start + MAX_BATCH], batch_context(source, now))
        results += accept_prepared(
            source=source,
            prepared=prepared,
            lane=lane,
            history=history,
            actor=actor,
            now=now,
            noticed_at=noticed_at,
            audit=audit,
        )
    return results


def accept_prepared(
    *,
    source: Source,
    prepared: Sequence[PreparedPost | Refusal],
    lane: Lane,
    history: bool,
    actor: Actor,
    now: datetime,
    noticed_at: datetime | None = None,
    audit: bool = True,
) -> list[ItemResult]:
    """Store what ``prepare_items`` made, at most 500 items, in one transaction.

    Raises:
        ValueError: For more than 500 items: the one writer would be held too long.
    """
    if len(prepared) > MAX_BATCH:
        raise ValueError(f"{len(prepared)} items are more than {MAX_BATCH}")
    voices = voice_hasher_of(source.bureau_id, now)
    stamp = BatchFields(source, voices, history, now, noticed_at)
    for attempt in range(1, MAX_ATTEMPTS + 1):
        try:
            with transaction.atomic():
                results = _store(prepared, stamp, lane)
                _record_batch(
                    source, results, history=history, now=now, actor=actor if audit else None
                )
                _count(source, prepared, results)
            return results
        except IntegrityError:
            # Two processes with the same salt in the same millisecond: once in years.
            if attempt == MAX_ATTEMPTS:
                raise
            change_salt()
    raise AssertionError("unreachable")


def _count(
    source: Source, prepared: Sequence[PreparedPost | Refusal], results: Sequence[ItemResult]
) -> None:
    """Count new posts, last of all: after this the transaction waits for nothing."""
    new = [
        (result.post_id, item.channel)
        for item, result in zip(prepared, results, strict=True)
        if isinstance(item, PreparedPost) and result.is_post and result.status == "accepted"
        if result.post_id
    ]
    count_accepted(source.bureau_id, source.pk, new)


def _store(
    prepared: Sequence[PreparedPost | Refusal], stamp: BatchFields, lane: Lane
) -> list[ItemResult]:
    prepared = _without_deleted(stamp.source, tell_apart(stamp.source, prepared))
    items = {item.digest: item for item in reversed(prepared) if isinstance(item, PreparedPost)}
    known = _known(stamp.source, list(items)) | _known_earlier(stamp.source, items)
    known |= known_deliveries(stamp.source, list(items))
    fresh = [digest for digest in reversed(items) if digest not in known]
    made = dict(zip(fresh, new_ids(len(fresh), stamp.now), strict=True))
    apart = {digest: made.pop(digest) for digest in fresh if items[digest].accuses}
    if made:
        known |= _known(stamp.source, _insert(made, items, stamp))
    if made:  # the rest of them
        _queue_and_index(made, items, stamp, lane)
    known |= store_deliveries(apart, made, items, stamp)
    made |= apart
    results = [_result(item, made, known) for item in prepared]
    _keep_reach(stamp, prepared, results)
    return results


def _keep_reach(
    stamp: BatchFields, prepared: Sequence[PreparedPost | Refusal], results: list[ItemResult]
) -> None:
    stored = {
        result.post_id: item
        for item, result in zip(prepared, results, strict=True)
        if isinstance(item, PreparedPost) and item.reach and result.is_post and result.post_id
    }
    store_reach(stamp.source.bureau_id, stored, stamp.now)


def _without_deleted(
    source: Source, prepared: Sequence[PreparedPost | Refusal]
) -> list[PreparedPost | Refusal]:
    """Refuse what was deleted when its time was over: it does not come back by itself."""
    digests = [item.digest for item in prepared if isinstance(item, PreparedPost)]
    gone = deleted_digests(source.pk, digests) if digests else set()
    over = Refusal("", reason("collection.item.deleted"))
    return [
        over if isinstance(item, PreparedPost) and item.digest in gone else item
        for item in prepared
    ]


def _known(source: Source, digests: list[bytes]) -> dict[bytes, int]:
    if not digests:
        return {}
    rows = PostKey.objects.filter(source_id=source.pk, digest__in=digests)
    return {bytes(digest): post for digest, post in rows.values_list("digest", "post_id")}


def _known_earlier(source: Source, items: dict[bytes, PreparedPost]) -> dict[bytes, int]:
    """Return the posts that were stored under the address with its tracking."""
    now_of = {item.earlier_digest: digest for digest, item in items.items()}
    now_of.pop(b"", None)
    return {now_of[digest]: post for digest, post in _known(source, list(now_of)).items()}


def _insert(
    made: dict[bytes, int], items: dict[bytes, PreparedPost], stamp: BatchFields
) -> list[bytes]:
    """Insert posts with their keys; returns the keys that another process stored first.

    These are taken out of ``made``.
    """
    new = [items[digest] for digest in made]
    insert_columns(
        Post,
        {
            "id": list(made.values()),
            "title": [item.title for item in new],
            "text": [item.text for item in new],
            "url": [item.url for item in new],
            "host": [item.host for item in new],
            "channel": [
                _stored(stamp.voices, "channel", item.channel, item.unlisted_channel)
                for item in new
            ],
            "community": [
                _stored(stamp.voices, "community", item.community, item.unlisted_community)
                for item in new
            ],
            "published_at": [item.published_at for item in new],
            "voice": [
                stamp.voices.of(item.unlisted_channel or item.channel, item.author)
                for item in new
            ],
        },
        every={
            **stamp.owner,
            "collected_at": stamp.now,
            "noticed_at": stamp.noticed_at,
            "history": stamp.history,
        },
    )
    stored = insert_columns(
        PostKey,
        {"digest": list(made), "post_id": list(made.values())},
        every=stamp.owner,
        ignore_conflicts=True,
    )
    if stored == len(made):
        return []
    keys = PostKey.objects.filter(post_id__in=list(made.values()))
    ours = set(keys.values_list("post_id", flat=True))
    lost = [digest for digest, number in made.items() if number not in ours]
    Post.objects.filter(pk__in=[made.pop(digest) for digest in lost]).delete()
    return lost


def _stored(voices: VoiceHasher, field: str, listed: str, unlisted: str) -> str:
    """Return a platform or community as it is stored: its listed name, or a token."""
    return voices.other(field, unlisted) if listed == OTHER else listed


def _queue_and_index(
    made: dict[bytes, int], items: dict[bytes, PreparedPost], stamp: BatchFields, lane: Lane
) -> None:
    """Let new posts be counted, wait for the stream and be found."""
    bureau_id = stamp.source.bureau_id
    new = [(number, items[digest]) for digest, number in made.items()]
    count_posts(bureau_id, stamp.spoken(item for _number, item in new))
    insert_columns(
        Arrival,
        {"post_id": list(made.values())},
        every={"bureau_id": bureau_id, "lane": lane},
    )
    index_posts(
        bureau_id,
        [
            search_entry(number, stamp.source.pk, item.title, item.text, item.channel)
            for number, item in new
        ],
    )


def _result(
    item: PreparedPost | Refusal, made: dict[bytes, int], known: dict[bytes, int]
) -> ItemResult:
    """Return what became of one item; a second one with a key of this batch is repeated."""
    if isinstance(item, Refusal):
        return ItemResult("refused", None, item.field, item.reason)
    number = made.get(item.digest)
    if number is None:
        return ItemResult(
            "repeated", known[item.digest], warnings=item.warnings, is_post=not item.accuses
        )
    del made[item.digest]
    known[item.digest] = number
    return ItemResult("accepted", number, warnings=item.warnings, is_post=not item.accuses)


def _record_batch(
    source: Source,
    results: list[ItemResult],
    *,
    history: bool,
    now: datetime,
    actor: Actor | None,
) -> None:
    counts = {"accepted": 0, "repeated": 0, "refused": 0}
    for result in results:
        if result.is_post:  # of an accusation not even a count is kept
            counts[result.status] += 1
    facts: dict[str, object] = {"last_new_at": now} if counts["accepted"] else {}
    if source.kind not in FETCHED:
        facts |= {"health": Health.HEALTHY, "last_ok_at": now, "last_try_at": now}
    if facts:
        Source.objects.filter(pk=source.pk).update(**facts)
    if source.kind not in FETCHED and not history:
        note_listening(bureau_id=source.bureau_id, now=now)
    if actor is not None and counts["accepted"] + counts["refused"]:
        record(source, "posts.accepted", actor, now, **counts, history=history)
    if actor is not None:
        record_classified(source, actor, now, sum(row.code == CLASSIFIED for row in results))


def record_classified(source: Source, actor: Actor, now: datetime, count: int) -> None:
    """Record that classified texts were refused: how many, from where, not a word of them."""
    if count:
        record(source, "posts.classified_refused", actor, now, count=count)
