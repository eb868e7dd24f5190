"""Record the articles and entries of a source that could not be read, and those that came.

In:   a source, its misses of one turn, the digests of what came.
Out:  rows that say when each is tried again; one record for each that is given up.
Cost: one query a source, and two writes a miss.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from huiying.base.audit.record import record
from huiying.reasons.reason import Reason, from_data, reason, to_data
from huiying.work.collection.core.post_address import public_address
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome
from huiying.work.collection.sources.models import Health, MissedItem, Source
from huiying.work.collection.sources.queries import missed_items

FIRST_PAUSE: Final = timedelta(minutes=10)
LONGEST_PAUSE: Final = timedelta(hours=6)
MOST_TRIES: Final = 10  # within about 28 hours
LONGEST_WAIT: Final = timedelta(days=7)  # for a site that asks for time again and again
SHOWN_FOR: Final = timedelta(days=7)  # so long the source names what was given up
REMEMBERED_FOR: Final = timedelta(days=90)  # so long what was given up is not tried again


@dataclass(frozen=True, slots=True)
class Miss:
    """One article or entry that did not come in this turn."""

    digest: bytes  # 16 bytes, of its key
    address: str
    reason: Reason
    is_try: bool = True  # False: the site only asked for time
    pause: timedelta = timedelta(0)  # how long it wants to be left alone
    is_final: bool = False  # nothing would change by trying again


def pause_after(tries: int) -> timedelta:
    """Return how long to wait after so many tries, doubled each time.

    >>> [pause_after(tries) // timedelta(minutes=1) for tries in (1, 2, 3, 8)]
    [10, 20, 40, 360]
    """
    doubled: timedelta = FIRST_PAUSE * 2 ** min(max(tries - 1, 0), MOST_TRIES)
    return min(doubled, LONGEST_PAUSE)


@transaction.atomic
def record_misses(
    *, source: Source, misses: Sequence[Miss], came: Collection[bytes], now: datetime
) -> None:
    """Note what did not come, forget what came, give up what failed too often."""
    forgotten = [
        row.pk
        for digest, row in missed_items(source).items()
        if digest in came or (row.given_up_at and row.given_up_at < now - REMEMBERED_FOR)
    ]
    if forgotten:
        MissedItem.objects.filter(pk__in=forgotten).delete()
    for miss in misses:
        _record_miss(source, miss, now)


def _record_miss(source: Source, miss: Miss, now: datetime) -> None:
    row, _made = MissedItem.objects.get_or_create(
        source=source,
        digest=miss.digest,
        defaults={
            "bureau_id": source.bureau_id,
            "reason": to_data(miss.reason),
            "first_at": now,
            "retry_at": now,
        },
    )
    if row.given_up_at is not None or row.retry_at > now:
        return
    tries = row.tries + (1 if miss.is_try else 0)
    waited = now - row.first_at
    gives_up = miss.is_final or tries >= MOST_TRIES or waited >= LONGEST_WAIT
    address = public_address(miss.address)
    MissedItem.objects.filter(pk=row.pk).update(
        address=address,
        reason=to_data(miss.reason),
        tries=tries,
        retry_at=now + max(pause_after(tries), miss.pause),
        given_up_at=now if gives_up else None,
    )
    if gives_up:
        record(
            source,
            "source.article_given_up",
            None,
            now,
            address=address,
            tries=tries,
            code=short_code(miss.reason),
        )


def with_misses(outcome: FetchOutcome, source: Source, now: datetime) -> FetchOutcome:
    """Return the outcome of a source: degraded while something of it is tried again.

    What failed or has a lack of its own already stays as it is; what was given up lately is
    a remark. One article that is awaited is no gap in what was heard: for a day of dead links
    nothing would be learned of what is usual.
    """
    if outcome.reason is not None and outcome.health in {Health.FAILED, Health.DEGRADED}:
        return outcome
    rows = list(missed_items(source).values())
    if waiting := [row for row in rows if row.given_up_at is None]:
        return FetchOutcome(Health.DEGRADED, _waiting(waiting), is_gap=False)
    since = now - SHOWN_FOR
    lately = [
        row for row in rows if row.given_up_at and row.given_up_at > since and row.address
    ]
    if not lately or outcome.reason is not None:
        return outcome
    remark = reason(
        "collection.fetch.given_up",
        count=len(lately),
        address=lately[0].address,
        why=from_data(lately[0].reason),
    )
    return FetchOutcome(outcome.health, remark)


def _waiting(rows: list[MissedItem]) -> Reason:
    first = rows[0]
    why = from_data(first.reason)
    if not first.address:
        return reason("collection.fetch.articles", count=len(rows), why=why)
    return reason("collection.fetch.missed", count=len(rows), address=first.address, why=why)
