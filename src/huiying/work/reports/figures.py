"""Every figure of a report about a period, in one place.

In:   a bureau, two moments.    Out:  counts; None = nothing was measured, which is not 0.
Cost: one query a function.

This module alone counts for reports: what keeps counters of its own replaces its functions,
and nothing else changes. References (来件) are not counted: an accusation may be among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SET_ASIDE, SETTLED
from huiying.policy.rulebook.platforms import OTHER
from huiying.policy.time.deadlines import FIRST_RESPONSE, INITIAL_REPORT, NOTICE, RECEIPT
from huiying.policy.time.zone import LOCAL
from huiying.reasons.marking import marked
from huiying.work.casework.notices.models import Notice
from huiying.work.casework.procedure.models import Assignment, AssignmentState
from huiying.work.casework.tasks.models import EntryKind, TaskEntry
from huiying.work.casework.verification.models import Docket, FindingRecord, FindingState
from huiying.work.closing.core.models import Closing
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.posts.counts import posts_by_day, posts_by_platform
from huiying.work.collection.sources.listening import listening_days
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Release

DUTIES = {
    marked("通报"): tuple(dict.fromkeys(NOTICE.values())),
    marked("签收"): tuple(dict.fromkeys(RECEIPT.values())),
    marked("首次公开回应"): (FIRST_RESPONSE,),
    marked("重大舆情初报"): (INITIAL_REPORT,),
}
"""What is called in time or late → the codes of its deadlines."""


@dataclass(frozen=True, slots=True)
class Span:
    """From a moment, to a moment that is no part of it any more."""

    since: datetime
    until: datetime

    @property
    def before(self) -> Span:
        """The span of the same length that ends where this one begins."""
        return Span(self.since - (self.until - self.since), self.since)

    @property
    def first_day(self) -> date:
        """The local day on which it begins."""
        return self.since.astimezone(LOCAL).date()

    @property
    def last_day(self) -> date:
        """The local day of its last moment."""
        last = self.until.astimezone(LOCAL)
        midnight = (last.hour, last.minute, last.second, last.microsecond) == (0, 0, 0, 0)
        return date.fromordinal(last.date().toordinal() - midnight)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """Notices of one unit: sent, signed, late; the name is today's."""

    name: str
    sent: int
    signed: int
    late: int


@dataclass(frozen=True, slots=True)
class DutyRow:
    """What was in time and what late of one duty; both 0 = nothing fell due."""

    name: str
    in_time: int
    late: int


def post_count(bureau_id: int, span: Span) -> int | None:
    """Return the posts that were collected; None = nothing was listened to."""
    counts = posts_by_platform(bureau_id, span.since, span.until)
    if counts:
        return sum(counts.values())
    listened = listening_days(bureau_id, since=span.first_day)
    return 0 if any(day <= span.last_day for day in listened) else None


def platform_counts(bureau_id: int, span: Span) -> list[tuple[str, int]]:
    """Return posts by platform as the bureau lists it, the most first."""
    known = known_places_of(bureau_id, span.until)
    counts = Counter[str]()
    for channel, count in posts_by_platform(bureau_id, span.since, span.until).items():
        name = known.shown_platform(channel)
        counts[marked("其他") if name == OTHER else name] += count
    return counts.most_common()


def day_counts(bureau_id: int, span: Span) -> list[tuple[date, int | None]]:
    """Return posts by day; None = nothing was listened to on that day."""
    counts = posts_by_day(bureau_id, span.since, span.until)
    listened = listening_days(bureau_id, since=span.first_day)
    days = range(span.first_day.toordinal(), span.last_day.toordinal() + 1)
    return [
        (day, counts.get(day, 0 if day in listened else None))
        for day in map(date.fromordinal, days)
    ]


def by_month(days: Iterable[tuple[date, int | None]]) -> list[tuple[str, int | None]]:
    """Return counts of days by month, as ``2026-11``; None = no day of it has data."""
    found: dict[str, int | None] = {}
    for day, count in days:
        month = f"{day:%Y-%m}"
        before = found.setdefault(month, None)
        if count is not None:
            found[month] = (before or 0) + count
    return list(found.items())


def opened_by_grade(bureau_id: int, span: Span) -> dict[Grade, int]:
    """Return the incidents that were opened, by their grade now; not what was set aside."""
    rows = Incident.objects.filter(
        bureau_id=bureau_id, opened_at__gte=span.since, opened_at__lt=span.until
    ).exclude(stage__in=SET_ASIDE)
    found = rows.order_by().values_list("grade").annotate(count=Count("pk"))
    return {Grade(grade): count for grade, count in found}


def major_incidents(bureau_id: int, span: Span) -> QuerySet[Incident]:
    """Return the incidents of 重大 and above that were opened or still stood open."""
    rows = Incident.objects.filter(
        bureau_id=bureau_id, grade__gte=Grade.MAJOR, opened_at__lt=span.until
    ).exclude(stage__in=SET_ASIDE)
    standing = Q(opened_at__gte=span.since) | ~Q(stage__in=SETTLED)
    return rows.filter(standing).order_by("opened_at", "pk")


def open_incidents(bureau_id: int, span: Span) -> QuerySet[Incident]:
    """Return the incidents that were opened before the end and are not settled."""
    rows = Incident.objects.filter(bureau_id=bureau_id, opened_at__lt=span.until)
    return rows.exclude(stage__in=SETTLED).order_by("-grade", "opened_at", "pk")


def closed_count(bureau_id: int, span: Span) -> int:
    """Return the incidents that were closed and not reopened since."""
    rows = Closing.objects.filter(bureau_id=bureau_id, reopened_at__isnull=True)
    return rows.filter(closed_at__gte=span.since, closed_at__lt=span.until).count()


def unit_rows(bureau_id: int, span: Span) -> list[UnitRow]:
    """Return the notices by unit. A renamed unit is one row; one that is gone is marked."""
    rows = Notice.objects.filter(
        bureau_id=bureau_id, sent_at__gte=span.since, sent_at__lt=span.until
    )
    counted = (
        rows.order_by()
        .values("unit_id", "unit__name", "unit__active")
        .annotate(
            sent=Count("pk"),
            signed=Count("pk", filter=Q(signed_at__isnull=False)),
            late=Count("pk", filter=Q(receipt_clock__breached_at__isnull=False)),
        )
    )
    gone = marked("（已停用）")
    return [
        UnitRow(
            row["unit__name"] + ("" if row["unit__active"] else gone),
            row["sent"],
            row["signed"],
            row["late"],
        )
        for row in counted.order_by("-sent", "unit__name")
    ]


def docket_counts(bureau_id: int, span: Span) -> tuple[int, int]:
    """Return the claims that were asked about, and the findings that were confirmed."""
    requests = Docket.objects.filter(
        bureau_id=bureau_id, requested_at__gte=span.since, requested_at__lt=span.until
    )
    found = FindingRecord.objects.filter(
        bureau_id=bureau_id,
        state=FindingState.CONFIRMED,
        decided_at__gte=span.since,
        decided_at__lt=span.until,
    )
    return requests.count(), found.count()


def task_counts(bureau_id: int, span: Span) -> tuple[int, int]:
    """Return the tasks that were assigned, and those that were accepted as done."""
    given = Assignment.objects.filter(
        bureau_id=bureau_id, assigned_at__gte=span.since, assigned_at__lt=span.until
    ).exclude(state=AssignmentState.RECALLED)
    done = TaskEntry.objects.filter(
        bureau_id=bureau_id, kind=EntryKind.CLOSED, at__gte=span.since, at__lt=span.until
    )
    return given.count(), done.values("assignment_id").distinct().count()


def release_count(bureau_id: int, span: Span) -> int:
    """Return how many answers were published for the first time."""
    rows = Release.objects.filter(bureau_id=bureau_id, version=1)
    return rows.filter(published_at__gte=span.since, published_at__lt=span.until).count()


def duty_rows(bureau_id: int, span: Span, now: datetime) -> list[DutyRow]:
    """Return what was in time and what late, of the clocks that started in a period."""
    late = Q(state=ClockState.MET, stopped_at__gt=F("due_at")) | Q(
        state=ClockState.RUNNING, paused_at__isnull=True, due_at__lt=now
    )
    found = []
    for name, codes in DUTIES.items():
        rows = Clock.objects.filter(
            bureau_id=bureau_id,
            rule_code__in=codes,
            starts_at__gte=span.since,
            starts_at__lt=span.until,
        )
        counted = rows.aggregate(
            in_time=Count("pk", filter=Q(state=ClockState.MET, stopped_at__lte=F("due_at"))),
            late=Count("pk", filter=late),
        )
        found.append(DutyRow(name, counted["in_time"], counted["late"]))
    return found


def nothing_to_report(bureau_id: int, span: Span) -> bool:
    """Tell whether a period is one of a 零报告: no incident, no answer, nothing 重大 open."""
    return not (
        opened_by_grade(bureau_id, span)
        or major_incidents(bureau_id, span).exists()
        or closed_count(bureau_id, span)
        or release_count(bureau_id, span)
        or any(task_counts(bureau_id, span))
        or unit_rows(bureau_id, span)
    )
