"""上报: which report tells what a sweep found, and when it had reached everybody.

In:   a signed sweep, the number of a report.    Out:  REPORTED, and its time ends.
Cost: two writes.

Reports stand above: drafting one and sending it call here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.reasons.reason import Reason
from huiying.work.prevention.sweeps.models import Sweep, SweepState


@transaction.atomic
def set_report(
    *, sweep: Sweep, report_ref: str, officer: AuditedActor | None, now: datetime
) -> None:
    """Keep which report tells what was found; another one in its place after a withdrawal.

    Raises:
        Refused: If the sweep is not signed.
    """
    rows = Sweep.objects.filter(pk=sweep.pk, state=SweepState.SIGNED)
    if rows.update(report_ref=report_ref) != 1:
        raise Refused(_("梳理结果签发后方可拟报。"))
    sweep.refresh_from_db()
    record(sweep, "sweep.report_drafted", officer, now, report=report_ref)


@transaction.atomic
def mark_reported(
    *,
    sweep: Sweep,
    at: datetime,
    to: Sequence[str],
    officer: AuditedActor | None,
    now: datetime,
) -> bool:
    """Keep that the report reached everybody it goes to; False if that was kept before.

    Args:
        at: When the last of them was reached.
        to: Their names.
    """
    rows = Sweep.objects.filter(pk=sweep.pk, state=SweepState.SIGNED)
    if rows.update(state=SweepState.REPORTED, reported_at=at) != 1:
        return False
    sweep.refresh_from_db()
    if sweep.report_clock is not None:
        done = Reason("clocks.sweep_reported")
        stop_clock(clock=sweep.report_clock, at=at, reason=done, now=now)
    named = {"report": sweep.report_ref, "to": list(to)}
    record(sweep, "sweep.reported", officer, now, **named)
    return True
