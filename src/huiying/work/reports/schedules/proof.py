"""Compare the schedule of a bureau with the record of its changes.

In:   a bureau.    Out:  what differs.
Cost: two queries.

A schedule that nobody set has no record: it asks for what ``ensure_schedule`` made it ask for.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.reports.schedules.actions.set_schedule import MONTHLY_DAY
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.terms import ScheduleInput, terms_of

CHANGED = ("report_schedule.set", "report_schedule.change_adopted")


def schedule_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield a reason if the times are not as their last change left them."""
    row = ReportSchedule.objects.filter(bureau_id=bureau_id).first()
    records = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="report_schedule")
    last = records.filter(verb__in=CHANGED).order_by("-seq").values_list("data", flat=True)
    data = last.first()
    if row is None:
        if data is not None:
            yield reason("record.report_schedule_differs")
        return
    expected = data["after"] if data else terms_of(ScheduleInput(monthly_day=MONTHLY_DAY))
    terms = terms_of(row)
    if any(terms[name] != value for name, value in expected.items()):
        yield reason("record.report_schedule_differs")
