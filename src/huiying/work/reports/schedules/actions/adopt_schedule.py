"""采纳: another person lets a change of the schedule count, or returns it.

In:   a change that waits, the hash that he saw.    Out:  the times as proposed, or as before.
Cost: four writes.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Stale
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.work.reports.schedules.changes import KIND, change_hash
from huiying.work.reports.schedules.models import ReportSchedule, ScheduleChange
from huiying.work.reports.schedules.terms import input_of


@transaction.atomic
def decide_schedule(
    change: ScheduleChange,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Adopt a change exactly as it was proposed and shown, or return it with a reason.

    Raises:
        PermissionDenied: If the officer changes no rules.
        Refused: If he proposed it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or the times are others by now.
    """
    require(officer, Capability.MANAGE_RULES)
    schedule = change.schedule
    done = SCHEDULE_KIND.decide(
        change,
        change.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    by = {"asked_by": change.requested_by.name}
    if not approve:
        verb = "report_schedule.change_returned"
        record(schedule, verb, officer, now, reason=done.reason, **by)
        return
    rows = ReportSchedule.objects.filter(pk=schedule.pk, revision=change.revision)
    if rows.update(**asdict(input_of(change.after)), revision=F("revision") + 1) != 1:
        raise Stale(str(SCHEDULE_KIND.changed))
    schedule.refresh_from_db()
    states = {"before": change.before, "after": change.after}
    record(schedule, "report_schedule.change_adopted", officer, now, **states, **by)


def _changes_rules(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.MANAGE_RULES)


SCHEDULE_KIND = SignoffKind[ScheduleChange](
    name=KIND,
    content_hash=change_hash,
    approve=partial(decide_schedule, approve=True, reason=""),
    send_back=partial(decide_schedule, approve=False),
    changed=gettext_lazy("报送时间已更新，本次决定未生效。请刷新后查看。"),
    may_decide=_changes_rules,
)
