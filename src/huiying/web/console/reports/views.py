"""报送: the list of reports, and the page of one: text with sources, signature, receipts.

In:   requests of who sees every matter of the bureau.    Out:  pages; CSV and XLSX of the list.
Cost: a constant number of queries a page.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may, read_only
from huiying.base.search.personal import personal_search_refusal
from huiying.base.signoff.models import SignoffRequest
from huiying.base.signoff.queries import latest_request
from huiying.jobs import clock
from huiying.policy.procedure.reports import OUT, ReportState
from huiying.web.console.instructions.rows import InstructionPanel, panel_on
from huiying.web.console.instructions.subjects import INSTRUCTED_KINDS, REPORT
from huiying.web.console.registers.register import FILES
from huiying.web.console.reports.archive import archive_panel
from huiying.web.console.reports.compositions import composition_note
from huiying.web.console.reports.files import file_panel
from huiying.web.console.reports.later import later_note
from huiying.web.console.reports.left_out import left_out_notes
from huiying.web.console.reports.register import reports_file
from huiying.web.console.reports.rows import (
    KINDS,
    STATES,
    RecipientRow,
    ReportRow,
    delivery_rows,
    incident_words,
    recipient_rows,
    report_row,
    version_lines,
    version_rows,
)
from huiying.web.console.reports.withdrawals import withdrawal_asked, withdrawn_by
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import NoteRow, hidden_note, state_links
from huiying.web.console.shared.day_range import day_range_of
from huiying.web.console.shared.list_tools import file_links
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.registers.register import minute
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.incidents.recusals.access import read_only_if_recused
from huiying.work.reports.archive.queries import CHOICES, narrow_by_archive
from huiying.work.reports.core.access import report_for
from huiying.work.reports.core.content import hash_of_version
from huiying.work.reports.core.models import Report, ReportVersion
from huiying.work.reports.core.queries import (
    authors_of,
    reports_of,
    reports_of_incident,
    search_reports,
    signature_of,
)
from huiying.work.reports.deliveries.queries import deliveries_of, pending_withdrawal
from huiying.work.reports.drafting.actions.sign_report import KIND
from huiying.work.reports.drafting.compositions import (
    unfinished_composition,
    unfinished_composition_of,
)
from huiying.work.reports.exchange.outgoing import may_be_exported

SEES, PAGE = (Capability.SEE_POSTS, Capability.READ_RECORD), 50


@require_GET
def report_list(request: OfficerRequest) -> HttpResponse:
    """Every report, the newest first; filters say what they hide."""
    require(request.user, *SEES)
    now, every = clock.now(), reports_of(request.user.bureau_id)
    words = request.GET.get("q", "").strip()
    refusal = personal_search_refusal(words)
    rows = every.none() if refusal else _asked(request, every)
    if request.GET.get("format") in FILES:
        return reports_file(rows, request.GET["format"], request.user)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_listed(row, now) for row in page],
        "page_obj": page,
        "q": words,
        "refusal": refusal,
        "kind": request.GET.get("kind", ""),
        "kinds": KINDS,
        "archive": request.GET.get("archive", ""),
        "archives": CHOICES,
        "states": state_links(STATES, request.GET.get("state", "")),
        "days": day_range_of(request),
        "files": file_links(request),
        "acts": _list_acts(request.user),
        "unfinished": composition_note(
            unfinished_composition(request.user, since=now - timedelta(days=1))
        ),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:reports"),
            words=_("共 %(total)s 份报告，显示 %(shown)s 份。"),
            hidden_words=_("筛选隐藏 %(count)s 份"),
        ),
    }
    return render(request, "console/reports/list.html", context)


def _asked(request: OfficerRequest, rows: QuerySet[Report]) -> QuerySet[Report]:
    days = day_range_of(request)
    return search_reports(
        narrow_by_archive(rows, request.GET.get("archive", "")),
        words=request.GET.get("q", "").strip(),
        kind=request.GET.get("kind", ""),
        state=request.GET.get("state", ""),
        since=days.since,
        until=days.until,
    )


def _list_acts(officer: Officer) -> list[ActButton]:
    if not may(officer, Capability.REPORT):
        return []
    return [act_button(_("拟写定期报告…"), "console:report-period", main=True)]


@dataclass(frozen=True, slots=True)
class Due:
    """What is due on the page of a report.

    Attributes:
        act: The filled button; None = nothing is this reader's to do.
        others: Further acts.
        decides: The reader signs or returns it.
    """

    act: ActButton | None
    others: list[ActButton]
    decides: bool = False


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One report: what it says and rests on, who signed it, whom it reached."""
    report = report_for(request.user, number, to=Capability.SEE_INCIDENTS)
    officer, now = request.user, clock.now()
    versions = list(report.versions.select_related("by"))
    shown = _shown(request, report, versions)
    signed = latest_request(report.bureau_id, KIND, report.number)
    others = _others(report)
    context = {
        "row": report_row(report, shown.title, now, _newest(report, versions).omitted),
        "about": incident_words(report),
        "lines": version_lines(shown),
        "edited": any(line.edited for line in version_lines(shown)),
        "hash": hash_of_version(report, shown),
        "intact": hash_of_version(report, shown) == shown.content_hash,
        "version": shown.version,
        "newest": shown.version == report.version,
        "recipients": _recipients(report, shown, officer),
        "versions": version_rows(report, versions, shown.version),
        "signed_by": signed.decided_by.name
        if signed and signed.decided_by and report.state in SIGNED_STATES
        else "",
        "signed_at": signed.decided_at if signed else None,
        "signed_as": _signed_as(signed),
        "returned": report.reason if report.state == ReportState.DRAFT else "",
        "withdrawal": _withdrawal(report),
        "asked": withdrawal_asked(report, _acting(report, officer), now),
        "left_out": left_out_notes(report, shown),
        "unfinished": composition_note(unfinished_composition_of(report))
        if may(officer, Capability.REPORT)
        else None,
        "files": file_panel(report),
        "others": [_listed(row, now) for row in others],
        "later": later_note(report, others, now) if shown.version == report.version else None,
        "due": due_of(report, officer),
        "revision": report.revision,
        "exported": may_be_exported(report),
        "instructions": _instructions(report, officer),
        "archive": archive_panel(report, _acting(report, officer)),
    }
    return render(request, "console/reports/report.html", context)


def _signed_as(request: SignoffRequest | None) -> str:
    """Return office and unit at the moment of the signature; "" = none, or not kept then."""
    row = signature_of(request) if request is not None else None
    if row is None:
        return ""
    return " · ".join(_(words) for words in (row.unit, row.signed_as) if words)


SIGNED_STATES = (ReportState.SIGNED, *OUT, ReportState.WITHDRAWN)


def _shown(
    request: OfficerRequest, report: Report, versions: list[ReportVersion]
) -> ReportVersion:
    """Return the version that is asked for, the newest one without being asked."""
    wanted = request.GET.get("version", "")
    number = parse_int(wanted) if wanted else report.version
    found = next((row for row in versions if row.version == number), None)
    if found is None:
        raise Http404
    return found


def _newest(report: Report, versions: list[ReportVersion]) -> ReportVersion:
    return next(row for row in versions if row.version == report.version)


def _recipients(report: Report, version: ReportVersion, officer: Officer) -> list[RecipientRow]:
    rows = list(deliveries_of(report))
    if not rows or version.version != report.version:
        return recipient_rows(version)
    return delivery_rows(rows, _acting(report, officer), clock.now())


def _acting(report: Report, officer: Officer) -> Officer:
    """Return the officer as the page sees him: without acts if he keeps out."""
    if report.incident is None:
        return officer
    return read_only_if_recused(officer, report.incident)


def _instructions(report: Report, officer: Officer) -> InstructionPanel:
    """Return the instructions on a report; a withdrawn one gets no further ones."""
    acting = _acting(report, officer)
    if report.state == ReportState.WITHDRAWN:
        acting = read_only(officer)
    matter = INSTRUCTED_KINDS[REPORT].matter(report)
    return panel_on(matter, officer, acting)


def _withdrawal(report: Report) -> NoteRow | None:
    if report.state != ReportState.WITHDRAWN:
        return None
    row = report.withdrawal
    later = getattr(report, "replaced_by", None)
    return NoteRow(
        what=_("%(at)s %(who)s撤回：%(reason)s")
        % {
            "at": minute(row.at),
            "who": withdrawn_by(row),
            "reason": row.reason,
        },
        safe=_("本报告不再有效，内容留存可查。"),
        url=reverse("console:report", args=[later.number]) if later else "",
        url_label=_("查看更正后的报告") if later else "",
        level="bad",
    )


def _others(report: Report) -> list[Report]:
    if report.incident is None:
        return []
    return list(reports_of_incident(report.incident.current).exclude(pk=report.pk))


def _listed(row: Report, now: datetime) -> ReportRow:
    """Return a row of ``reports_of`` as one line."""
    return report_row(row, row.title, now, row.omitted or ())  # type: ignore[attr-defined]


def due_of(report: Report, officer: Officer) -> Due:
    """Return what is due: one filled button at most, for whose step it is."""
    who, state = _acting(report, officer), ReportState(report.state)
    if may(who, Capability.APPROVE):
        return _due_of_leader(report, state, officer)
    if not may(who, Capability.REPORT) or state in OUT:
        return Due(None, [])
    if state == ReportState.WITHDRAWN:
        return Due(_replace(report), [])
    number, version = report.number, report.revision
    others = [
        act_button(_("作废…"), "console:report-drop", number),
        act_button(
            _("重新汇总"), "console:report-recompose", number, method="post", version=version
        ),
        act_button(_("修改…"), "console:report-edit", number, method="get"),
    ]
    if state not in STEPS:
        return Due(None, others)
    label, name = STEPS[state]
    step = act_button(label, name, number, method="post", main=True, version=version)
    return Due(step, others)


def _due_of_leader(report: Report, state: ReportState, officer: Officer) -> Due:
    if state in OUT and pending_withdrawal(report) is None:
        button = act_button(_("申请撤回…"), "console:report-withdraw", report.number)
        return Due(None, [button])
    waits = state == ReportState.IN_REVIEW and officer.pk not in authors_of(report)
    return Due(None, [], decides=waits)


STEPS = {
    ReportState.DRAFT: (gettext_lazy("送签"), "console:report-submit"),
    ReportState.SIGNED: (gettext_lazy("报送"), "console:report-send"),
}


def _replace(report: Report) -> ActButton | None:
    if report.incident is None or hasattr(report, "replaced_by"):
        return None
    label = _("另拟%(kind)s") % {"kind": report_label(report.kind)}
    return act_button(label, "console:report-replace", report.number, method="post", main=True)
