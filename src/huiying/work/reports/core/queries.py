"""Read reports and their versions.

In:   a bureau, an incident, a number.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import OuterRef, Q, QuerySet, Subquery

from huiying.base.accounts.core.models import Officer
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.procedure.reports import OUT, ReportKind, ReportState
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.core.incidents import family_of
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import recused_incident_ids
from huiying.work.reports.core.models import Report, ReportSignature, ReportVersion

KINDS, STATES = frozenset(map(str, ReportKind)), frozenset(map(str, ReportState))


def reports_of(bureau_id: int) -> QuerySet[Report]:
    """Return the reports of a bureau with their newest titles, the newest first."""
    newest = ReportVersion.objects.filter(report=OuterRef("pk"), version=OuterRef("version"))
    rows = Report.objects.filter(bureau_id=bureau_id)
    rows = rows.annotate(
        title=Subquery(newest.values("title")[:1]),
        omitted=Subquery(newest.values("omitted")[:1]),
    )
    return rows.select_related(
        "incident__merged_into", "clock", "drafted_by", "sent_by", "filing__filed_by"
    ).order_by("-drafted_at", "-pk")


def reports_in_sight(officer: Officer) -> QuerySet[Report]:
    """Return the reports of the bureau; none for who sees only what concerns one unit."""
    rows = reports_of(officer.bureau_id)
    return rows if sees_all_units(officer) else rows.none()


def search_reports(
    rows: QuerySet[Report],
    *,
    words: str = "",
    kind: str = "",
    state: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Report]:
    """Narrow reports: words in number, title or incident; a kind, a state, when drafted."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(incident__number__icontains=word)
        )
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    if state in STATES:
        rows = rows.filter(state=state)
    if since is not None:
        rows = rows.filter(drafted_at__gte=since)
    return rows if until is None else rows.filter(drafted_at__lt=until)


def reports_of_incident(incident: Incident) -> QuerySet[Report]:
    """Return the reports about an incident and what was merged into it, oldest first."""
    rows = reports_of(incident.bureau_id).filter(incident_id__in=family_of(incident))
    return rows.order_by("drafted_at", "pk")


def last_sent(incident: Incident) -> Report | None:
    """Return the newest report about an incident that went out and stands."""
    return reports_of_incident(incident).filter(state__in=OUT).order_by("-cut_off").first()


def newest_version(report: Report) -> ReportVersion:
    """Return the newest version of a report."""
    return report.versions.get(version=report.version)


def has_composed_title(report: Report) -> bool:
    """Tell whether nobody wrote the title of the newest version.

    A version of the same cut-off as the one before is people's, any other was composed.
    """
    composed, before = True, None
    rows = report.versions.order_by("version").values_list("title", "cut_off")
    for title, cut_off in rows:
        if before is not None and title != before[0]:
            composed = cut_off != before[1]
        before = (title, cut_off)
    return composed


def report_by_number(bureau_id: int, number: str) -> Report | None:
    """Return a report by its public number."""
    return Report.objects.filter(bureau_id=bureau_id, number=number).first()


def reports_to_send(officer: Officer) -> QuerySet[Report]:
    """Return what waits to be written, sent for signature or sent, what is due first."""
    waiting = (ReportState.DRAFT, ReportState.SIGNED)
    rows = reports_of(officer.bureau_id).filter(state__in=waiting)
    rows = rows.exclude(incident_id__in=recused_incident_ids(officer))
    return rows.order_by("clock__due_at", "drafted_at")


def signature_of(request: SignoffRequest) -> ReportSignature | None:
    """Return what was kept of a signature: by whom, as what, under which version."""
    return ReportSignature.objects.filter(signoff=request).first()


def authors_of(report: Report) -> set[int]:
    """Return who does not sign it: who drafted it, wrote a version or put it before leaders.

    Versions are final, so nobody is taken off the list by a change of the report.
    """
    wrote = report.versions.filter(by__isnull=False).values_list("by_id", flat=True)
    first = {report.drafted_by_id} if report.drafted_by_id else set()
    return {*wrote, *first, *report.writers}
