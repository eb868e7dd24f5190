"""定期报送的时间: when the bureau reports of itself; a change that another person must adopt.

In:   requests of who reads or changes the rules.    Out:  a form; a page of the change.
Cost: three queries a page.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.reports.changes import ChangedTerm, change_context
from huiying.web.console.reports.forms import WEEKDAYS, ScheduleForm
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.shared.requests import OfficerRequest
from huiying.work.reports.schedules.access import schedule_change_for
from huiying.work.reports.schedules.actions.adopt_schedule import SCHEDULE_KIND
from huiying.work.reports.schedules.actions.set_schedule import (
    ensure_schedule,
    set_schedule,
)
from huiying.work.reports.schedules.models import ReportSchedule, ScheduleChange
from huiying.work.reports.schedules.terms import TERMS, loosened

DAYS: Final = dict(WEEKDAYS)


def _schedule_for(officer: Officer, *, to: Capability) -> ReportSchedule:
    return ensure_schedule(own_bureau(officer, to=to), clock.now())


@Act(
    Target(row=_schedule_for, back="console:report-recipients"),
    Capability.MANAGE_RULES,
    title=gettext_lazy("定期报送时间"),
    lead=gettext_lazy("到时自动拟稿并计时；不自动签发，不自动报送。"),
    safe=gettext_lazy("《制度》第十条未规定报送时间，由本局自定；不填的不自动拟稿。"),
    form=ScheduleForm,
    options=lambda row, _request: {"initial": {name: getattr(row, name) for name in TERMS}},
    submit=gettext_lazy("保存报送时间"),
)
def change(row: ReportSchedule, form: ScheduleForm, by: By) -> Outcome:
    """Set the times, or propose what drops a report or puts it off."""
    made = set_schedule(
        schedule=row,
        values=form.values(),
        reason=form.cleaned_data["reason"],
        revision=by.revision,
        **by.stamp,
    )
    if made is not None:
        url = reverse("console:report-schedule-change", args=[row.pk])
        return _("已提议，由另一人采纳后生效。"), url
    return _("已保存报送时间。"), reverse("console:report-recipients")


def changed_times(row: ScheduleChange) -> list[ChangedTerm]:
    """Return the times that are others after a change."""
    today = row.requested_at.astimezone(LOCAL).date()
    weaker = set(loosened(row.before, row.after, today))
    return [
        ChangedTerm(
            str(ScheduleForm.base_fields[name].label),
            _words(name, row.before[name]),
            _words(name, row.after[name]),
            weaker=name in weaker,
        )
        for name in TERMS
        if row.before[name] != row.after[name]
    ]


def _words(name: str, value: Any) -> str:
    if value is None:
        return _("未设定")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "weekly_on":
        return str(DAYS[value])
    if name.endswith("_at"):
        return str(value)[:5]
    return str(value)


@require_GET
def detail(request: OfficerRequest, pk: int) -> HttpResponse:
    """Which report is to be dropped or put off, who proposed it, why."""
    row = schedule_change_for(request.user, pk, to=Capability.SEE_RULES)
    context = {
        **change_context(request.user, row, clock.now()),
        "title": _("定期报送时间变更"),
        "heading": _("定期报送时间"),
        "waits_words": _("变更尚未生效，仍按原时间拟稿和计时。"),
        "terms": changed_times(row),
        "hash": SCHEDULE_KIND.content_hash(row),
        "adopt_url": reverse("console:report-schedule-adopt", args=[pk]),
        "return_url": reverse("console:report-schedule-return", args=[pk]),
    }
    return render(request, "console/reports/change.html", context)


CHANGE = Target(row=schedule_change_for, back="console:report-recipients")

adopt = approve_act(
    SCHEDULE_KIND,
    CHANGE,
    Capability.MANAGE_RULES,
    done=gettext_lazy("已采纳，报送时间即时生效。"),
)
"""采纳 exactly what was shown."""

send_back = return_act(
    SCHEDULE_KIND,
    CHANGE,
    Capability.MANAGE_RULES,
    title=gettext_lazy("退回报送时间变更"),
    lead=gettext_lazy("退回后仍按原时间拟稿和计时。"),
    done=gettext_lazy("已退回，报送时间不变。"),
)
"""退回, with a reason; the times stay as they are."""
