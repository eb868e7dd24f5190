"""The only way a screen gets a change of the schedule: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.schedules.models import ReportSchedule, ScheduleChange


def schedule_change_for(officer: Officer, pk: int, *, to: Capability) -> ScheduleChange:
    """Return the newest change of a schedule that took, or takes, another person.

    Args:
        pk: Key of the schedule.

    Raises:
        Http404, PermissionDenied: 404 also if there is none.
    """
    schedule = row_for(officer, ReportSchedule.objects.all(), to=to, pk=pk)
    rows = ScheduleChange.objects.filter(schedule=schedule).order_by("-requested_at", "-pk")
    row = rows.select_related("schedule", "requested_by", "signoff__decided_by").first()
    if row is None:
        raise Http404
    return row
