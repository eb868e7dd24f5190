"""Store what people sent to the bureau itself: sealed, beside the posts or instead of one.

In:   prepared items of an inbox or a hotline.    Out:  rows that wait for ``jobs``.
Cost: one query a batch of such a source, one insert; nothing for any other source.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from huiying.base.db.bulk import insert_columns
from huiying.base.files.sealing import Sealed, open_sealed, seal
from huiying.work.collection.posts.models import Delivery
from huiying.work.collection.posts.prepare import DeliveredText, PreparedPost
from huiying.work.collection.posts.voice_keys import VoiceHasher
from huiying.work.collection.sources.models import Source, SourceKind


@dataclass(frozen=True, slots=True)
class BatchFields:
    """What every post of a batch gets."""

    source: Source
    voices: VoiceHasher
    history: bool
    now: datetime
    noticed_at: datetime | None

    @property
    def owner(self) -> dict[str, int]:
        """Return whose the posts are."""
        return {"bureau_id": self.source.bureau_id, "source_id": self.source.pk}

    def spoken(self, items: Iterable[PreparedPost]) -> list[datetime]:
        """Return when posts were said: published, or else collected; history may not know."""
        otherwise = None if self.history else self.now
        return [at for item in items if (at := item.published_at or otherwise)]


def known_deliveries(source: Source, digests: list[bytes]) -> dict[bytes, int]:
    """Return the numbers of what was delivered before and is no post, by digest."""
    if not digests or not (source.is_delivered or source.kind == SourceKind.MANUAL):
        return {}
    rows = Delivery.objects.filter(source_id=source.pk, digest__in=digests, is_post=False)
    return {bytes(digest): number for digest, number in rows.values_list("digest", "number")}


def store_deliveries(
    apart: dict[bytes, int],
    posts: Mapping[bytes, int],
    items: Mapping[bytes, PreparedPost],
    stamp: BatchFields,
) -> dict[bytes, int]:
    """Store what is to be taken in; return what another process delivered first.

    Args:
        apart: Digest and number of what accuses somebody; what was delivered first by another
            process is taken out.
        posts: Those of the posts just stored. Those of history were answered long ago, where
            they were: of these only accusations are taken in.
    """
    new = dict(apart)
    if not stamp.history:
        new |= {digest: number for digest, number in posts.items() if items[digest].original}
    if not new:
        return {}
    sealed = [_sealed(stamp, items[digest]) for digest in new]
    stored = insert_columns(
        Delivery,
        {
            "digest": list(new),
            "number": list(new.values()),
            "is_post": [not items[digest].accuses for digest in new],
            "data_key": [one.key for one in sealed],
            "body": [one.body for one in sealed],
            "received_at": [_received(stamp, items[digest]) for digest in new],
        },
        every=stamp.owner,
        ignore_conflicts=True,
    )
    if stored == len(new):
        return {}
    there = known_deliveries(stamp.source, list(apart))
    first = {digest: there[digest] for digest in apart if there[digest] != apart[digest]}
    for digest in first:
        del apart[digest]
    return first


def opened_delivery(row: Delivery) -> DeliveredText:
    """Return what was delivered.

    Raises:
        CannotOpen: If the installation's secret is another one.
    """
    sealed = Sealed(bytes(row.data_key or b""), bytes(row.body or b""))
    return DeliveredText(**json.loads(open_sealed(row.bureau_id, sealed)))


def _sealed(stamp: BatchFields, item: PreparedPost) -> Sealed:
    one = item.original
    if one is None:
        raise ValueError("only what was delivered is sealed")
    fields = {"title": one.title, "text": one.text, "key": one.key, "accuses": one.accuses}
    return seal(stamp.source.bureau_id, json.dumps(fields, ensure_ascii=False).encode())


def _received(stamp: BatchFields, item: PreparedPost) -> datetime:
    """Return when it reached the bureau: when it was sent, if that is known and over."""
    sent = item.published_at
    return sent if sent is not None and sent <= stamp.now else stamp.noticed_at or stamp.now
