"""Start and stop the clocks by which withheld passages are reviewed (条例 art. 18)."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.time.deadlines import WITHHOLDING_REVIEW
from huiying.reasons.reason import Reason
from huiying.work.responses.core.models import Release, Withholding


def begin_withholding_reviews(release: Release, now: datetime) -> None:
    """Start the clock of what a release keeps back; what earlier versions kept back is over."""
    standing = Withholding.objects.filter(
        release__answer_id=release.answer_id, ended_at__isnull=True
    )
    for row in standing.select_related("clock"):
        stop_withholding_clock(row, now)
    standing.update(ended_at=now)
    mine = Withholding.objects.filter(
        draft__answer_id=release.answer_id, draft__version=release.version, release=None
    )
    for row in mine:
        clock = start_withholding_clock(row, release, now)
        Withholding.objects.filter(pk=row.pk).update(release=release, clock=clock)


def stop_withholding_clock(row: Withholding, now: datetime) -> None:
    """Stop the review clock of a withholding, if it has one."""
    if row.clock is not None:
        stop_clock(
            clock=row.clock, at=now, reason=Reason("clocks.withholding_reviewed"), now=now
        )


def start_withholding_clock(row: Withholding, release: Release, now: datetime) -> Clock:
    """Start the clock until a withholding must be reviewed."""
    incident = release.answer.incident
    book = book_of(row.bureau_id, now)
    return start_clock(
        bureau_id=row.bureau_id,
        kind="withholding",
        name="不予公开复审",
        rule=book.deadline(WITHHOLDING_REVIEW),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(row.bureau_id),
        subject=ClockSubject(
            "incident", incident.number, incident.title, incident.grade_in_force
        ),
        holder=Holder(code=Role.DEPUTY),
        now=now,
    )
