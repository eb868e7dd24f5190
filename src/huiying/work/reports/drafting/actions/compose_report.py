"""What becomes of a composition that a job has: a draft, a new version, or why neither.

In:   a claimed row, the moment of the cut-off.    Out:  the report.
Cost: as composing it; nobody who writes waits meanwhile. Then a few writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.db.job_rows import JobState, end_job
from huiying.base.errors import Stale
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.composition.compose import Progress
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.actions.draft_report import draft_period_report
from huiying.work.reports.drafting.actions.edit_report import recompose
from huiying.work.reports.drafting.composing import (
    ComposedText,
    compose_anew,
    compose_new_period,
)
from huiying.work.reports.drafting.models import CompositionFailure, ReportComposition
from huiying.work.reports.figures import Span


def compose_report(
    *, row: ReportComposition, now: datetime, real_now: datetime, progress: Progress
) -> Report:
    """Compose what was asked for, and store it together with the end of the row.

    Raises:
        Stale: If there is such a report by now, the draft was changed, or the row was given up.
        Refused: As ``draft_period_report``.
    """
    kind, span = ReportKind(row.kind), Span(row.since, row.until)
    if row.report is None:
        composed = compose_new_period(row.bureau, kind, span, now=now, progress=progress)
    else:
        composed = compose_anew(row.report, now=now, progress=progress)
    with transaction.atomic():
        report = _store(row, composed, now)
        if not end_job(row, JobState.DONE, real_now, report=report):
            raise Stale
    return report


def fail_composition(
    *, row: ReportComposition, failure: CompositionFailure, real_now: datetime
) -> None:
    """Say that nothing was composed, and why."""
    end_job(row, JobState.FAILED, real_now, failure=failure)


def _store(row: ReportComposition, composed: ComposedText, now: datetime) -> Report:
    if row.report is not None:
        recompose(
            report=row.report,
            officer=row.requested_by,
            now=now,
            revision=row.revision,
            composed=composed,
        )
        return row.report
    return draft_period_report(
        bureau=row.bureau,
        kind=ReportKind(row.kind),
        span=Span(row.since, row.until),
        officer=row.requested_by,
        now=now,
        composed=composed,
    )
