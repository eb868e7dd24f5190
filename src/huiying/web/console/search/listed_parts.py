"""The parts of the search that have a list: answers, casework, reports between bureaus."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.procedure.reports import ReportState
from huiying.web.console.search.found import ListedPart
from huiying.web.console.shared.day_range import DayRange
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.numbers import numbered
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.instructions.queries import (
    search_instructions,
    visible_instructions,
)
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.superior_supervision.queries import (
    search_superior_supervisions,
    visible_superior_supervisions,
)
from huiying.work.casework.supervision.models import Supervision
from huiying.work.casework.supervision.queries import search_supervisions, visible_supervisions
from huiying.work.casework.tasks.queries import search_tasks, visible_tasks
from huiying.work.prevention.risks.models import Risk
from huiying.work.prevention.risks.queries import search_risks, visible_risks
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import reports_in_sight, search_reports
from huiying.work.reports.downward.models import IssuedSupervision
from huiying.work.reports.downward.queries import search_issued, visible_issued
from huiying.work.reports.exchange.models import ReceivedReport
from huiying.work.reports.exchange.queries import received_reports, search_received
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.queries import drafts_in_sight, search_drafts

Row = TypeVar("Row", bound=Model)


def _within(rows: QuerySet[Row], moment: str, days: DayRange) -> QuerySet[Row]:
    """Narrow rows by a moment of theirs."""
    if days.since:
        rows = rows.filter(**{f"{moment}__gte": days.since})
    return rows.filter(**{f"{moment}__lt": days.until}) if days.until else rows


responses = ListedPart[Draft](
    rows=lambda request: search_drafts(drafts_in_sight(request.officer), **request.narrowing),
    text=lambda row: row.title or row.answer.incident.title,
    url=lambda row: reverse("console:draft", args=[row.pk]),
    facts=lambda row: (
        numbered("incident", row.answer.incident.number),
        DraftState(row.state).label,
    ),
    list_page="console:responses",
)

tasks = ListedPart[Assignment](
    rows=lambda request: search_tasks(
        visible_tasks(request.officer), **request.narrowing
    ).order_by("-assigned_at", "-pk"),
    text=lambda row: row.task,
    url=lambda row: reverse("console:task", args=[row.number]),
    facts=lambda row: (row.number, row.get_state_display(), row.unit),
    list_page="console:tasks",
    list_query="&state=",
)

instructions = ListedPart[Instruction](
    rows=lambda request: search_instructions(
        visible_instructions(request.officer), **request.narrowing
    ),
    text=lambda row: row.text,
    url=lambda row: reverse("console:instruction", args=[row.number]),
    facts=lambda row: (row.number, row.leader, row.standing.label),
)

supervisions = ListedPart[Supervision](
    rows=lambda request: search_supervisions(
        visible_supervisions(request.officer), **request.narrowing
    ),
    text=lambda row: row.demand,
    url=lambda row: reverse("console:supervision", args=[row.number]),
    facts=lambda row: (row.number, row.get_state_display(), row.unit),
    list_page="console:supervisions",
    list_query="&state=",
)

risks = ListedPart[Risk](
    rows=lambda request: _within(
        search_risks(visible_risks(request.officer), request.words),
        "registered_at",
        request.days,
    ),
    text=lambda row: row.title,
    url=lambda row: reverse("console:risk", args=[row.number]),
    facts=lambda row: (row.number, _(RiskLevel(row.level).label), row.get_state_display()),
    list_page="console:risk-register",
    list_query="&state=",
)

reports = ListedPart[Report](
    rows=lambda request: search_reports(reports_in_sight(request.officer), **request.narrowing),
    text=lambda row: row.title,  # type: ignore[attr-defined]
    url=lambda row: reverse("console:report", args=[row.number]),
    facts=lambda row: (
        row.number,
        report_label(row.kind, row.sequence),
        _(ReportState(row.state).label),
    ),
    list_page="console:reports",
)

received = ListedPart[ReceivedReport](
    rows=lambda request: search_received(
        received_reports(request.officer), **request.narrowing
    ),
    text=lambda row: row.title,
    url=lambda row: reverse("console:received-report", args=[row.number]),
    facts=lambda row: (
        row.number,
        row.subordinate,
        report_label(row.kind, row.sequence),
        _("下级已撤回") if hasattr(row, "withdrawal") else "",
    ),
    list_page="console:received-reports",
)

superiors = ListedPart[SuperiorSupervision](
    rows=lambda request: _within(
        search_superior_supervisions(
            visible_superior_supervisions(request.officer), words=request.words
        ),
        "received_at",
        request.days,
    ),
    text=lambda row: row.demand,
    url=lambda row: reverse("console:superior-supervision", args=[row.number]),
    facts=lambda row: (row.number, row.sender, row.get_state_display()),
    list_page="console:superior-supervisions",
)

issued = ListedPart[IssuedSupervision](
    rows=lambda request: _within(
        search_issued(visible_issued(request.officer), words=request.words),
        "drafted_at",
        request.days,
    ),
    text=lambda row: row.demand,
    url=lambda row: reverse("console:issued-supervision", args=[row.number]),
    facts=lambda row: (row.number, row.report.subordinate, row.get_state_display()),
    list_page="console:issued-supervisions",
)
