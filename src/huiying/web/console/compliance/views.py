"""制度执行情况: the eleven articles by sub-clause, the rows behind every number, one incident.

In:   requests of officers who read the breach ledger of every unit.
Out:  pages and files; nothing here is entered or taken away by hand.
Cost: about forty queries, whatever the number of incidents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.distributions import ClockFilter, clocks_behind
from huiying.jobs import clock
from huiying.web.console.audit.rows import record_row
from huiying.web.console.compliance.rows import (
    Days,
    article_rows,
    check_word,
    days_of,
    file_lines,
    state_counts,
)
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file, xlsx_file
from huiying.web.console.shared.list_tools import file_links
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.core.access import sees_all_units
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.reports.compliance.checks import Check, Missing, find_missing
from huiying.work.reports.compliance.clauses import Clause, clause_of
from huiying.work.reports.compliance.queries import (
    acts_behind,
    compliance_of,
    incident_compliance,
    without_recused,
)

PAGE = 50
FILES = {"csv": csv_file, "xlsx": xlsx_file}
C = Capability
PAGES: dict[str, tuple[str, Capability | None]] = {
    "rule": ("console:rules", C.SEE_RULES),
    "contact_details": ("console:contact-details", C.MANAGE_PEOPLE),
    "responders": ("console:responders", C.SEE_INCIDENTS),
    "role": ("console:group", None),
    "roster": ("console:roster", C.SEE_DESK),
    "patrol": ("console:patrols", C.SEE_SOURCES),
    "source": ("console:sources", C.SEE_SOURCES),
    "record": ("console:audit", C.READ_RECORD),
    "breach": ("console:breach", C.SEE_LEDGER),
    "review": ("console:review", C.SEE_INCIDENTS),
    "coverage": ("console:coverage-kind", C.SEE_SOURCES),
    "sweeps": ("console:sweeps", C.SEE_INCIDENTS),
    "risk": ("console:risk", C.SEE_INCIDENTS),
    "plan": ("console:contingency-plan", C.SEE_POSTS),
}
"""What is missing → the page where it can be seen to, and who may open it."""
ONE_EACH = frozenset(
    {"breach", "coverage", "plan", "review", "risk"}
)  # these pages are of one row
NUMBERED = ONE_EACH - {"coverage"}


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row behind a number: when, what, its number and page ("" = none)."""

    at: str
    text: str
    number: str
    url: str


@require_GET
def compliance(request: OfficerRequest) -> HttpResponse:
    """Show the articles of some days, of this month without any."""
    _require_reader(request.user)
    now, asked = clock.now(), day_range_of(request)
    days = days_of(asked, now)
    rows = article_rows(compliance_of(request.user.bureau, days.span, now), days)
    if make := FILES.get(request.GET.get("format", "")):
        lines = list(file_lines(rows))
        title = _("制度执行情况")
        record_file(
            request.user, "compliance", title, len(lines), file_format=request.GET["format"]
        )
        headings = [_("条"), _("标题"), _("要求"), _("做了什么"), _("缺口")]
        return make(f"compliance-{days.first}-{days.last}", headings, lines)
    context = {
        "articles": rows,
        "summary": state_counts(rows),
        "days": asked,
        "first": days.first,
        "last": days.last,
        "now": now,
        "files": file_links(request),
    }
    return render(request, "console/compliance/compliance.html", context)


@require_GET
def incident(request: OfficerRequest, number: str) -> HttpResponse:
    """Show the same of one incident, for whoever sees the incident."""
    row = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    now = clock.now()
    rows = [one for one in article_rows(incident_compliance(row, now), None) if one.state]
    context = {"incident": row, "articles": rows, "now": now}
    return render(request, "console/compliance/incident.html", context)


@require_GET
def acts(request: OfficerRequest, number: str, place: int) -> HttpResponse:
    """Show the records of the acts behind a number."""
    officer, clause, days = _asked(request, number)
    if place >= len(clause.acts):
        raise Http404
    did = clause.acts[place]
    found = acts_behind(officer.bureau_id, did.verbs, days.span)
    shown = without_recused(officer, found)
    left_out = found.count() - shown.count() if shown is not found else 0
    note = _("%(count)s 条因回避未列出") % {"count": left_out} if left_out else ""
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    lines = [_record_line(one) for one in page]
    return _rows_page(request, clause, days, _(did.words), page, lines, note=note)


@require_GET
def deadlines(request: OfficerRequest, number: str, outcome: str) -> HttpResponse:
    """Show the deadlines behind a number: those in time, or those that were late."""
    officer, clause, days = _asked(request, number)
    words = {"in_time": _("按时办到"), "late": _("逾期")}
    if outcome not in words or not clause.deadlines:
        raise Http404
    now, span = clock.now(), days.span
    chosen = ClockFilter(
        codes=clause.deadlines, since=span.starts_at, until=span.ends_at, outcome=outcome
    )
    page = Paginator(clocks_behind(officer.bureau_id, chosen, now), PAGE).get_page(
        request.GET.get("page")
    )
    lines = [
        ListedRow(
            moment_text(one.due_at),
            _("%(name)s：%(amount)s，%(holder)s")
            % {"name": _(one.name), "amount": _(one.amount), "holder": one.holder},
            subject_number(one.subject_kind, one.subject_ref),
            subject_url(one.subject_kind, one.subject_ref, officer),
        )
        for one in page
    ]
    return _rows_page(request, clause, days, words[outcome], page, lines)


@require_GET
def missing(request: OfficerRequest, number: str, check: str) -> HttpResponse:
    """Show everything that a check finds missing."""
    officer, clause, days = _asked(request, number)
    if check not in clause.checks:
        raise Http404
    kind = Check(check)
    found = find_missing(kind, officer.bureau, days.span, clock.now())
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = [_missing_line(one, officer) for one in page]
    return _rows_page(request, clause, days, check_word(kind), page, lines)


def _require_reader(officer: Officer) -> None:
    require(officer, Capability.SEE_LEDGER)
    if not sees_all_units(officer):
        raise NotAllowed(Capability.SEE_LEDGER)


def _asked(request: OfficerRequest, number: str) -> tuple[Officer, Clause, Days]:
    _require_reader(request.user)
    clause = clause_of(number)
    if clause is None:
        raise Http404
    return request.user, clause, days_of(day_range_of(request), clock.now())


def _record_line(one: AuditRecord) -> ListedRow:
    row = record_row(one)
    url = cached_url("console:incident", row.number) if row.number else ""
    return ListedRow(moment_text(row.at), row.text, row.number, url)


def _missing_line(one: Missing, officer: Officer) -> ListedRow:
    page, needed = PAGES[one.kind]
    number = one.ref if one.kind in ONE_EACH else ""
    url = ""
    if needed is None or may(officer, needed):
        url = reverse(page, args=[number] if number else [])
    at = moment_text(one.at) if one.at else _("现在")
    shown = number if one.kind in NUMBERED else ""
    return ListedRow(at, one.words, shown or (_("查看") if url else ""), url)


def _rows_page(
    request: OfficerRequest,
    clause: Clause,
    days: Days,
    title: str,
    page: object,
    lines: Sequence[ListedRow],
    *,
    note: str = "",
) -> HttpResponse:
    context = {
        "title": title,
        "clause": _(clause.words),
        "first": days.first,
        "last": days.last,
        "rows": lines,
        "page_obj": page,
        "note": note,
        "back": f"{reverse('console:compliance')}?{days.query}",
    }
    return render(request, "console/compliance/rows.html", context)
