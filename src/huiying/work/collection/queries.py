"""Read sources, their health, and imports.

In:   bureau id.    Out:  rows and counts.
Cost: one query each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from huiying.work.collection.health import FETCHED, Condition, condition_of
from huiying.work.collection.models import (
    Arrival,
    FetchAddress,
    Health,
    ImportJob,
    ImportRefusal,
    ImportState,
    Lane,
    Post,
    PostKey,
    Source,
    SourceKind,
)

# 30 minutes from the first sign to the notice: a source asked less often leaves no time to act.
SLOW_MINUTES = 20
IMPORT_CLAIM = timedelta(seconds=60)
AHEAD = timedelta(minutes=2)  # by which clocks of two machines may differ


@dataclass(frozen=True, slots=True)
class HealthStrip:
    """All sources of a bureau with how each is; the worst first among those in need."""

    rows: Sequence[tuple[Source, Condition]]
    counts: Counter[str]  # by mark: ok, same, empty, degraded, failed, off

    @property
    def bad(self) -> list[tuple[Source, Condition]]:
        """Return the sources that need somebody: failed ones first, then degraded ones."""
        marks = ("failed", "degraded")
        return sorted(
            (row for row in self.rows if row[1].mark in marks),
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


def health_counts(bureau_id: int) -> dict[str, int]:
    """Return how many sources are in each state; paused ones count as OFF."""
    counts: Counter[str] = Counter()
    rows = Source.objects.filter(bureau_id=bureau_id).values("active", "health")
    for row in rows.annotate(n=Count("pk")):
        counts[row["health"] if row["active"] else "OFF"] += row["n"]
    return dict(counts)


def source_health_strip(bureau_id: int) -> HealthStrip:
    """Return the health of every source of a bureau."""
    rows = [(source, condition_of(source)) for source in sources_of(bureau_id)]
    return HealthStrip(rows, Counter(condition.mark for _source, condition in rows))


def fetched_sources(bureau_id: int) -> QuerySet[Source]:
    """Return the active sources that are asked again and again, the slowest first."""
    rows = sources_of(bureau_id).filter(active=True, kind__in=FETCHED)
    return rows.order_by("-interval_minutes", "name")


def slow_sources(bureau_id: int) -> QuerySet[Source]:
    """Return active sources that are asked too rarely for a notice within 30 minutes."""
    return fetched_sources(bureau_id).filter(interval_minutes__gt=SLOW_MINUTES)


def last_collected_at(bureau_id: int) -> datetime | None:
    """Return when anything was last collected without failure; None = never."""
    found: datetime | None = Source.objects.filter(bureau_id=bureau_id).aggregate(
        at=Max("last_ok_at")
    )["at"]
    return found


def posts_per_source(bureau_id: int, now: datetime) -> dict[int, int]:
    """Return how many posts each source brought within 24 hours."""
    rows = Post.objects.filter(
        bureau_id=bureau_id, collected_at__gt=now - timedelta(days=1), history=False
    )
    return dict(rows.values_list("source_id").annotate(n=Count("pk")))


def due_addresses(now: datetime, *, limit: int) -> list[FetchAddress]:
    """Return the addresses to ask now, the longest due first; a sandbox asks nobody."""
    set_back = Q(fetched_at__gt=now + AHEAD)  # the clock, after they were asked
    rows = FetchAddress.objects.filter(
        Q(next_fetch_at__lte=now) | set_back,
        source__active=True,
        source__bureau__sandbox=False,
    )
    return list(rows.distinct().order_by("next_fetch_at")[:limit])


def followers_of(address: FetchAddress) -> list[Source]:
    """Return the active sources of all bureaus that follow an address."""
    rows = Source.objects.filter(address=address, active=True, bureau__sandbox=False)
    return list(rows.select_related("bureau").order_by("pk"))


def known_digests(source_id: int, digests: list[bytes]) -> set[bytes]:
    """Return which of these key digests a source has posts for."""
    rows = PostKey.objects.filter(source_id=source_id, digest__in=digests)
    return {bytes(digest) for digest in rows.values_list("digest", flat=True)}


def source_by_token(digest: str) -> Source | None:
    """Return the push source whose token has this digest; None also for an empty digest."""
    if not digest:
        return None
    rows = Source.objects.filter(token_digest=digest, kind=SourceKind.PUSH).order_by()
    return next(iter(rows[:1]), None)


def imports_of(bureau_id: int) -> QuerySet[ImportJob]:
    """Return the imports of a bureau, newest first."""
    rows = ImportJob.objects.filter(bureau_id=bureau_id).select_related("source", "by")
    return rows.order_by("-started_at", "-pk")


def refusals_of(job: ImportJob) -> QuerySet[ImportRefusal]:
    """Return the refused rows of an import in the order of the file."""
    return ImportRefusal.objects.filter(job=job).order_by("row", "pk")


def refusal_codes(job: ImportJob) -> list[tuple[str, str, int]]:
    """Return code, a message and the count of each kind of refusal, most frequent first."""
    rows = ImportRefusal.objects.filter(job=job).values("code")
    found = rows.annotate(n=Count("pk"), message=Max("message")).order_by("-n", "code")
    return [(row["code"], row["message"], row["n"]) for row in found]


def claimable_imports(real_now: datetime) -> QuerySet[ImportJob]:
    """Return the imports that wait for a runner, or whose runner was lost."""
    running = ImportJob.objects.filter(unclaimed(real_now), state=ImportState.RUNNING)
    return running.order_by("started_at", "pk")


def unclaimed(real_now: datetime) -> Q:
    """Return what holds of an import that no runner has.

    A claim beyond its own length is of a clock that was set back.
    """
    over = Q(claimed_until__lt=real_now) | Q(claimed_until__gt=real_now + 2 * IMPORT_CLAIM)
    return over | Q(claimed_until__isnull=True)


def live_arrivals(before: datetime) -> QuerySet[Arrival]:
    """Return the live posts of every bureau that came before a moment and wait to be placed."""
    return Arrival.objects.filter(lane=Lane.LIVE, post__collected_at__lte=before)


def more_wait(bureau_id: int, posts: int) -> bool:
    """Tell whether more than so many posts of a bureau wait to be placed."""
    rows = Arrival.objects.filter(bureau_id=bureau_id).order_by("pk")
    return rows[posts : posts + 1].exists()
