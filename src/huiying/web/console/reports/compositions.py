"""Compose a report about a period: a job does it, a page shows how far it is.

In:   a period, or a draft that is composed anew.    Out:  a page of progress, then the report.
Cost: one query a look.

A report about an incident is composed in the request: it reads the rows of one matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.db.job_rows import JobState
from huiying.jobs import clock
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.time.zone import DAY, LOCAL
from huiying.web.console.reports.acts import REPORT, TO
from huiying.web.console.reports.forms import PeriodForm
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.report_words import report_label
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.access import composition_for
from huiying.work.reports.drafting.actions.edit_report import recompose
from huiying.work.reports.drafting.actions.request_composition import (
    request_period_report,
    request_recomposition,
)
from huiying.work.reports.drafting.models import CompositionFailure, ReportComposition
from huiying.work.reports.figures import Span

AGAIN = (CompositionFailure.NOT_WRITTEN, CompositionFailure.BROKEN_OFF)


def _url(row: ReportComposition) -> str:
    return reverse("console:report-composition", args=[row.pk])


BUREAU = Target(row=own_bureau, back="console:reports")
COMPOSITION = Target(row=composition_for, back=_url)


@Act(
    BUREAU,
    TO,
    title=gettext_lazy("拟写定期报告"),
    lead=gettext_lazy("按记录汇总一期的数据；本期无情况的拟为零报告。"),
    safe=gettext_lazy("拟稿不报送。"),
    form=PeriodForm,
    options=lambda _row, _request: {
        "initial": {
            "kind": str(ReportKind.MONTHLY),
            "day": (clock.now().astimezone(LOCAL).date().replace(day=1) - DAY).isoformat(),
        }
    },
    submit=gettext_lazy("拟稿"),
)
def start_period(bureau: Bureau, form: PeriodForm, by: By) -> Outcome:
    """拟写 a regular report."""
    kind, span = form.cleaned_data["kind"], form.span()
    return _asked(request_period_report(bureau=bureau, kind=kind, span=span, **by.stamp))


@ButtonAct(REPORT, TO)
def compose_again(report: Report, by: By, _posted: QueryDict) -> Outcome:
    """重新汇总 up to now; what people wrote stays."""
    if report.incident is None:
        revision = by.known_revision
        return _asked(request_recomposition(report=report, revision=revision, **by.stamp))
    recompose(report=report, revision=by.revision, **by.stamp)
    back = reverse("console:report", args=[report.number])
    return _("已按最新记录重新汇总，人工修改的保留。"), back


@ButtonAct(COMPOSITION, TO)
def start_again(row: ReportComposition, by: By, _posted: QueryDict) -> Outcome:
    """Ask once more for what was broken off, as it was asked for."""
    if row.report is not None:
        revision = row.revision if row.revision is not None else by.known_revision
        return _asked(request_recomposition(report=row.report, revision=revision, **by.stamp))
    kind, span = ReportKind(row.kind), Span(row.since, row.until)
    return _asked(request_period_report(bureau=row.bureau, kind=kind, span=span, **by.stamp))


def _asked(row: ReportComposition) -> Outcome:
    return _("正在汇总，完成后转到报告页。"), _url(row)


@dataclass(frozen=True, slots=True)
class CompositionRow:
    """A composition on its page; percent: while it runs.

    Attributes:
        again: It can be asked for once more as it was.
        report_url: Of the draft that it composes anew; "" = none.
    """

    pk: int
    title: str
    state_word: str
    running: bool
    percent: int
    done: str
    failure: str
    requested_by: str
    requested_at: datetime
    again: bool
    report_url: str


@require_GET
def composition(request: OfficerRequest, pk: int) -> HttpResponse:
    """How far a composition is; the report once it is there."""
    row = composition_for(request.user, pk, to=TO)
    alone = bool(getattr(request, "htmx", False))
    if row.state == JobState.DONE and row.report is not None:
        there = reverse("console:report", args=[row.report.number])
        if alone:  # the panel asked: the page goes there
            return HttpResponse(status=204, headers={"HX-Redirect": there})
        return redirect(there)
    page = "_composition.html" if alone else "composition.html"
    return render(request, f"console/reports/{page}", {"row": _composition_row(row)})


def _composition_row(row: ReportComposition) -> CompositionRow:
    counts = {"written": row.written, "expected": row.expected}
    return CompositionRow(
        pk=row.pk,
        title=_title(row),
        state_word=_state_word(row),
        running=row.is_open,
        percent=100 * row.written // row.expected if row.expected else 0,
        done=_("已汇总 %(written)s / %(expected)s 项") % counts if row.expected else "",
        failure=row.get_failure_display() if row.failure else "",
        requested_by=row.requested_by.name,
        requested_at=row.requested_at,
        again=row.failure in AGAIN,
        report_url=reverse("console:report", args=[row.report.number]) if row.report else "",
    )


def _state_word(row: ReportComposition) -> str:
    words = {
        JobState.QUEUED: _("待汇总"),
        JobState.RUNNING: _("汇总中"),
        JobState.DONE: _("已汇总"),
    }
    return words.get(JobState(row.state), _("未汇总"))


def _title(row: ReportComposition) -> str:
    """Return what is composed: its kind and days."""
    span = Span(row.since, row.until)
    words = {
        "kind": report_label(row.kind),
        "first": span.first_day.isoformat(),
        "last": span.last_day.isoformat(),
    }
    return _("%(kind)s（%(first)s 至 %(last)s）") % words


def composition_note(row: ReportComposition | None) -> NoteRow | None:
    """Return a message about what is being composed, or failed; None = nothing to say."""
    if row is None:
        return None
    return NoteRow(
        what=f"{_title(row)}：{_state_word(row)}",
        safe=row.get_failure_display() if row.failure else "",
        url=_url(row),
        url_label=_("查看进度") if row.is_open else _("查看"),
        level="warn" if row.failure else "",
    )
