"""Read compositions: those that wait, that a process has, that a page shows.

In:   nothing, an officer, a report.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.db.job_rows import JobState
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.models import ReportComposition


def next_composition() -> ReportComposition | None:
    """Return the composition that waits longest, of all bureaus."""
    return _rows().filter(state=JobState.QUEUED).order_by("pk").first()


def running_compositions() -> QuerySet[ReportComposition]:
    """Return the compositions that a process is said to do."""
    return _rows().filter(state=JobState.RUNNING)


def unfinished_composition(officer: Officer, *, since: datetime) -> ReportComposition | None:
    """Return what an officer asked for last, unless it is there: it runs, or failed since."""
    row = _rows().filter(requested_by=officer).first()
    if row is None or row.state == JobState.DONE:
        return None
    return row if row.is_open or row.requested_at >= since else None


def unfinished_composition_of(report: Report) -> ReportComposition | None:
    """Return the newest composition of a report that is there, if it runs.

    Or if it failed and the report was not changed since.
    """
    row = _rows().filter(report=report, revision__isnull=False).first()
    if row is None or row.state == JobState.DONE:
        return None
    return row if row.is_open or row.revision == report.revision else None


def _rows() -> QuerySet[ReportComposition]:
    return ReportComposition.objects.select_related("bureau", "report", "requested_by")
