"""A handover or a receipt that was recorded late: what is kept, what follows when it counts.

In:   a delivery, the claimed moment.    Out:  a late record; confirmed, clocks of then.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.clocks.actions.correct_stop import correct_stop
from huiying.base.signoff.models import Decision
from huiying.work.casework.late_records.actions.keep import keep_late_record
from huiying.work.casework.late_records.effects import declare_effect
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.casework.late_records.queries import late_records_of
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.deliveries.queries import delivery_by_number
from huiying.work.reports.deliveries.sending import HANDED_OVER, sent_moment

RECEIVED: Final = "report_receipt"
WORDS: Final = {
    HANDED_OVER: house_text("%(kind)s %(number)s 送交%(name)s"),
    RECEIVED: house_text("%(kind)s %(number)s %(name)s回执"),
}


def keep_claim(
    kind: str,
    delivery: ReportDelivery,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> LateRecord:
    """Keep the moment that is claimed of a handover or a receipt.

    Args:
        kind: ``HANDED_OVER`` or ``RECEIVED``.
    """
    report = delivery.report
    words = {"kind": report.words, "number": report.number, "name": delivery.name}
    return keep_late_record(
        kind=kind,
        ref=delivery.number,
        label=WORDS[kind] % words,
        topic=report.audit_subject().topic,
        incident=report.incident.current if report.incident else None,
        who=who,
        at=at,
        officer=officer,
        now=now,
    )


def claimed_handover(delivery: ReportDelivery) -> datetime | None:
    """Return when a delivery is said to have been handed over, if that was recorded late.

    A claim that another person returned is none.
    """
    found = late_records_of(delivery.bureau_id, HANDED_OVER, [delivery.number])
    row = found.get(delivery.number)
    return None if row is None or row.signoff.decision == Decision.RETURNED else row.claimed_at


@declare_effect(HANDED_OVER)
def count_late_handover(row: LateRecord, now: datetime) -> None:
    """Let the time of a report end with the last confirmed moment of its deliveries."""
    delivery = delivery_by_number(row.bureau_id, row.ref)
    if delivery is None or delivery.report.clock is None:
        return
    at = sent_moment(delivery.report)
    if at is not None:
        correct_stop(clock=delivery.report.clock, at=at, now=now)


@declare_effect(RECEIVED)
def count_late_receipt(row: LateRecord, now: datetime) -> None:
    """Let the time until the receipt end at the confirmed moment."""
    delivery = delivery_by_number(row.bureau_id, row.ref)
    if delivery is not None and delivery.clock is not None:
        correct_stop(clock=delivery.clock, at=row.claimed_at, now=now)
