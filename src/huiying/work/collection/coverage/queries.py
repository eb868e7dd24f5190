"""Read how each kind of channel is watched now, and what was said of the gaps.

In:   a bureau, the moment, when something of a kind last came in by the bureau's own register.
Out:  a row for each kind with everything that watches it; the sources of no kind.
Cost: six queries, whatever the number of sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from huiying.policy.monitoring.coverage import (
    KINDS,
    ChannelKind,
    CoverageState,
    Way,
    kind_of,
    state_of,
)
from huiying.work.collection.coverage.models import (
    CoverageNote,
    KindAssignment,
    KindState,
    Standing,
)
from huiying.work.collection.patrols.models import PatrolPlace, PlaceLook
from huiying.work.collection.patrols.queries import plans_of
from huiying.work.collection.sources.health import condition_of
from huiying.work.collection.sources.models import FETCHED, Source, SourceKind
from huiying.work.collection.sources.queries import sources_of

LATEST_LOOK = timedelta(days=3)  # a place that nobody looked at for longer is not watched
LATEST_ARRIVAL = timedelta(days=30)  # of what comes by itself
NEW_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Watch:
    """What watches a kind: a source, a place of a patrol, or the bureau's own register.

    Attributes:
        what: The sentence of its state, "" = nothing to say.
        last_at: When it last brought something, or was looked at.
    """

    way: Way
    name: str
    works: bool
    what: str
    last_at: datetime | None
    source: Source | None = None
    place: PatrolPlace | None = None


@dataclass(frozen=True, slots=True)
class KindCoverage:
    """A kind of channel, what watches it, how it stands, what was said of it."""

    kind: ChannelKind
    watches: tuple[Watch, ...]
    note: CoverageNote | None

    @property
    def state(self) -> CoverageState:
        """Return how it stands; "not needed" counts once it was signed."""
        note = self.note
        exempt = (
            note is not None
            and note.standing == Standing.NOT_NEEDED
            and note.signed_at is not None
        )
        ways = [(watch.way, watch.works) for watch in self.watches]
        return state_of(ways, not_needed=exempt)

    def of(self, way: Way) -> list[Watch]:
        """Return what watches it in this way."""
        return [watch for watch in self.watches if watch.way is way]


@dataclass(frozen=True, slots=True)
class Coverage:
    """All kinds in their order, and what belongs to none of them yet."""

    kinds: tuple[KindCoverage, ...]
    unassigned: tuple[Watch, ...]

    def of(self, code: str) -> KindCoverage:
        """Return the row of a kind."""
        return next(row for row in self.kinds if row.kind.code == code)


def coverage_of(
    bureau_id: int, now: datetime, received: Mapping[str, datetime | None] | None = None
) -> Coverage:
    """Return how a bureau watches each kind.

    Args:
        received: Kind → when the bureau's own register last took something of it in.
    """
    assigned = dict(
        KindAssignment.objects.filter(bureau_id=bureau_id).values_list("source_id", "kind")
    )
    by_kind: dict[str, list[Watch]] = {kind.code: [] for kind in KINDS}
    none: list[Watch] = []
    for watch, code in (*_sources(bureau_id, assigned, now), *_places(bureau_id, now)):
        by_kind.get(code, none).append(watch)
    for code, at in (received or {}).items():
        if at is not None:
            works = now - at <= LATEST_ARRIVAL
            by_kind[code].append(Watch(Way.INBOX, "", works, "", at))
    notes = {note.kind: note for note in open_notes(bureau_id)}
    return Coverage(
        tuple(
            KindCoverage(kind, tuple(by_kind[kind.code]), notes.get(kind.code))
            for kind in KINDS
        ),
        tuple(none),
    )


def open_notes(bureau_id: int) -> QuerySet[CoverageNote]:
    """Return what is said of gaps now."""
    rows = CoverageNote.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    return rows.select_related("owner", "by", "signed_by")


def notes_of(bureau_id: int, kind: str) -> QuerySet[CoverageNote]:
    """Return what was said of a kind, the newest first, also what was ended."""
    rows = CoverageNote.objects.filter(bureau_id=bureau_id, kind=kind)
    return rows.select_related("owner", "by", "signed_by", "ended_by")


def notes_to_sign(bureau_id: int) -> QuerySet[CoverageNote]:
    """Return the notes that wait for another person's signature, the oldest first."""
    rows = CoverageNote.objects.filter(
        bureau_id=bureau_id,
        standing=Standing.NOT_NEEDED,
        signed_at__isnull=True,
        ended_at__isnull=True,
    )
    return rows.order_by("at", "pk")


def new_gaps(bureau_id: int, now: datetime) -> list[str]:
    """Return the kinds that became a gap within a day and that nobody has said anything of."""
    rows = KindState.objects.filter(
        bureau_id=bureau_id, state=CoverageState.GAP, since__gt=now - NEW_FOR
    )
    noted = CoverageNote.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    return list(rows.exclude(kind__in=noted.values("kind")).values_list("kind", flat=True))


def _sources(
    bureau_id: int, assigned: Mapping[int, str], now: datetime
) -> list[tuple[Watch, str]]:
    rows = sources_of(bureau_id).exclude(kind=SourceKind.MANUAL)
    return [
        (
            _source_watch(row, now),
            assigned.get(row.pk) or kind_of(row.channel, intake=row.intake),
        )
        for row in rows
    ]


def _source_watch(source: Source, now: datetime) -> Watch:
    condition = condition_of(source, now)
    if source.kind in FETCHED:
        works = condition.mark in ("ok", "same", "empty")
        return Watch(
            Way.AUTOMATIC, source.name, works, condition.what, source.last_ok_at, source
        )
    shared = source.kind == SourceKind.PUSH and not source.is_delivered
    last = source.last_new_at or source.last_ok_at
    works = source.active and last is not None and now - last <= LATEST_ARRIVAL
    way = Way.SHARED if shared else Way.INBOX
    return Watch(way, source.name, works, condition.what, last, source)


def _places(bureau_id: int, now: datetime) -> list[tuple[Watch, str]]:
    """Return the places of running plans; a look by an earlier plan counts."""
    looks = PlaceLook.objects.filter(
        bureau_id=bureau_id, patrol__slot_at__gt=now - LATEST_ARRIVAL
    )
    last_look = dict(
        looks.order_by().values_list("place__name").annotate(Max("patrol__slot_at"))
    )
    found = []
    for plan in plans_of(bureau_id):
        fresh = now - plan.since <= LATEST_LOOK
        for place in plan.places.all():
            last = last_look.get(place.name)
            works = fresh or (last is not None and now - last <= LATEST_LOOK)
            watch = Watch(Way.PATROL, place.name, works, "", last, place=place)
            code = kind_of(place.platform) or ("website" if not place.platform else "")
            found.append((watch, code))
    return found
