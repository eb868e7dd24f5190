"""Store an officer's decision about which posts belong together, for the stream."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.work.incidents.placements.models import OfficerDecision


def record_constraint(
    bureau_id: int,
    kind: str,
    data: dict[str, Any],
    officer: Officer,
    reason: str,
    now: datetime,
) -> None:
    """Keep one: ``must_link``, ``cannot_link``, ``may_link``, ``move`` or ``split``."""
    last = OfficerDecision.objects.filter(bureau_id=bureau_id).aggregate(last=Max("seq"))[
        "last"
    ]
    OfficerDecision.objects.create(
        bureau_id=bureau_id,
        seq=(last or 0) + 1,
        kind=kind,
        data=data,
        by=officer,
        at=now,
        reason=masked_text(reason.strip())[:400],
    )
