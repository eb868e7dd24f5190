"""Record acts on a confirmation; the agency's words stay on the row alone."""

from __future__ import annotations

from datetime import datetime

from huiying.base.audit.record import AuditedActor, record
from huiying.work.responses.confirmations.models import Confirmation

ABOUT = "confirmation"


def record_confirmation(
    row: Confirmation, verb: str, by: AuditedActor, now: datetime, /, **data: str
) -> None:
    """Write one record with unit and hash; an agency's words stay on the row alone."""
    record(row, verb, by, now, unit=row.unit.name, hash=row.content_hash, **data)
