"""结束应急监测: before its time, with the one who ended it.

In:   the running row.    Out:  each source is asked as before, from its next turn on.
Cost: one write and a record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.collection.emergency.models import EmergencyMonitoring
from huiying.work.collection.emergency.queries import running


@transaction.atomic
def end_emergency(*, emergency: EmergencyMonitoring, officer: Officer, now: datetime) -> None:
    """End emergency monitoring before its time.

    Raises:
        PermissionDenied: If the officer may not triage.
        Refused: If it is over already.
    """
    require(officer, Capability.TRIAGE)
    rows = running(now).filter(pk=emergency.pk)
    if rows.update(ended_at=now, ended_by=officer) != 1:
        raise Refused(_("应急监测已经结束，无需操作。"))
    record(emergency, "emergency_monitoring.ended", officer, now)
