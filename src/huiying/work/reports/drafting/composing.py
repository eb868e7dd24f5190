"""Compose what a draft will say, before anything is stored.

In:   a period, or a report that is composed anew; the moment.    Out:  title and lines.
Cost: as composing it; nothing is written, so nobody waits for it who writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.errors import Refused
from huiying.policy.procedure.reports import ReportKind, ReportState
from huiying.work.reports.composition.compose import (
    Composition,
    Progress,
    compose_incident,
    compose_period,
)
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import reports_of_incident
from huiying.work.reports.figures import Span
from huiying.work.reports.templates.queries import template_of


@dataclass(frozen=True, slots=True)
class ComposedText:
    """What was composed, and from which edition of the template."""

    made: Composition
    edition: int


def _no_progress(_written: int, _expected: int) -> None:
    """Tell nobody."""


def refuse_no_period(kind: ReportKind, span: Span, now: datetime) -> None:
    """Refuse a report about a period of a kind that has none, or that has not ended.

    Raises:
        Refused: With the reason.
    """
    if kind.about_incident:
        raise Refused(_("请选择日报、周报、月报或年度报告。"))
    if not span.since < span.until <= now:
        raise Refused(_("报告期须已结束。"))


def compose_new_period(
    bureau: Bureau,
    kind: ReportKind,
    span: Span,
    *,
    now: datetime,
    progress: Progress = _no_progress,
) -> ComposedText:
    """Compose a report about a period."""
    edition, entries = template_of(bureau.pk, kind)
    made = compose_period(bureau, kind, span, now=now, entries=entries, progress=progress)
    return ComposedText(made, edition)


def compose_anew(
    report: Report, *, now: datetime, progress: Progress = _no_progress
) -> ComposedText:
    """Compose a report again, up to now."""
    kind = ReportKind(report.kind)
    if report.since is not None and report.until is not None:
        span = Span(report.since, report.until)
        return compose_new_period(report.bureau, kind, span, now=now, progress=progress)
    if report.incident is None:
        message = "a report is about an incident or a period"
        raise ValueError(message)
    edition, entries = template_of(report.bureau_id, kind)
    made = compose_incident(
        report.incident.current,
        kind,
        sequence=report.sequence,
        cut_off=now,
        since=_cut_off_before(report),
        entries=entries,
    )
    return ComposedText(made, edition)


def _cut_off_before(report: Report) -> datetime | None:
    """Return the cut-off of the report that went out before; None = this is the first."""
    if report.incident is None:
        return None
    rows = reports_of_incident(report.incident.current).filter(sent_at__isnull=False)
    rows = rows.exclude(state=ReportState.WITHDRAWN).exclude(pk=report.pk)
    return rows.order_by("-cut_off").values_list("cut_off", flat=True).first()
