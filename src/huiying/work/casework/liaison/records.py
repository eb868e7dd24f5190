"""Audit records of offices, shares and leads: each names the unit.

In:   a row, a verb, who acts.    Out:  a record.
Cost: one row lock and two writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.audit.record import AuditedActor, record
from huiying.work.casework.liaison.models import Lead, LiaisonDesk, Share


def record_desk(
    desk: LiaisonDesk, verb: str, by: AuditedActor, now: datetime, /, **data: Any
) -> None:
    """Write one record about an office."""
    record(desk, verb, by, now, unit=desk.unit.name, office=desk.office, **data)


def record_share(
    row: Share | Lead, verb: str, by: AuditedActor, now: datetime, /, **data: Any
) -> None:
    """Write one record, on the timeline of the incident."""
    share = row if isinstance(row, Share) else row.share
    record(row, verb, by, now, unit=share.unit.name, **data)
