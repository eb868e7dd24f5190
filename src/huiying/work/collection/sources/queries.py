"""Read sources, their health, and the addresses that are due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db.models import Count, Max, Q, QuerySet

from huiying.work.collection.fetch.addresses import host_of
from huiying.work.collection.sources.health import Condition, condition_of
from huiying.work.collection.sources.models import (
    FETCHED,
    FetchAddress,
    Health,
    MissedItem,
    Source,
    SourceKind,
)

# 30 minutes from the first sign to the notice: a source asked less often leaves no time to act.
SLOW_MINUTES = 20


CLOCK_TOLERANCE = timedelta(minutes=2)  # by which clocks of two machines may differ


@dataclass(frozen=True, slots=True)
class HealthStrip:
    """All sources of a bureau with how each is; the worst first among those in need."""

    rows: Sequence[tuple[Source, Condition]]
    counts: Counter[str]  # by mark: ok, same, empty, degraded, failed, off

    @property
    def bad(self) -> list[tuple[Source, Condition]]:
        """Return the sources that need somebody: paused for a time, failed, degraded."""
        marks = ("off", "failed", "degraded")
        return sorted(
            (row for row in self.rows if row[1].mark in marks and row[1].level),
            key=lambda row: marks.index(row[1].mark),
        )


def sources_of(bureau_id: int) -> QuerySet[Source]:
    """Return the sources of a bureau by name."""
    return Source.objects.filter(bureau_id=bureau_id).order_by("name")


def listed_sources(bureau_id: int, *, kind: str = "", health: str = "") -> list[Source]:
    """Return sources with their address, narrowed by kind and health ("OFF" = paused)."""
    rows = sources_of(bureau_id).select_related("address")
    if kind in SourceKind.values:
        rows = rows.filter(kind=kind)
    if health == "OFF":
        rows = rows.filter(active=False)
    elif health in Health.values:
        rows = rows.filter(active=True, health=health)
    return list(rows)


def source_health_strip(bureau_id: int, now: datetime) -> HealthStrip:
    """Return the health of every source of a bureau."""
    rows = [(source, condition_of(source, now)) for source in sources_of(bureau_id)]
    return HealthStrip(rows, Counter(condition.mark for _source, condition in rows))


def health_counts() -> dict[tuple[int, str], int]:
    """Return how many active sources there are by bureau and health, in one query."""
    rows = Source.objects.filter(active=True).order_by().values("bureau_id", "health")
    counted = rows.annotate(n=Count("pk")).values_list("bureau_id", "health", "n")
    return {(bureau, health): n for bureau, health, n in counted}


def fetched_sources(bureau_id: int) -> QuerySet[Source]:
    """Return the active sources that are asked again and again, the slowest first."""
    rows = sources_of(bureau_id).filter(active=True, kind__in=FETCHED)
    return rows.order_by("-interval_minutes", "name")


def collected_addresses(bureau_id: int) -> set[str]:
    """Return the addresses of a bureau's sources, also of those that are paused."""
    rows = sources_of(bureau_id).filter(address__isnull=False)
    return set(rows.values_list("address__url", flat=True))


def slow_sources(bureau_id: int) -> QuerySet[Source]:
    """Return active sources that are asked too rarely for a notice within 30 minutes."""
    return fetched_sources(bureau_id).filter(interval_minutes__gt=SLOW_MINUTES)


def last_collected_at(bureau_id: int) -> datetime | None:
    """Return when anything was last collected without failure; None = never."""
    found: datetime | None = Source.objects.filter(bureau_id=bureau_id).aggregate(
        at=Max("last_ok_at")
    )["at"]
    return found


def newest_post_at(bureau_id: int) -> datetime | None:
    """Return when a post last came by any source, that was new; None = never."""
    rows = Source.objects.filter(bureau_id=bureau_id)
    found: datetime | None = rows.aggregate(at=Max("last_new_at"))["at"]
    return found


def due_addresses(
    now: datetime, *, limit: int, takes: Callable[[str], bool]
) -> list[FetchAddress]:
    """Return the addresses to ask now, the longest due first; a sandbox asks nobody.

    Args:
        takes: Asked for the host of each due address, in lower case.
    """
    set_back = Q(fetched_at__gt=now + CLOCK_TOLERANCE)  # the clock, after they were asked
    rows = FetchAddress.objects.filter(
        Q(next_fetch_at__lte=now) | set_back,
        source__active=True,
        source__bureau__sandbox=False,
    )
    due = rows.distinct().order_by("next_fetch_at")
    return list(islice((row for row in due.iterator() if takes(host_of(row.url))), limit))


def followers_of(address: FetchAddress) -> list[Source]:
    """Return the active sources of all bureaus that follow an address."""
    rows = Source.objects.filter(address=address, active=True, bureau__sandbox=False)
    return list(rows.select_related("bureau").order_by("pk"))


def source_by_token(digest: str) -> Source | None:
    """Return the push source whose token has this digest; None also for an empty digest."""
    if not digest:
        return None
    rows = Source.objects.filter(token_digest=digest, kind=SourceKind.PUSH).order_by()
    return next(iter(rows[:1]), None)


def missed_items(source: Source) -> dict[bytes, MissedItem]:
    """Return by digest what did not come, given up or not, the oldest first."""
    rows = MissedItem.objects.filter(source=source).order_by("first_at", "pk")
    return {bytes(row.digest): row for row in rows}
