"""定期报送: when a bureau reports of itself, by times of its own.

What adds or tightens counts at once; what drops a report or puts it off is proposed, and
another person adopts it (``adopt_schedule``): nobody alone lets a superior body hear nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.actions.void import void_about
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text
from huiying.work.reports.schedules.changes import KIND, change_hash
from huiying.work.reports.schedules.models import ReportSchedule, ScheduleChange
from huiying.work.reports.schedules.terms import ScheduleInput, loosened, terms_of

EARLIEST = time(1)
MAX_REASON = 400
MONTHLY_DAY = 5
"""By this day of the next month one published rule asks for the summary; to be confirmed."""


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
    officer: Officer,
    now: datetime,
    reason: str = "",
    revision: int | None = None,
) -> ScheduleChange | None:
    """Set the times; return the change if another person must adopt it.

    A change that waits is void by any later one.

    Raises:
        Refused: If a sensitive time has no first or last day or no hour, or ends before it
            begins; if a week is due before it can be written; if nothing changes; if a report
            is dropped or put off without a reason.
        Stale: If somebody set them meanwhile.
    """
    _check(values)
    rows = ReportSchedule.objects.filter(pk=schedule.pk)
    if revision is not None:
        rows = rows.filter(revision=revision)
    if rows.update(revision=F("revision") + 1) != 1:
        raise Stale(_("报送时间已被他人更新，本次未保存。请核对最新内容后重新提交。"))
    schedule.refresh_from_db()
    before, after = terms_of(schedule), terms_of(values)
    if before == after:
        raise Refused(_("报送时间无变化，无需保存。"))
    void_about(bureau_id=schedule.bureau_id, kind=KIND, about_ref=str(schedule.pk), now=now)
    if loosened(before, after, now.astimezone(LOCAL).date()):
        return _propose(schedule, values, reason, officer, now)
    rows = ReportSchedule.objects.filter(pk=schedule.pk)
    rows.update(**asdict(values))
    schedule.refresh_from_db()
    record(schedule, "report_schedule.set", officer, now, before=before, after=after)
    return None


def _check(values: ScheduleInput) -> None:
    days = (values.sensitive_from, values.sensitive_to)
    if any(days) and not (all(days) and values.sensitive_at):
        raise Refused(_("敏感时期须填写起止日期和每日报送时间。"))
    first, last = days
    if first and last and last < first:
        raise Refused(_("敏感时期的截止日期不得早于起始日期。"))
    if values.weekly_at is not None and values.weekly_at < EARLIEST:
        raise Refused(_("周报的报送时间不得早于 1:00：零点汇总上周情况，留一小时办理。"))


def _propose(
    schedule: ReportSchedule,
    values: ScheduleInput,
    reason: str,
    officer: Officer,
    now: datetime,
) -> ScheduleChange:
    why = checked_text(reason, MAX_REASON)
    if not why:
        raise Refused(_("取消、推迟定期报告或缩短敏感时期的，须写明理由，由另一人采纳后生效。"))
    change = ScheduleChange(
        bureau_id=schedule.bureau_id,
        schedule=schedule,
        revision=schedule.revision,
        before=terms_of(schedule),
        after=terms_of(values),
        reason=why,
        requested_at=now,
        requested_by=officer,
    )
    digest = change_hash(change)
    change.signoff = request_approval(
        bureau_id=schedule.bureau_id,
        kind=KIND,
        about_ref=str(schedule.pk),
        label=house_text("定期报送时间变更"),
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    change.save()
    states = {"before": change.before, "after": change.after}
    record(schedule, "report_schedule.change_asked", officer, now, reason=why, **states)
    return change
