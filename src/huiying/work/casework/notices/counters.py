"""Counter of notices that were sent, by unit.

In:   notices as they are sent.    Out:  the kind ``notices.sent``, by the day of sending.
Cost: one query and an upsert a notice.

Whether a unit signed and reported in time is counted of the clocks (``base/clocks/counters``).
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.counters.kinds import CounterKind, declare
from huiying.work.casework.notices.models import Notice


def _notices() -> QuerySet[Notice]:
    return Notice.objects.all()


SENT = declare(
    CounterKind(
        code="notices.sent",
        model=Notice,
        rows=_notices,
        moment="sent_at",
        parts=("unit_id",),
        key=str,
    )
)
