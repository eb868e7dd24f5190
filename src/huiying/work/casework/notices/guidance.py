"""Which guidance applies to a unit, and what it was sent and has acknowledged.

In:   an incident or a notice, a moment.    Out:  the version in force, receipts with clocks.
Cost: one query to find it; telling a unit is one row, a clock and its messages.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import receipt_rule
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.notices.models import Guidance, GuidanceReceipt, Notice, NoticeState
from huiying.work.incidents.core.models import Incident

CLOCK_NAME = marked("口径签收")


def guidance_at(incident: Incident, moment: datetime | None = None) -> Guidance | None:
    """Return the version in force, now or at a moment; None before the first one."""
    rows = Guidance.objects.filter(incident=incident).select_related("issued_by")
    if moment is not None:
        rows = rows.filter(issued_at__lte=moment)
    return rows.order_by("-version").first()


def guidance_for_notice(notice: Notice) -> Guidance | None:
    """Return the guidance that the unit of a notice goes by now."""
    matter = notice.incident.current
    found = guidance_at(matter)
    if found is None and matter.pk != notice.incident_id:
        return guidance_at(notice.incident)
    return found


def open_guidance_receipt(notice: Notice, guidance: Guidance, now: datetime) -> GuidanceReceipt:
    """Keep that a unit was told of a version.

    Who has signed the notice signs again, with a clock of its own. Who has not is under the
    receipt clock of the notice, and signs both at once.
    """
    cancel_guidance_clocks(notice, Reason("clocks.guidance_replaced"), now, but=guidance)
    receipt, made = GuidanceReceipt.objects.get_or_create(
        notice=notice,
        guidance=guidance,
        defaults={"bureau_id": notice.bureau_id, "notified_at": now},
    )
    if made and notice.state == NoticeState.SIGNED:
        receipt.clock = _start_clock(notice, now)
        receipt.save(update_fields=["clock"])
    return receipt


def cancel_guidance_clocks(
    notice: Notice, reason: Reason, now: datetime, *, but: Guidance | None = None
) -> None:
    """Take the clocks of versions that need no signature any more off the board."""
    waiting = notice.guidance_receipts.filter(signed_at__isnull=True).exclude(guidance=but)
    for receipt in waiting.select_related("clock"):
        if receipt.clock is not None:
            cancel_clock(clock=receipt.clock, reason=reason, now=now)


def stop_guidance_clock(receipt: GuidanceReceipt, now: datetime) -> None:
    """Stop the clock of a version that was signed."""
    if receipt.clock is not None:
        stop_clock(clock=receipt.clock, at=now, reason=Reason("clocks.signed_for"), now=now)


def _start_clock(notice: Notice, now: datetime) -> Clock:
    book, incident = book_of(notice.bureau_id, now), notice.incident.current
    return start_clock(
        bureau_id=notice.bureau_id,
        kind="guidance",
        name=CLOCK_NAME,
        rule=receipt_rule(book, Grade(incident.grade_in_force)),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(notice.bureau_id),
        subject=clock_subject(incident),
        holder=Holder(notice.unit.name, unit=notice.unit),
        now=now,
    )
