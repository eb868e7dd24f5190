"""Record the result of a fetch: the health of each source, and the next request.

In:   sources, an outcome.    Out:  health with its reason; the next moment to ask.
Cost: one write a source; a record only when a source begins or ceases to need somebody.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huiying.base.audit.record import record
from huiying.reasons.reason import Reason, to_data
from huiying.work.collection.core.problem import short_code
from huiying.work.collection.sources.gaps import close_gap, has_open_gap, open_gap
from huiying.work.collection.sources.health import longest_silence
from huiying.work.collection.sources.listening import note_listening
from huiying.work.collection.sources.models import FetchAddress, Health, Source, SourceGap

LONGEST_PAUSE = timedelta(hours=2)
MAX_DOUBLINGS = 10
UNHEALTHY = frozenset({Health.FAILED, Health.DEGRADED})


@dataclass(frozen=True, slots=True)
class FetchOutcome:
    """What one turn came to for one source; the reason of a healthy one is a remark."""

    health: Health
    reason: Reason | None = None
    is_gap: bool = True  # of an unhealthy one: False when it was read, and little is lacking


@transaction.atomic
def record_outcome(*, source: Source, outcome: FetchOutcome, now: datetime) -> None:
    """Set a source's health; "not modified" leaves a known lack or remark as it is."""
    was = Health(source.health)
    health = outcome.health
    facts: dict[str, object] = {"last_try_at": now}
    if health == Health.NOT_MODIFIED and was in {Health.DEGRADED, Health.EMPTY}:
        health = was
    elif health != Health.NOT_MODIFIED or was == Health.FAILED:
        facts["health_reason"] = to_data(outcome.reason) if outcome.reason else None
    if health == Health.FAILED:
        facts["failures"] = source.failures + 1
    else:
        facts |= {"failures": 0, "last_ok_at": now}
        note_listening(bureau_id=source.bureau_id, now=now, last_at=source.last_ok_at)
    if outcome.health in UNHEALTHY and outcome.is_gap:
        since = source.last_ok_at or now
        open_gap(bureau_id=source.bureau_id, source_id=source.pk, since=since)
    elif outcome.health != Health.NOT_MODIFIED or was == Health.FAILED:
        close_gap(source_id=source.pk, now=now)
    Source.objects.filter(pk=source.pk).update(health=health, **facts)
    source.refresh_from_db()
    if health != was and (health in UNHEALTHY or was in UNHEALTHY):
        record(
            source,
            "source.health_changed",
            None,
            now,
            health=health.value,
            was=was.value,
            code=short_code(outcome.reason) if outcome.reason else "",
        )


def record_silence(*, source: Source, now: datetime) -> None:
    """Note a gap when a source was not asked for long, as when the machine was off."""
    if source.last_ok_at is None or source.health == Health.FAILED:
        return
    if now - source.last_ok_at > longest_silence(source) and not has_open_gap(source.pk):
        SourceGap.objects.create(
            bureau_id=source.bureau_id,
            source_id=source.pk,
            from_at=source.last_ok_at,
            until_at=now,
        )


def claim_address(*, address: FetchAddress, until: datetime) -> bool:
    """Take an address for this turn; False if another process took it first."""
    unchanged = FetchAddress.objects.filter(pk=address.pk, next_fetch_at=address.next_fetch_at)
    return unchanged.update(next_fetch_at=until) == 1


def schedule_address(
    *,
    address: FetchAddress,
    claimed_until: datetime,
    next_fetch_at: datetime,
    now: datetime,
    validators: tuple[str, str] | None,
) -> None:
    """Set when an address is asked again, and what the server said of its state.

    A follower that joined during the fetch has reset the address: then this changes nothing.

    Args:
        validators: ETag and Last-Modified; None leaves them as they are.
    """
    facts: dict[str, object] = {"next_fetch_at": next_fetch_at, "fetched_at": now}
    if validators is not None:
        facts |= {"etag": validators[0], "last_modified": validators[1]}
    mine = FetchAddress.objects.filter(pk=address.pk, next_fetch_at=claimed_until)
    mine.update(**facts)


def retry_pause(interval: timedelta, failures: int) -> timedelta:
    """Return how long to wait: doubled with each failure after the first, up to two hours.

    >>> retry_pause(timedelta(minutes=10), 3)
    datetime.timedelta(seconds=2400)
    """
    doubled: timedelta = interval * 2 ** min(max(failures - 1, 0), MAX_DOUBLINGS)
    return max(interval, min(doubled, LONGEST_PAUSE))
