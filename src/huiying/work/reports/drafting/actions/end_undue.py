"""End the time of a first report that is owed no more: graded down, set aside, reported."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.queries import running_clocks
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import OUT
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.clocks import INITIAL
from huiying.work.reports.drafting.queries import owes_initial


@transaction.atomic
def end_undue_clocks(*, bureau_id: int, now: datetime) -> int:
    """Cancel such clocks; return how many. The drafts stay: people decide about them.

    The time of a report that went out runs on until every recipient was reached.
    """
    clocks = list(running_clocks(bureau_id).filter(kind=INITIAL, subject_kind="incident"))
    if not clocks:
        return 0
    refs = [clock.subject_ref for clock in clocks]
    rows = {
        row.number: row for row in Incident.objects.filter(bureau_id=bureau_id, number__in=refs)
    }
    out = Report.objects.filter(clock__in=clocks, state__in=OUT)
    being_sent = set(out.values_list("clock_id", flat=True))
    ended = 0
    for clock in clocks:
        why = _undue(rows.get(clock.subject_ref), sent=clock.pk in being_sent)
        if why is not None:
            ended += cancel_clock(clock=clock, reason=why, now=now)
    return ended


def _undue(incident: Incident | None, *, sent: bool) -> Reason | None:
    """Return why nothing is owed; None = it is, or what was sent is still under way."""
    current = incident.current if incident else None
    if current is None or current.grade_in_force < Grade.MAJOR or current.stage in SET_ASIDE:
        return Reason("clocks.report_not_owed")
    if sent or owes_initial(current):
        return None
    return Reason("clocks.report_covered")
