"""定期梳理: the sweeps of a bureau, one of them, the part of a unit."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.deadlines import PREVENTION
from huiying.web.console.risks.rows import LEVELS, RiskRow, risk_row
from huiying.web.console.sweeps.rows import part_row, sweep_acts, sweep_row
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.access import sees_all_units
from huiying.work.prevention.sweeps.access import part_for, sweep_for
from huiying.work.prevention.sweeps.actions.compile import SWEEP_KIND
from huiying.work.prevention.sweeps.content import parts_of, sweep_hash
from huiying.work.prevention.sweeps.models import Sweep, SweepState
from huiying.work.prevention.sweeps.queries import (
    RUNNING,
    new_numbers,
    risks_of_part,
    sweeps_of,
    visible_parts,
)
from huiying.work.reports.drafting.actions.draft_risk_report import report_is_missing

SEE = Capability.SEE_INCIDENTS
PAGE = 20
SECTIONS = ("new", "changed", "settled", "high", "overdue")


@dataclass(frozen=True, slots=True)
class FoundRisk:
    """A risk as it was put before the leader."""

    number: str
    title: str
    level: str
    tag: str
    unit: str
    measures: str


@dataclass(frozen=True, slots=True)
class FoundSection:
    """A part of what a sweep found."""

    label: str
    rows: list[FoundRisk]


@dataclass(frozen=True, slots=True)
class RiskToReview:
    """A risk of a unit; reviewed: somebody looked at it since the sweep opened."""

    risk: RiskRow
    reviewed: bool


@require_GET
def sweep_list(request: OfficerRequest) -> HttpResponse:
    """Every sweep, the newest first; the rules that they run by."""
    officer, now = request.user, clock.now()
    require(officer, SEE)
    rows = sweeps_of(officer.bureau_id).prefetch_related("parts__unit", "parts__clock")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found = list(page)
    book = book_of(officer.bureau_id, now)
    newest = found[0] if found and page.number == 1 else sweeps_of(officer.bureau_id).first()
    running = newest is not None and newest.state in RUNNING
    context = {
        "rows": [sweep_row(row, list(row.parts.all()), now) for row in found],
        "page_obj": page,
        "rules": [_rule_words(book.deadline(code)) for code in PREVENTION],
        "may_open": may(officer, Capability.SUPERVISE) and not running,
        "first": newest is None,
    }
    return render(request, "console/sweeps/list.html", context)


def _rule_words(rule: object) -> str:
    named = {
        "name": _(rule.name),  # type: ignore[attr-defined]
        "amount": rule.amount,  # type: ignore[attr-defined]
        "unit": _(rule.unit.label),  # type: ignore[attr-defined]
        "basis": _(rule.basis),  # type: ignore[attr-defined]
        "standing": _(rule.standing.label),  # type: ignore[attr-defined]
    }
    return _("%(name)s：%(amount)s %(unit)s（%(basis)s；%(standing)s）") % named


@require_GET
def detail(request: OfficerRequest, number: str) -> HttpResponse:
    """One sweep: who confirmed, what was found, who signs, where it was reported."""
    row = sweep_for(request.user, number, to=SEE)
    officer, now = request.user, clock.now()
    waits = row.state == SweepState.IN_REVIEW and row.signoff is not None
    signs = (
        waits
        and row.signoff is not None
        and SWEEP_KIND.may_decide(row.signoff, officer)
        and row.compiled_by_id != officer.pk
        and not officer.only_reads
    )
    every = sees_all_units(officer)
    parts = visible_parts(officer, row, all_units=every)
    context = {
        "sweep": row,
        "item": sweep_row(row, parts_of(row), now),
        "parts": [part_row(part, officer, now) for part in parts],
        "acts": sweep_acts(row, officer, report_missing=report_is_missing(row)),
        "waits": waits,
        "signs": signs,
        "hash": sweep_hash(row),
        "sections": _sections(row) if every else [],
        "every": every,
        "sees_report": every and row.report_ref,
    }
    return render(request, "console/sweeps/sweep.html", context)


def _sections(row: Sweep) -> list[FoundSection]:
    labels = {
        "new": _("新增风险点"),
        "changed": _("调整的风险点"),
        "settled": _("销号的风险点"),
        "high": _("高风险"),
        "overdue": _("逾期未复核"),
    }
    return [
        FoundSection(
            labels[name],
            [
                FoundRisk(
                    one["number"],
                    one["title"],
                    _(RiskLevel(one["level"]).label),
                    LEVELS[RiskLevel(one["level"])],
                    one["unit"],
                    one["measures"],
                )
                for one in row.content[name]
            ],
        )
        for name in SECTIONS
        if row.content and row.state != SweepState.OPEN
    ]


@require_GET
def part(request: OfficerRequest, pk: int) -> HttpResponse:
    """The part of the own unit: its risks one by one, then the confirmation."""
    row = part_for(request.user, pk, to=Capability.COMB_RISKS)
    now = clock.now()
    risks = [
        RiskToReview(risk_row(one, now), one.reviewed_at >= row.sweep.opened_at)
        for one in risks_of_part(row)
    ]
    new = new_numbers(row)
    context = {
        "part": row,
        "item": part_row(row, request.user, now),
        "clock": clock_facts(row.clock, now),
        "risks": risks,
        "left": sum(not one.reviewed for one in risks),
        "new": new,
        "nil": not new,
    }
    return render(request, "console/sweeps/part.html", context)
