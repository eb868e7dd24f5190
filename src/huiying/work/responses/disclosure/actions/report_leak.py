"""泄密报告: record that a published state secret was reported, to whom and when.

In:   a sealing on that ground, the moment and the bodies.    Out:  its clock stops.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_classified
from huiying.reasons.reason import Reason
from huiying.work.responses.disclosure.models import Seal

MAX_TO = 200


@transaction.atomic
def record_leak_report(
    *, seal: Seal, at: datetime, reported_to: str, officer: Officer, now: datetime
) -> None:
    """Record the report to the secrecy department of the same level and the superior body.

    Raises:
        PermissionDenied: If the officer neither publishes nor approves.
        Refused: If the sealing has another ground, the moment lies ahead, or nobody is named.
        Stale: If it was recorded already.
    """
    require(officer, Capability.PUBLISH, Capability.APPROVE)
    refuse_classified(reported_to)
    if seal.report_clock is None:
        raise Refused(_("本次封存无需作泄密报告。"))
    if at > now:
        raise Refused(_("报告时间不得晚于当前时间。"))
    bodies = " ".join(reported_to.split())[:MAX_TO]
    if not bodies:
        raise Refused(_("请填写报告的机关。"))
    rows = Seal.objects.filter(pk=seal.pk, reported_at__isnull=True)
    if rows.update(reported_at=at, reported_to=bodies) != 1:
        raise Stale(_("已经登记过报告。"))
    seal.refresh_from_db()
    clock = seal.report_clock
    stop_clock(
        clock=clock,
        at=max(at, clock.starts_at),
        reason=Reason("clocks.leak_reported"),
        now=now,
    )
    record(seal.release, "release.leak_reported", officer, now, version=seal.release.version)
