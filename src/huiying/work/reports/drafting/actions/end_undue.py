"""End the time of a first report that is owed no more: graded down, merged, set aside."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.clocks.queries import running_clocks
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.drafting.clocks import INITIAL


@transaction.atomic
def end_undue_clocks(*, bureau_id: int, now: datetime) -> int:
    """Cancel such clocks; return how many. The drafts stay: people decide about them."""
    clocks = list(running_clocks(bureau_id).filter(kind=INITIAL, subject_kind="incident"))
    if not clocks:
        return 0
    refs = [clock.subject_ref for clock in clocks]
    rows = Incident.objects.filter(bureau_id=bureau_id, number__in=refs)
    owed = {
        row.number for row in rows if row.grade >= Grade.MAJOR and row.stage not in SET_ASIDE
    }
    undue = [clock for clock in clocks if clock.subject_ref not in owed]
    why = Reason("clocks.report_not_owed")
    return sum(cancel_clock(clock=clock, reason=why, now=now) for clock in undue)
