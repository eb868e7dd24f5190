"""Write the audit record of a line of a release plan."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.audit.record import AuditedActor, record
from huiying.work.responses.outlets.models import PlanLine


def record_line(
    line: PlanLine, verb: str, by: AuditedActor | None, now: datetime, /, **data: Any
) -> None:
    """Write one record with the kind of the outlet; ``by`` is None for the system."""
    record(line, verb, by, now, outlet=line.account.outlet, **data)
