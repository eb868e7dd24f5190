"""How long the clocks of some rules took, how many were in time: by week, rule and unit.

In:   a bureau, rule codes, a period of whole local days.
Out:  numbers from the counters; the rows behind each of them.
Cost: one query of counters each, and one of the running clocks for what is late by now.

The length is that of the clock from start to stop, rounded up as it is counted
(``counters.py``); time that it stood by law is part of it. A clock belongs to the day on which
it started. A cancelled clock was nobody's duty; one that runs and is not late has no outcome.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import TruncDate

from huiying.base.clocks.counters import LATE, LENGTH, MET, MINUTE, NO_UNIT, rounded_up
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.counters.queries import by_week_and_head, totals, totals_together
from huiying.policy.time.zone import LOCAL

SHARES = (1 / 6, 1 / 3, 1 / 2, 2 / 3, 5 / 6, 1, 1.5, 2, 4)
"""The edges of a histogram as shares of the limit: the limit is one of them."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """How long clocks took. ``bins`` has one more than ``edges``: the last has no end."""

    edges: tuple[timedelta, ...]
    bins: tuple[int, ...]
    total: int
    late: int
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many clocks were in time, and how many late: met late, or running beyond the end."""

    in_time: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """How many there were."""
        return self.in_time + self.late

    def __add__(self, other: Outcomes) -> Outcomes:
        return Outcomes(self.in_time + other.in_time, self.late + other.late)


@dataclass(frozen=True, slots=True)
class WeekOutcomes:
    """What became of the clocks of one rule that started in one week."""

    week: date  # its Monday
    rule_code: str
    in_time: int
    late: int


@dataclass(frozen=True, slots=True)
class ClockFilter:
    """Which clocks stand behind a number.

    Attributes:
        outcome: ``in_time``, ``late``, ``met``, or "" = in time and late together.
        unit: In whose hands; None = whoever's, 0 = no unit's.
        over, upto: Met after more than this, and at most this.
    """

    codes: tuple[str, ...]
    since: datetime
    until: datetime
    outcome: str = ""
    unit: int | None = None
    over: timedelta | None = None
    upto: timedelta | None = None


def edges_of(limit: timedelta) -> tuple[timedelta, ...]:
    """Return the edges of a histogram for a limit, as lengths are counted.

    >>> [int(edge.total_seconds() // 60) for edge in edges_of(timedelta(minutes=30))]
    [5, 10, 15, 20, 25, 30, 45, 60, 120]
    """
    lengths = (timedelta(seconds=round(limit.total_seconds() * share)) for share in SHARES)
    return tuple(rounded_up(length) for length in lengths)


def distributions_of(
    bureau_id: int,
    wanted: Iterable[tuple[Collection[str], Sequence[timedelta]]],
    since: datetime,
    until: datetime,
) -> list[Distribution]:
    """Return how long the clocks took that started in a period and were met: one query.

    Args:
        wanted: For each distribution the rules that it counts, and its edges as ``edges_of``
            makes them.
    """
    lengths, met = totals_together(bureau_id, (LENGTH, MET), since, until)
    by_rule: defaultdict[str, Counter[timedelta]] = defaultdict(Counter)
    for key, count in lengths.items():
        rule, _bar, minutes = key.partition("|")
        by_rule[rule][int(minutes) * MINUTE] += count
    late = Counter[str]()
    for key, count in met.items():
        rule, _unit, outcome = key.split("|")
        late[rule] += count if outcome == LATE else 0
    return [
        _distribution(
            sum((by_rule[rule] for rule in set(codes)), Counter()),
            edges,
            sum(late[rule] for rule in set(codes)),
        )
        for codes, edges in wanted
    ]


def _distribution(
    lengths: Counter[timedelta], edges: Sequence[timedelta], late: int
) -> Distribution:
    bins = [0] * (len(edges) + 1)
    for length, count in lengths.items():
        bins[sum(length > edge for edge in edges)] += count
    return Distribution(tuple(edges), tuple(bins), lengths.total(), late, _median(lengths))


def _median(lengths: Mapping[timedelta, int]) -> timedelta | None:
    """Return the middle of some lengths, of an even number the mean of both in the middle."""
    order = sorted(lengths)
    if not order:
        return None
    ends = list(accumulate(lengths[length] for length in order))
    middle = ((ends[-1] - 1) // 2, ends[-1] // 2)
    low, high = (
        next(order[at] for at, end in enumerate(ends) if place < end) for place in middle
    )
    return (low + high) / 2


def outcomes_by_unit(
    bureau_id: int, codes: Collection[str], since: datetime, until: datetime, now: datetime
) -> dict[tuple[str, int], Outcomes]:
    """Return how the clocks ended that started in a period, by rule and unit; 0 = no unit."""
    found: defaultdict[tuple[str, int], Outcomes] = defaultdict(Outcomes)
    for key, count in totals(bureau_id, MET, since, until, prefixes=codes).items():
        rule, unit, outcome = key.split("|")
        found[rule, int(unit)] += _outcomes(outcome, count)
    counted = late_running(bureau_id, codes, since, until, now).values(
        "rule_code", "holder_unit_id"
    )
    for row in counted.annotate(n=Count("pk")).order_by():
        found[row["rule_code"], row["holder_unit_id"] or int(NO_UNIT)] += Outcomes(0, row["n"])
    return dict(found)


def outcomes_of_subject(
    bureau_id: int, kind: str, ref: str, now: datetime
) -> dict[str, Outcomes]:
    """Return how the clocks of one matter ended, by rule; those that run on time are none."""
    found: defaultdict[str, Outcomes] = defaultdict(Outcomes)
    rows = Clock.objects.filter(bureau_id=bureau_id, subject_kind=kind, subject_ref=ref)
    for clock in rows.only("rule_code", "state", "due_at", "stopped_at", "paused_at"):
        if clock.state == ClockState.MET and clock.stopped_at is not None:
            late = clock.stopped_at > clock.due_at
        elif clock.state == ClockState.RUNNING and clock.paused_at is None:
            late = clock.due_at < now
            if not late:
                continue
        else:
            continue
        found[clock.rule_code] += Outcomes(0, 1) if late else Outcomes(1, 0)
    return dict(found)


def outcomes_by_week(
    bureau_id: int, codes: Collection[str], since: datetime, until: datetime, now: datetime
) -> list[WeekOutcomes]:
    """Return how the clocks ended that started in a period, by week and rule."""
    found: defaultdict[tuple[date, str], Outcomes] = defaultdict(Outcomes)
    met_by_week = by_week_and_head(bureau_id, MET, since, until, ending=f"|{LATE}")
    for week, rule, met, late in met_by_week:
        if rule in codes:
            found[week, rule] += Outcomes(met - late, late)
    running = late_running(bureau_id, codes, since, until, now)
    days = running.annotate(day=TruncDate("starts_at", tzinfo=LOCAL)).values("day", "rule_code")
    for row in days.annotate(n=Count("pk")).order_by():
        week = row["day"] - timedelta(days=row["day"].weekday())
        found[week, row["rule_code"]] += Outcomes(0, row["n"])
    return [
        WeekOutcomes(week, rule, outcomes.in_time, outcomes.late)
        for (week, rule), outcomes in sorted(found.items())
    ]


def _outcomes(outcome: str, count: int) -> Outcomes:
    return Outcomes(0, count) if outcome == LATE else Outcomes(count, 0)


def late_running(
    bureau_id: int, codes: Collection[str], since: datetime, until: datetime, now: datetime
) -> QuerySet[Clock]:
    """Return the clocks that started in a period and run beyond their end."""
    rows = Clock.objects.filter(bureau_id=bureau_id, rule_code__in=codes)
    return rows.filter(_LATE_RUNNING, due_at__lt=now, starts_at__gte=since, starts_at__lt=until)


_LATE_RUNNING = Q(state=ClockState.RUNNING, paused_at__isnull=True)


def clocks_behind(bureau_id: int, chosen: ClockFilter, now: datetime) -> QuerySet[Clock]:
    """Return the clocks behind a number, the newest start first."""
    rows = Clock.objects.filter(
        bureau_id=bureau_id,
        rule_code__in=chosen.codes,
        starts_at__gte=chosen.since,
        starts_at__lt=chosen.until,
    )
    met = Q(state=ClockState.MET)
    in_time = met & Q(stopped_at__lte=F("due_at"))
    late = (met & Q(stopped_at__gt=F("due_at"))) | (_LATE_RUNNING & Q(due_at__lt=now))
    by_outcome = {"in_time": in_time, "late": late, "met": met}
    rows = rows.filter(by_outcome.get(chosen.outcome, in_time | late))
    if chosen.unit is not None:
        no_unit = Q(holder_unit_id__isnull=True)
        rows = rows.filter(Q(holder_unit_id=chosen.unit) if chosen.unit else no_unit)
    length = ExpressionWrapper(F("stopped_at") - F("starts_at"), output_field=DurationField())
    if chosen.over is not None:
        rows = rows.annotate(length=length).filter(met, length__gt=chosen.over)
    if chosen.upto is not None:
        rows = rows.annotate(length=length).filter(met, length__lte=chosen.upto)
    return rows.select_related("holder_unit").order_by("-starts_at", "-pk")
