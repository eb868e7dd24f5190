"""标记办理中: the holder of a clock marks it as in progress; the clock runs on.

In:   a running clock, its holder, for how long.    Out:  an acknowledgement that lapses.
Cost: two writes and one audit record.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock, ClockAck
from huiying.base.clocks.queries import holds_now, lapsed_acks
from huiying.base.errors import Refused


@transaction.atomic
def acknowledge(*, clock: Clock, officer: Officer, holds: timedelta, now: datetime) -> ClockAck:
    """Note that the holder is on it, until ``now + holds``; an earlier note ends.

    Raises:
        Refused: If the clock does not run or is in other hands, or another officer's
            note came first.
    """
    if not holds_now(officer, clock):
        raise Refused(_("该时限已结束，或当前经办已变更，未作标记。"))
    ClockAck.objects.filter(clock=clock, ended_at__isnull=True).update(ended_at=now)
    try:
        with transaction.atomic():
            ack = ClockAck.objects.create(
                bureau_id=clock.bureau_id,
                clock=clock,
                officer=officer,
                at=now,
                lapses_at=now + holds,
            )
    except IntegrityError:
        raise Refused(_("他人已先行标记办理中，本次未作标记。")) from None
    record(clock, "clock.acknowledged", officer, now, until=ack.lapses_at.isoformat())
    return ack


def claim_lapsed(*, clock: Clock, now: datetime) -> ClockAck | None:
    """Return the acknowledgement of a clock that lapsed, to the one caller that claims it."""
    for ack in lapsed_acks(now).filter(clock_id=clock.pk).select_related("officer"):
        waits = ClockAck.objects.filter(pk=ack.pk, ended_at__isnull=True)
        if waits.update(ended_at=now) == 1:
            return ack
    return None
