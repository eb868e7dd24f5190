"""报告模板: which lines, in which order, under which headings; with a preview on own data."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.procedure.reports import LINES, ReportKind, lines_for
from huiying.web.console.reports.rows import LineRow, line_rows
from huiying.web.shared.requests import OfficerRequest, parse_int, submitted_version
from huiying.work.reports.drafting.preview import preview_of
from huiying.work.reports.templates.actions.change_template import (
    MAX_HEADING,
    change_template,
    checked_entries,
)
from huiying.work.reports.templates.queries import Entry, editions_of, template_of

TO = Capability.MANAGE_RULES


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """The template of a kind as one line."""

    kind: str
    url: str
    edition: int
    lines: str


@require_GET
def template_list(request: OfficerRequest) -> HttpResponse:
    """Every kind with its edition and its lines."""
    require(request.user, Capability.SEE_RULES)
    rows = []
    for kind in ReportKind:
        edition, entries = template_of(request.user.bureau_id, kind)
        rows.append(
            TemplateRow(
                kind=_(kind.label),
                url=reverse("console:report-template", args=[str(kind)]),
                edition=edition,
                lines=_("、").join(_(one.heading) for one in entries),
            )
        )
    return render(request, "console/reports/templates.html", {"rows": rows})


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line that a template may have: its place (0 = left out), heading, and what it is."""

    code: str
    usual: str
    heading: str
    place: int


@require_GET
def template(request: OfficerRequest, kind: str) -> HttpResponse:
    """The lines of one kind, and what they make of the bureau's own data."""
    require(request.user, Capability.SEE_RULES)
    which = _kind(kind)
    edition, entries = template_of(request.user.bureau_id, which)
    return _page(request, which, entries, edition, _preview(request.user, which, entries))


def _kind(kind: str) -> ReportKind:
    if kind not in [str(one) for one in ReportKind]:
        raise Http404
    return ReportKind(kind)


@require_POST
def change(request: OfficerRequest, kind: str) -> HttpResponse:
    """Preview other lines on the bureau's own data, or keep them as the next edition."""
    officer = request.user
    require(officer, TO)
    which = _kind(kind)
    edition, entries = template_of(officer.bureau_id, which)
    typed = _typed(request, which)
    shown = submitted_version(request)
    try:
        checked = checked_entries(which, typed)
        if "preview" in request.POST:
            rows = _preview(officer, which, checked)
            return _page(request, which, checked, shown or 0, rows)
        change_template(
            kind=which,
            entries=checked,
            shown_edition=-1 if shown is None else shown,
            officer=officer,
            now=clock.now(),
        )
    except Refused as error:
        rows = _preview(officer, which, entries)
        return _page(request, which, typed, edition, rows, refused=str(error))
    messages.success(request, _("已保存新一版模板；此后拟稿按新模板。"))
    return redirect(reverse("console:report-template", args=[kind]))


def _typed(request: OfficerRequest, kind: ReportKind) -> list[Entry]:
    """Return the lines with a place, in the order of their places."""
    found = []
    for order, code in enumerate(lines_for(kind)):
        place = parse_int(request.POST.get(f"place_{code}", "").strip())
        if place:
            heading = request.POST.get(f"heading_{code}", "")
            found.append((place, order, Entry(code, heading)))
    return [entry for _place, _order, entry in sorted(found, key=lambda one: one[:2])]


def _preview(
    officer: Officer, kind: ReportKind, entries: list[Entry]
) -> tuple[str, list[LineRow]]:
    made = preview_of(officer.bureau, kind, entries, clock.now())
    return (made.title, line_rows(made.lines)) if made else ("", [])


def _page(
    request: OfficerRequest,
    kind: ReportKind,
    entries: list[Entry],
    edition: int,
    preview: tuple[str, list[LineRow]],
    *,
    refused: str = "",
) -> HttpResponse:
    places = {one.code: (at, one.heading) for at, one in enumerate(entries, 1)}
    codes = [*places, *(code for code in lines_for(kind) if code not in places)]
    context = {
        "kind": _(kind.label),
        "change_url": reverse("console:report-template-change", args=[str(kind)]),
        "edition": edition,
        "rows": [EntryRow(code, _(LINES[code]), *_entry_words(places, code)) for code in codes],
        "most": MAX_HEADING,
        "edits": may(request.user, TO),
        "preview_title": preview[0],
        "preview": preview[1],
        "refused": refused,
        "editions": [
            (row.edition, row.by.name, row.at)
            for row in editions_of(request.user.bureau_id, kind)
        ],
    }
    status = 409 if refused else 200
    return render(request, "console/reports/template.html", context, status=status)


def _entry_words(places: dict[str, tuple[int, str]], code: str) -> tuple[str, int]:
    place, heading = places.get(code, (0, LINES[code]))
    return heading, place
