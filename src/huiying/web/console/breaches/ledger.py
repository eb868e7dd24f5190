"""违规台账: the list with its filters, the file of what may leave the house, one breach.

In:   requests of SEE_LEDGER.    Out:  the pages, CSV and XLSX.
Cost: a constant number of queries; a file holds at most 20,000 rows.
"""

from __future__ import annotations

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import all_units_of
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.search.personal import personal_search_refusal
from huiying.jobs import clock
from huiying.policy.closing.breaches import (
    BreachKind,
    BreachMove,
    BreachState,
    SystemFault,
    Verdict,
    appeal_ends,
    may_export,
)
from huiying.web.console.breaches.rows import (
    BreachEntryRow,
    BreachRecord,
    breach_row,
    rule_of,
)
from huiying.web.console.clocks.extensions import extension_row
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import counted_states, hidden_note
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file, xlsx_file
from huiying.web.console.shared.list_tools import Column, file_links, list_tools
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.web.shared.time_words import moment_text
from huiying.work.casework.core.access import sees_all_units
from huiying.work.casework.extensions.applications import extensions_of
from huiying.work.closing.breaches.access import breach_for
from huiying.work.closing.breaches.actions.answer_breach import participants_of
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.breaches.queries import (
    breach_counts,
    breach_entries,
    search_breaches,
    visible_breaches,
)

PAGE = 30
COLUMNS = (
    Column("kind", gettext_lazy("类别"), always=True),
    Column("step", gettext_lazy("环节")),
    Column("unit", gettext_lazy("单位")),
    Column("incident", gettext_lazy("事件")),
    Column("state", gettext_lazy("办理状态")),
)
EXPORT_MOST = 20_000


@require_GET
def ledger(request: OfficerRequest) -> HttpResponse:
    """Every breach in sight, newest first; says what a filter hides."""
    require(request.user, Capability.SEE_LEDGER)
    now, get = clock.now(), request.GET
    words = get.get("q", "").strip()
    refusal = personal_search_refusal(words)
    state, unit = get.get("state", ""), get.get("unit", "")
    every = visible_breaches(request.user)
    found = every.none() if refusal else every
    found = search_breaches(
        found,
        words=words,
        kind=get.get("kind", ""),
        unit=parse_int(unit),
        system={"system": True, "human": False}.get(get.get("cause", "")),
    )
    rows = found.filter(state=state) if state in set(BreachState) else found
    if get.get("format") in ("csv", "xlsx"):
        return _file(request.user, list(rows[:EXPORT_MOST]), get["format"], now)
    page = Paginator(rows, PAGE).get_page(get.get("page"))
    context = {
        "page_obj": page,
        "rows": [breach_row(row, now) for row in page],
        "q": words,
        "refusal": refusal,
        "kind": get.get("kind", ""),
        "unit": unit,
        "cause": get.get("cause", ""),
        "kinds": [(kind.value, _(kind.label)) for kind in BreachKind],
        "units": [(str(row.pk), row.name) for row in all_units_of(request.user.bureau_id)]
        if sees_all_units(request.user)
        else [],
        "causes": [("system", _("其间系统有故障")), ("human", _("未见系统故障"))],
        "states": counted_states(
            [(str(state), _(state.label)) for state in BreachState],
            breach_counts(found),
            state,
        ),
        "tools": list_tools(
            request,
            "ledger",
            COLUMNS,
            files=file_links(request) if sees_all_units(request.user) else (),
        ),
        "hides": hidden_note(
            every.count(),
            page.paginator.count,
            reverse("console:ledger"),
            words=_("共 %(total)s 条，显示 %(shown)s 条。按单位和环节记录，不记录个人。"),
            hidden_words=_("筛选隐藏 %(count)s 条"),
        ),
    }
    return render(request, "console/breaches/ledger.html", context)


def _file(officer: Officer, rows: list[Breach], kind: str, now: datetime) -> HttpResponse:
    """Return what may leave the house: decided, no appeal open or possible."""
    if not sees_all_units(officer):
        raise NotAllowed(Capability.JUDGE)
    ready = [row for row in rows if may_export(BreachState(row.state), row.decided_at, now)]
    headings = [
        *(
            _("编号"),
            _("类别"),
            _("事件"),
            _("环节"),
            _("依据"),
            _("单位"),
            _("应办时间"),
            _("完成时间"),
        ),
        *(_("其间的系统故障"), _("认定"), _("认定时间")),
    ]
    cells: list[list[object]] = [
        [
            row.number,
            _(BreachKind(row.kind).label),
            row.incident.number if row.incident else "",
            _(row.step),
            rule_of(row),
            row.unit_label,
            _moment(row.due_at),
            _moment(row.done_at),
            _("、").join(_(SystemFault(code).label) for code in row.faults),
            _(Verdict(row.verdict).label),
            _moment(row.decided_at),
        ]
        for row in ready
    ]
    held = len(rows) - len(ready)
    if held:
        cells.append([_("另有 %(count)s 条待认定或在申诉期内，未导出。") % {"count": held}])
    record_file(officer, "breaches", _("违规台账"), len(rows), file_format=kind)
    make = csv_file if kind == "csv" else xlsx_file
    return make("ledger", headings, cells)


def _moment(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


@require_GET
def breach(request: OfficerRequest, number: str) -> HttpResponse:
    """One breach: what the record says, what the unit says, what was decided and by whom."""
    row = breach_for(request.user, number, to=Capability.SEE_LEDGER)
    now = clock.now()
    ends = appeal_ends(row.decided_at) if row.decided_at else None
    context = {
        "row": breach_row(row, now),
        "record": BreachRecord(
            due_at=row.due_at,
            done_at=row.done_at,
            grounds=row.grounds,
            clock_url=reverse("console:clock", args=[row.clock_id]) if row.clock_id else "",
            found_by_person=BreachKind(row.kind).found_by_person,
            extensions=[extension_row(one) for one in extensions_of(row.clock_id)]
            if row.clock_id
            else [],
        ),
        "entries": [
            BreachEntryRow(
                at=entry.at,
                kind_word=_(ENTRIES[BreachMove(entry.kind)]),
                who=entry.by.unit.name
                if entry.by.unit and entry.kind in (BreachMove.EXCUSE, BreachMove.APPEAL)
                else entry.by.name,
                text=entry.text,
                verdict=_(Verdict(entry.verdict).label) if entry.verdict else "",
            )
            for entry in breach_entries(row)
        ],
        "appeal_line": _("可于 %(at)s 前申诉；此前不导出、不移送。")
        % {"at": moment_text(ends, now)}
        if ends and row.state == BreachState.DECIDED and now < ends
        else "",
        "acts": _acts(row, request.user, now),
        "had_part": may(request.user, Capability.JUDGE)
        and request.user.pk in participants_of(row),
    }
    return render(request, "console/breaches/breach.html", context)


ENTRIES = {
    BreachMove.EXCUSE: gettext_noop("说明"),
    BreachMove.DECIDE: gettext_noop("认定"),
    BreachMove.APPEAL: gettext_noop("申诉"),
    BreachMove.REVIEW: gettext_noop("申诉审查"),
    BreachMove.REFER: gettext_noop("移送"),
}


def _acts(row: Breach, officer: Officer, now: datetime) -> list[ActButton]:
    """Return what this officer may do next: the unit speaks, a leader without part decides."""
    state, found = BreachState(row.state), []
    undecided = state in (BreachState.OPEN, BreachState.EXCUSED)
    own = row.unit_id is not None and row.unit_id == officer.unit_id
    within = row.decided_at is not None and now < appeal_ends(row.decided_at)
    judges = may(officer, Capability.JUDGE)
    wanted = {
        "excuse": own and may(officer, Capability.REPORT_BACK) and undecided,
        "appeal": own
        and may(officer, Capability.REPORT_BACK)
        and state == BreachState.DECIDED
        and within,
        "decide": judges
        and officer.pk not in participants_of(row)
        and (undecided or state == BreachState.APPEALED),
        "refer": judges
        and row.verdict == Verdict.UPHELD
        and may_export(state, row.decided_at, now),
    }
    labels = {
        "excuse": _("说明情况…"),
        "appeal": _("申诉…"),
        "decide": _("认定…") if undecided else _("申诉审查…"),
        "refer": _("登记移送…"),
    }
    for name in (name for name, holds in wanted.items() if holds):
        url = reverse(f"console:breach-{name}", args=[row.number])
        found.append(act_button(labels[name], url, main=name != "refer"))
    return found
