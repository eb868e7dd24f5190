"""The volume of posts by hour, what of it is usual, and the hours without reading.

In:   posts as they are stored; a bureau, moments.
Out:  counts by hour, kept in the transaction that stores the posts; the hours of a gap.
Cost: one statement a batch; reading a year is one indexed query of at most 1,344 hours.

A post belongs to the hour in which it was published, or else collected. A post of history that
does not know when it was published belongs to no hour. What is usual is learned from the days
on which the bureau listened: the old posts of a new feed or file make no day known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from itertools import islice

from django.db import connections, router
from django.db.models import F, Min, Q, QuerySet
from django.utils import timezone

from huiying.engine.trend.baseline import DAYS_LEARNED, Baseline, learn_baseline
from huiying.work.collection.posts.models import HourVolume
from huiying.work.collection.sources.gaps import HALF_HOUR
from huiying.work.collection.sources.listening import listening_days
from huiying.work.collection.sources.models import SourceGap

HOUR = timedelta(hours=1)
LOOK_BACK = timedelta(days=366)
# After a week without a source, what the others bring is the usual level.
GAP_COUNTS_FOR = timedelta(days=7)
HOURS_LEARNED = DAYS_LEARNED * 24  # hours
GAPS_AHEAD = timedelta(days=31)  # the parts of a page ask from different hours on
READ = HOURS_LEARNED + 14 * 24  # a page asks about moments of the last two weeks
GAP_FIELDS = ("from_at", "until_at", "source__name")


def hour_of(moment: datetime) -> datetime:
    """Return the local hour in which a moment lies."""
    return _hour_in(timezone.get_current_timezone(), moment)


def _hour_in(zone: tzinfo, moment: datetime) -> datetime:
    return moment.astimezone(zone).replace(minute=0, second=0, microsecond=0)


def count_posts(bureau_id: int, moments: Iterable[datetime]) -> None:
    """Add posts to the hours of their moments: 2 µs a post, and 10 µs a distinct hour."""
    zone = timezone.get_current_timezone()  # asking costs more than all else of a post
    counted = Counter(_hour_in(zone, moment) for moment in moments)
    if not counted:
        return
    connection = connections[router.db_for_write(HourVolume)]
    quote = connection.ops.quote_name
    table, posts = quote(HourVolume._meta.db_table), quote("posts")
    columns = ", ".join(map(quote, ("bureau_id", "hour", "posts")))
    key = ", ".join(map(quote, ("bureau_id", "hour")))
    stored = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s) ON CONFLICT ({key}) "  # noqa: S608 - our own names
            f"DO UPDATE SET {posts} = {table}.{posts} + excluded.{posts}",
            # In one order, so that two batches never wait for each other.
            [(bureau_id, stored(hour), counted[hour]) for hour in sorted(counted)],
        )


def uncount_posts(bureau_id: int, moments: Iterable[datetime]) -> None:
    """Take posts out of the hours of their moments."""
    for hour, count in sorted(Counter(map(hour_of, moments)).items()):
        rows = HourVolume.objects.filter(bureau_id=bureau_id, hour=hour)
        rows.filter(posts__lte=count).delete()
        rows.update(posts=F("posts") - count)


def volume_between(bureau_id: int, start: datetime, until: datetime) -> dict[datetime, int]:
    """Return posts by local hour; an hour without posts is left out."""
    rows = HourVolume.objects.filter(bureau_id=bureau_id, hour__gte=start, hour__lt=until)
    return _by_hour(rows)


class Volume:
    """What is usual in a bureau and what may be missing: hours and gaps are read once.

    Cost: three queries and about 3 ms for 70 days; one query more for a moment of which they do
    not hold enough, and another when gaps of a longer time are asked for.
    """

    def __init__(self, bureau_id: int) -> None:
        self.bureau_id = bureau_id
        self._learned: dict[datetime, Baseline] = {}
        self._gaps_since: datetime | None = None
        self._gaps: list[SourceGap] = []
        self._listening_since: date | None = None
        self._listening: frozenset[date] = frozenset()

    def baseline_before(self, until: datetime) -> Baseline:
        """Return the usual level, learned from what was said before a moment; once an hour."""
        hour = hour_of(until)
        if hour not in self._learned:
            counts = self._listened(self._hours_before(until))
            gaps = self._gaps_from(min(counts)) if counts else []
            self._learned[hour] = _baseline(counts, gaps, until)
        return self._learned[hour]

    def gaps_between(self, start: datetime, until: datetime) -> dict[datetime, tuple[str, ...]]:
        """Return the local hours in which sources were not read, with their names."""
        return _gap_names(self._gaps_from(start), start, until)

    def first_hour(self) -> datetime | None:
        """Return the hour of the first post that a bureau holds; before it nothing is known."""
        if self._holds_all:
            return min(self.newest, default=None)
        first: datetime | None = HourVolume.objects.filter(bureau_id=self.bureau_id).aggregate(
            first=Min("hour")
        )["first"]
        return first

    def _hours_before(self, until: datetime) -> dict[datetime, int]:
        start, end = until - LOOK_BACK, hour_of(until)
        there = (row for row in self.newest.items() if start <= row[0] < end)
        found = dict(islice(there, HOURS_LEARNED))
        if len(found) == HOURS_LEARNED or self._holds_all:
            return found
        return _hours_before(self.bureau_id, until)

    def _listened(self, counts: dict[datetime, int]) -> dict[datetime, int]:
        """Return the hours of the days on which the bureau listened."""
        if not counts:
            return {}
        first = min(counts).date()
        if self._listening_since is None or first < self._listening_since:
            self._listening_since = min([first, *(hour.date() for hour in self.newest)])
            self._listening = listening_days(self.bureau_id, since=self._listening_since)
        return {hour: n for hour, n in counts.items() if hour.date() in self._listening}

    @cached_property
    def newest(self) -> dict[datetime, int]:
        """Return posts by local hour of the newest hours that have any, newest first."""
        rows = HourVolume.objects.filter(bureau_id=self.bureau_id).order_by("-hour")
        return _by_hour(rows[:READ])

    @property
    def _holds_all(self) -> bool:
        return len(self.newest) < READ

    def _gaps_from(self, start: datetime) -> list[SourceGap]:
        """Return the gaps that reach into the time from a moment on, and earlier ones."""
        if self._gaps_since is None or start < self._gaps_since:
            self._gaps_since = min([start, *self.newest]) - GAPS_AHEAD
            self._gaps = list(_gaps(self.bureau_id, self._gaps_since))
        return self._gaps


def _by_hour(rows: QuerySet[HourVolume]) -> dict[datetime, int]:
    zone = timezone.get_current_timezone()
    return {hour.astimezone(zone): posts for hour, posts in rows.values_list("hour", "posts")}


def _hours_before(bureau_id: int, until: datetime) -> dict[datetime, int]:
    """Return the newest hours before a moment that something may be learned from."""
    rows = HourVolume.objects.filter(
        bureau_id=bureau_id, hour__lt=hour_of(until), hour__gte=until - LOOK_BACK
    )
    return _by_hour(rows.order_by("-hour")[:HOURS_LEARNED])


def _baseline(
    counts: dict[datetime, int], gaps: Iterable[SourceGap], until: datetime
) -> Baseline:
    first = min(counts, default=until)
    return learn_baseline(
        counts,
        {
            hour
            for row in gaps
            for hour in _gap_hours(row, first, min(until, row.from_at + GAP_COUNTS_FOR))
        },
    )


def _gap_names(
    gaps: Iterable[SourceGap], start: datetime, until: datetime
) -> dict[datetime, tuple[str, ...]]:
    found: dict[datetime, tuple[str, ...]] = {}
    for row in gaps:
        for hour in _gap_hours(row, start, until):
            found[hour] = (*found.get(hour, ()), row.source.name)
    return found


def _gaps(
    bureau_id: int, start: datetime, until: datetime | None = None
) -> QuerySet[SourceGap]:
    """Return the gaps that reach into a time; a paused source is no gap any more."""
    open_still = Q(until_at__isnull=True, source__active=True)
    rows = SourceGap.objects.filter(Q(until_at__gt=start) | open_still, bureau_id=bureau_id)
    if until is not None:
        rows = rows.filter(from_at__lt=until)
    return rows.select_related("source").only(*GAP_FIELDS).order_by("source__name", "pk")


def _gap_hours(gap: SourceGap, start: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the local hours of which at least half lies in a gap."""
    begins, ends = max(gap.from_at, start), min(gap.until_at or until, until)
    hour = hour_of(begins)
    while hour < ends:
        if min(hour + HOUR, ends) - max(hour, begins) >= HALF_HOUR:
            yield hour
        hour += HOUR
