"""定期报送: when a bureau reports of itself, by times of its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.record import AuditedActor, record
from huiying.base.errors import Refused, Stale
from huiying.work.reports.schedules.models import ReportSchedule

EARLIEST = time(1)
MONTHLY_DAY = 5
"""By this day of the next month one published rule asks for the summary; to be confirmed."""


@dataclass(frozen=True, slots=True)
class ScheduleInput:
    """When what is due, as it was typed; None = not drafted of itself."""

    daily_at: time | None = None
    weekly_on: int | None = None
    weekly_at: time | None = None
    monthly_day: int | None = None
    annual: bool = False
    sensitive_from: date | None = None
    sensitive_to: date | None = None
    sensitive_at: time | None = None


def ensure_schedule(bureau: Bureau, now: datetime) -> ReportSchedule:
    """Return the schedule of a bureau; a new one asks for the month's report alone."""
    row, _new = ReportSchedule.objects.get_or_create(
        bureau=bureau, defaults={"begun_at": now, "monthly_day": MONTHLY_DAY}
    )
    return row


@transaction.atomic
def set_schedule(
    *,
    schedule: ReportSchedule,
    values: ScheduleInput,
    officer: AuditedActor,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Set the times.

    Raises:
        Refused: If a sensitive time has no first or last day or no hour, or ends before it
            begins; also if a week is due before it can be written.
        Stale: If somebody set them meanwhile.
    """
    days = (values.sensitive_from, values.sensitive_to)
    if any(days) and not (all(days) and values.sensitive_at):
        raise Refused(_("敏感时期须填写起止日期和每日报送时间。"))
    first, last = days
    if first and last and last < first:
        raise Refused(_("敏感时期的截止日期不得早于起始日期。"))
    if values.weekly_at is not None and values.weekly_at < EARLIEST:
        raise Refused(_("周报的报送时间不得早于 1:00：零点汇总上周情况，留一小时办理。"))
    schedule.refresh_from_db()
    before = _columns_of(schedule)
    rows = ReportSchedule.objects.filter(pk=schedule.pk)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if rows.update(**asdict(values), revision=F("revision") + 1) != 1:
        raise Stale(_("报送时间已被他人更新，本次未保存。请核对最新内容后重新提交。"))
    schedule.refresh_from_db()
    after = _columns_of(schedule)
    record(schedule, "report_schedule.set", officer, now, before=before, after=after)


def _columns_of(schedule: ReportSchedule) -> dict[str, str | int | bool | None]:
    """Return what the record says of a schedule: every time that an officer can set."""
    values = {one.name: getattr(schedule, one.name) for one in fields(ScheduleInput)}
    return {
        name: one if one is None or isinstance(one, int) else one.isoformat()
        for name, one in values.items()
    }
