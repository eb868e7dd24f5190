"""启动、延长、结束应急监测: ask every source more often, for some hours.

In:   how often, for how long, why.    Out:  a row; the next turn asks what is due by it.
Cost: two writes and a record.

It ends by itself. What a site wishes (Retry-After, the pause between requests to a host) is
obeyed as always: an emergency makes nobody rude.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.emergency.queries import running
from huiying.work.collection.sources.models import FETCHED, FetchAddress, Source
from huiying.work.collection.sources.settings import LEAST_INTERVAL

MOST_MINUTES, MOST_HOURS = 20, 72


@transaction.atomic
def start_emergency(
    *, minutes: int, hours: int, reason: str, officer: Officer, now: datetime
) -> EmergencyMonitoring:
    """Start emergency monitoring; one that runs ends here, and this one goes on.

    Args:
        minutes: 2 to 20; a source that is asked more often anyway stays so.
        hours: 1 to 72.

    Raises:
        PermissionDenied: If the officer may not triage.
        Refused: If a number is out of range, or no reason is given.
    """
    require(officer, Capability.TRIAGE)
    why = masked_text(reason.strip())[:400]
    if not why:
        raise Refused(_("请写明为何启动应急监测。"))
    if not LEAST_INTERVAL <= minutes <= MOST_MINUTES:
        raise Refused(
            _("间隔须为 %(least)s 至 %(most)s 分钟。")
            % {"least": LEAST_INTERVAL, "most": MOST_MINUTES}
        )
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(_("时长须为 1 至 %(most)s 小时；到时可以延长。") % {"most": MOST_HOURS})
    before = running(now).filter(bureau_id=officer.bureau_id)
    prolonged = before.update(ended_at=now, ended_by=officer)
    row = EmergencyMonitoring.objects.create(
        bureau_id=officer.bureau_id,
        minutes=minutes,
        reason=why,
        started_at=now,
        until=now + timedelta(hours=hours),
        by=officer,
    )
    _ask_soon(row, now)
    verb = "emergency_monitoring.prolonged" if prolonged else "emergency_monitoring.started"
    record(row, verb, officer, now, minutes=minutes, hours=hours, reason=why)
    return row


def _ask_soon(row: EmergencyMonitoring, now: datetime) -> None:
    """Bring forward what would be asked later by its own interval.

    What failed stays as it is, and so does what its site asked to leave alone: the time to
    its next turn is longer than the interval.
    """
    latest = now + timedelta(minutes=row.minutes)
    sources = Source.objects.filter(
        bureau_id=row.bureau_id, active=True, kind__in=FETCHED, failures=0
    )
    later = sources.filter(address__next_fetch_at__gt=latest).select_related("address")
    keys = {
        one.address.pk
        for one in later
        if one.address is not None
        and one.address.fetched_at is not None
        and one.address.next_fetch_at - one.address.fetched_at
        <= timedelta(minutes=one.interval_minutes)
    }
    FetchAddress.objects.filter(pk__in=keys).update(next_fetch_at=latest)
