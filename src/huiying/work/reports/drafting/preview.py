"""Show a template on the bureau's own data; nothing is stored.

In:   a kind, entries that are tried.    Out:  a composition; None = there is no incident yet.
Cost: as composing a report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from huiying.base.accounts.core.models import Bureau
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.policy.time.zone import DAY, LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.composition.compose import (
    Composition,
    compose_incident,
    compose_period,
)
from huiying.work.reports.core.queries import last_sent
from huiying.work.reports.figures import Span
from huiying.work.reports.templates.queries import Entry

DAYS = {
    ReportKind.DAILY: 1,
    ReportKind.WEEKLY: 7,
    ReportKind.MONTHLY: 30,
    ReportKind.ANNUAL: 365,
    ReportKind.RISKS: 90,
}


def preview_of(
    bureau: Bureau, kind: ReportKind, entries: Sequence[Entry], now: datetime
) -> Composition | None:
    """Return what a report would be now: of the gravest newest incident, or of past days."""
    if not kind.about_incident:
        today = datetime.combine(now.astimezone(LOCAL).date(), time.min, LOCAL)
        span = Span(today - DAYS[kind] * DAY, today)
        return compose_period(bureau, kind, span, now=now, entries=entries)
    rows = Incident.objects.filter(bureau=bureau).exclude(stage__in=SET_ASIDE)
    incident = rows.order_by("-grade", "-opened_at", "-pk").first()
    if incident is None:
        return None
    before = last_sent(incident)
    return compose_incident(
        incident,
        kind,
        sequence=1 if kind == ReportKind.FOLLOW_UP else 0,
        cut_off=now,
        since=before.cut_off if before else None,
        entries=entries,
    )
