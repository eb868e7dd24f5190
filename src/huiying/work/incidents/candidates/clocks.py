"""The 30-minute clocks of candidates proposed as 重大 (Article 4(3)).

In:   candidates of one bureau.    Out:  running clocks with their legal basis.
Cost: the clocks, first holders and ladders of all go together.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import QuerySet

from huiying.base.clocks.actions.start import ClockSubject, start_clocks
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.time.calendar import WorkingCalendar
from huiying.policy.time.deadlines import due_at, notice_rule, notice_start
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.clocks import DUTY_DESK, NOTICE


def candidate_clock_subject(row: Candidate) -> ClockSubject:
    """Return how a clock names a candidate."""
    return ClockSubject(
        "candidate", str(row.event_id), row.title, row.proposed_grade, proposed=True
    )


class ExpectedNotices:
    """Until when units must have been notified, if candidates become incidents as proposed.

    The time runs from the discovery, so it is being used already. Rules and calendar are read
    once, when they are first needed.
    """

    def __init__(self, bureau_id: int, now: datetime) -> None:
        self.bureau_id = bureau_id
        self.now = now

    @cached_property
    def _book(self) -> RuleBook:
        return book_of(self.bureau_id, self.now)

    @cached_property
    def places(self) -> KnownPlaces:
        """The platforms that may be named."""
        return known_places_of(self.bureau_id, self.now, self._book)

    @cached_property
    def _calendar(self) -> WorkingCalendar:
        return calendar_of(self.bureau_id)

    def due(self, row: Candidate, grade: Grade | None = None) -> datetime:
        """Return the end of the notice time of one candidate, of a grade or of the proposed."""
        graded = Grade(row.proposed_grade) if grade is None else grade
        return self.end(graded, row.discovered_at, row.major_since)

    def end(
        self, grade: Grade, discovered_at: datetime, major_since: datetime | None
    ) -> datetime:
        """Return the end of the notice time of a grade."""
        rule = notice_rule(self._book, grade, negative=True)
        starts = notice_start(discovered_at, major_since or self.now, grade)
        return due_at(starts, rule, self._calendar)


def notice_ends(rows: QuerySet[Candidate], expected: ExpectedNotices) -> dict[int, datetime]:
    """Return the end of the notice time of each waiting candidate, running or expected.

    One whose clock was stopped or stands by law has none. Cost: one query, and some
    microseconds a candidate.
    """
    ends = {}
    found = rows.order_by().select_related(None)
    for key, grade, discovered, major, clock, due, stopped, paused in found.values_list(
        "pk",
        "proposed_grade",
        "discovered_at",
        "major_since",
        "notice_clock",
        "notice_clock__due_at",
        "notice_clock__stopped_at",
        "notice_clock__paused_at",
    ):
        if clock is None:
            ends[key] = expected.end(Grade(grade), discovered, major)
        elif stopped is None and paused is None:
            ends[key] = due
    return ends


def start_candidate_clocks(rows: Sequence[Candidate], *, now: datetime) -> None:
    """Start the 30 minutes of candidates of a bureau that the machine proposes as 重大.

    Of one that became an incident they start with the rise that waits there. The rows are not
    stored.
    """
    for row in rows:
        row.major_since = now
    alone = [row for row in rows if row.incident is None]
    if not alone:
        return
    bureau_id = alone[0].bureau_id
    book = book_of(bureau_id, now)
    clocks = start_clocks(
        bureau_id=bureau_id,
        kind=NOTICE,
        name="通报",
        rule=notice_rule(book, Grade.MAJOR, negative=True),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(bureau_id),
        subjects=[candidate_clock_subject(row) for row in alone],
        holder=DUTY_DESK,
    )
    for row, clock in zip(alone, clocks, strict=True):
        row.notice_clock = clock
