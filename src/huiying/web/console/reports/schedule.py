"""定期报送的时间: when the bureau reports of itself."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.access import own_bureau
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.reports.forms import ScheduleForm
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.work.reports.schedules.actions.set_schedule import (
    ensure_schedule,
    set_schedule,
)
from huiying.work.reports.schedules.models import ReportSchedule


def _schedule_for(officer: Officer, *, to: Capability) -> ReportSchedule:
    return ensure_schedule(own_bureau(officer, to=to), clock.now())


@Act(
    Target(row=_schedule_for, back="console:report-recipients"),
    Capability.MANAGE_RULES,
    title=gettext_lazy("定期报送时间"),
    lead=gettext_lazy("到时自动拟稿并计时；不自动签发，不自动报送。"),
    safe=gettext_lazy("《制度》第十条未规定报送时间，由本局自定；不填的不自动拟稿。"),
    form=ScheduleForm,
    options=lambda row, _request: {
        "initial": {name: getattr(row, name) for name in ScheduleForm.base_fields}
    },
    submit=gettext_lazy("保存报送时间"),
)
def change(row: ReportSchedule, form: ScheduleForm, by: By) -> Text:
    """Set the times."""
    set_schedule(schedule=row, values=form.values(), revision=by.revision, **by.stamp)
    return _("已保存报送时间。")
