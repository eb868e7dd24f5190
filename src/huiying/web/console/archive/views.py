"""Pages of the archive: what is filed and what waits, one filing, a request for a period.

In:   requests of who sees every incident.    Out:  pages; CSV and XLSX of the same rows.
Cost: a constant number of queries a page; a file holds at most 50,000 rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import all_units_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.db.job_rows import OPEN_STATES, JobState
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.archive.lists import (
    WAITING_MOST,
    ArchiveSearch,
    archive_page,
    archive_search,
)
from huiying.web.console.archive.rows import (
    dossier_row,
    earlier_row,
    filing_row,
    grade_word,
    period_word,
    to_file_row,
)
from huiying.web.console.registers.register import FILES, register_file
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.registers.register import Cells, Register, minute
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.closing.archive.access import filing_for, period_request_for
from huiying.work.closing.archive.actions.file_matter import PERIOD_KIND
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.archive.queries import (
    archive_years,
    closings_to_file,
    earlier_filings_of,
    filing_of,
    filings_of,
    pending_period_request,
    search_filings,
)
from huiying.work.closing.dossiers.queries import dossiers_of
from huiying.work.reports.archive.queries import (
    filed_reports,
    reports_to_file,
    search_filed_reports,
)


def _lines(filings: Sequence[Filing], officer: Officer) -> list[Cells]:
    del officer
    return [
        [
            row.number,
            row.incident.number,
            row.title,
            grade_word(row.grade),
            row.incident.lead_unit.name if row.incident.lead_unit else "",
            row.year,
            period_word(row.period),
            row.ends_on.isoformat() if row.ends_on else "",
            minute(row.closing.closed_at),
            minute(row.filed_at),
            row.filed_by.name,
        ]
        for row in filings
    ]


ARCHIVE = Register(
    "archive",
    gettext_lazy("档案"),
    (
        gettext_lazy("档号"),
        gettext_lazy("事件编号"),
        gettext_lazy("题名"),
        gettext_lazy("等级"),
        gettext_lazy("责任单位"),
        gettext_lazy("年度"),
        gettext_lazy("保管期限"),
        gettext_lazy("期满日期"),
        gettext_lazy("办结日期"),
        gettext_lazy("归档时间"),
        gettext_lazy("归档人"),
    ),
    _lines,
)


@require_GET
def archive(request: OfficerRequest) -> HttpResponse:
    """What is filed, by words, year, period and unit; what is closed and waits to be filed."""
    officer, search = request.user, archive_search(request)
    require(officer, Capability.SEE_POSTS, Capability.READ_RECORD)
    unit, every = request.GET.get("unit", ""), filings_of(officer.bureau_id)
    rows = search_filings(
        every.none() if search.refusal else every, unit=parse_int(unit), **search.filters()
    )
    if (chosen := request.GET.get("format")) in FILES:
        return register_file(ARCHIVE, rows, chosen, officer)
    page, context = archive_page(request, search, every, rows)
    context |= {
        "rows": [filing_row(row) for row in page],
        "unit": unit,
        "years": [(str(one), str(one)) for one in archive_years(officer.bureau_id)],
        "units": [(str(row.pk), row.name) for row in all_units_of(officer.bureau_id)],
        "other_found": _found_reports(officer, search),
        **_to_file(officer, clock.now()),
    }
    return render(request, "console/archive/archive.html", context)


def _found_reports(officer: Officer, search: ArchiveSearch) -> int:
    if search.refusal or not search.words:
        return 0
    return search_filed_reports(filed_reports(officer.bureau_id), words=search.words).count()


def _to_file(officer: Officer, now: datetime) -> dict[str, Any]:
    """Return what waits to be filed, and what the reader sets."""
    waiting = closings_to_file(officer.bureau_id)
    may_file = may(officer, Capability.ARCHIVE)
    return {
        "waiting": waiting.count(),
        "to_file": [to_file_row(row, now, may_file=may_file) for row in waiting[:WAITING_MOST]],
        "acts": [act_button(_("设定全宗号…"), "console:archive-fonds")] if may_file else [],
        "deletions_url": reverse("console:post-deletions"),
        "reports_waiting": reports_to_file(officer.bureau_id).count(),
    }


@dataclass(frozen=True, slots=True)
class PeriodText:
    """A request for a shorter period, as its page shows it."""

    number: str
    period: str
    instead_of: str
    reason: str
    filing: str
    requested_by: str
    requested_at: datetime
    state_word: str
    decided: str


@require_GET
def period_request(request: OfficerRequest, number: str) -> HttpResponse:
    """One request for a shorter period: who asks, why, and the decision."""
    row = period_request_for(request.user, number, to=Capability.SEE_INCIDENTS)
    signoff, officer = row.signoff, request.user
    pending = signoff.decision == Decision.PENDING
    mine = pending and may(officer, Capability.APPROVE) and row.requested_by_id != officer.pk
    decided = {
        "who": signoff.decided_by.name if signoff.decided_by else "",
        "decision": signoff.get_decision_display(),
        "reason": signoff.reason,
    }
    context = {
        "row": PeriodText(
            number=row.number,
            period=period_word(row.period),
            instead_of=period_word(row.instead_of),
            reason=row.reason,
            filing=row.filing.number if row.filing else "",
            requested_by=row.requested_by.name,
            requested_at=row.requested_at,
            state_word=signoff.get_decision_display(),
            decided=_("%(who)s：%(decision)s。%(reason)s") % decided if decided["who"] else "",
        ),
        "incident": incident_line(row.incident, "closing"),
        "hash": PERIOD_KIND.content_hash(row),
        "may_decide": mine,
        "waits_for_another": pending and not mine,
        "return_url": reverse("console:archive-period-return", args=[number]),
    }
    return render(request, "console/archive/period.html", context)


@require_GET
def filing(request: OfficerRequest, number: str) -> HttpResponse:
    """One filing: its number, period, history, dossiers."""
    row = filing_for(request.user, number, to=Capability.SEE_INCIDENTS)
    current = filing_of(row.incident)
    stands = current is not None and current.pk == row.pk
    pending = pending_period_request(row.incident)
    may_archive = may(request.user, Capability.ARCHIVE)
    dossiers = list(dossiers_of(row))
    context = {
        "row": filing_row(row),
        "incident": incident_line(row.incident, "closing"),
        "stands": stands,
        "closed_at": row.closing.closed_at,
        "closed_by": row.closing.closed_by.name,
        "reason": row.reason,
        "signed_by": row.signed_by.name if row.signed_by else "",
        "rule_version": row.rule_version,
        "earlier": [earlier_row(end) for end in earlier_filings_of(row.incident)],
        "pending_number": pending.number if pending else "",
        "pending_url": reverse("console:archive-period", args=[pending.number])
        if pending
        else "",
        "dossiers": [dossier_row(one, may_take=may_archive) for one in dossiers],
        "acts": _filing_acts(row, [one.state for one in dossiers])
        if may_archive and stands
        else [],
    }
    return render(request, "console/archive/filing.html", context)


def _filing_acts(row: Filing, states: Sequence[str]) -> list[ActButton]:
    making = any(state in OPEN_STATES for state in states)
    made = JobState.DONE in states
    label, number = _("生成卷宗"), row.number
    make = act_button(label, "console:dossier-make", number, method="post", main=not made)
    change = act_button(_("变更保管期限…"), "console:filing-period", number)
    return [change] if making else [make, change]
