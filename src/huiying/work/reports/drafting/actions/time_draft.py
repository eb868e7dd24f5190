"""Start the time of a first report that is owed and whose draft has none that runs.

In:   a draft, when the matter was graded 重大.    Out:  the draft with a running clock.
Cost: a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock
from huiying.policy.procedure.reports import UNSENT
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.claim import claim_report
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.clocks import start_initial_clock
from huiying.work.reports.drafting.queries import running_initial_clock


def ensure_initial_clock(incident: Incident, starts_at: datetime, now: datetime) -> Clock:
    """Return the time of a first report that runs; one that starts now if none does."""
    return running_initial_clock(incident) or start_initial_clock(incident, starts_at, now)


@transaction.atomic
def time_draft(
    *, report: Report, incident: Incident, graded_at: datetime, now: datetime
) -> None:
    """Let the time of a draft run.

    Raises:
        Stale: If it went out or was withdrawn meanwhile.
    """
    clock = ensure_initial_clock(incident, graded_at, now)
    claim_report(report, UNSENT, None, clock=clock)
    record(report, "report.timed", None, now, due=clock.due_at.isoformat())
