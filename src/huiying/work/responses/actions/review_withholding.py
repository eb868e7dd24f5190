"""复审: look again at what is kept back (条例 art. 18), at the latest when its clock is due.

In:   a published withholding, a leader's decision with a reason.
Out:  kept until the next review, or to be opened by a correction.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability, Role
from huiying.base.accounts.models import Officer
from huiying.base.audit.kept import kept, kept_label
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.deadlines import WITHHOLDING_REVIEW
from huiying.work.responses.drafting import record
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import Release, Withholding, WithholdingReview


def begin_reviews(release: Release, now: datetime) -> None:
    """Start the clock of what a release keeps back; what earlier versions kept back is over."""
    standing = Withholding.objects.filter(
        release__answer_id=release.answer_id, ended_at__isnull=True
    )
    for row in standing.select_related("clock"):
        _stop(row, now)
    standing.update(ended_at=now)
    mine = Withholding.objects.filter(
        draft__answer_id=release.answer_id, draft__version=release.version, release=None
    )
    for row in mine:
        clock = _clock(row, release, now)
        Withholding.objects.filter(pk=row.pk).update(release=release, clock=clock)


@transaction.atomic
def review_withholding(
    *, withholding: Withholding, keep: bool, reason: str, officer: Officer, now: datetime
) -> WithholdingReview:
    """Decide that a passage stays back until the next review, or is to be published.

    Nothing is published by this: to open it, a correction is written, reviewed and published.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        CannotAnswer: Without a reason, or if he kept it back himself.
        Stale: If it is not published, or was opened meanwhile.
    """
    require(officer, Capability.APPROVE)
    reason = " ".join(reason.split())[:400]
    if not reason:
        raise CannotAnswer(_("复审须写明理由。"))
    if officer.pk in withholding.draft.writers:
        raise CannotAnswer(_("你写过这份回应，须由另一位领导复审。"))
    rows = Withholding.objects.select_for_update(of=("self",)).filter(
        pk=withholding.pk, release__isnull=False, ended_at__isnull=True
    )
    row = rows.select_related("clock", "release__answer__incident", "draft").first()
    if row is None or row.release is None:
        raise Stale(_("这一处没有公布过，或已经公开。"))
    review = WithholdingReview.objects.create(
        bureau_id=row.bureau_id,
        withholding=row,
        kept=keep,
        reason=reason,
        officer=officer,
        at=now,
    )
    if keep:
        _stop(row, now)
        Withholding.objects.filter(pk=row.pk).update(clock=_clock(row, row.release, now))
    data = {"kept": keep, "reason": reason, "ground": row.ground}
    record(row.draft, verb="withholding.reviewed", officer=officer, now=now, data=data)
    return review


def _stop(row: Withholding, now: datetime) -> None:
    if row.clock is not None:
        stop_clock(clock=row.clock, at=now, reason=kept("已复审"), now=now)


def _clock(row: Withholding, release: Release, now: datetime) -> Clock:
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
        subject=ClockSubject("incident", incident.number, incident.title, incident.grade),
        holder=Holder(kept_label(Role.DEPUTY.label)),
        now=now,
    )
