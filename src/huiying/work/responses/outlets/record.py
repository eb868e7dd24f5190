"""Write the audit record of a line of a release plan.

In:   a line, a verb, who acts and when.    Out:  one line of the record.
Cost: one row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import MACHINE, Subject, append
from huiying.work.responses.core.record import incident_now
from huiying.work.responses.outlets.models import PlanLine


def record_line(
    line: PlanLine,
    verb: str,
    officer: Officer | None,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident; None = the machine."""
    incident = incident_now(line.answer.incident)
    append(
        bureau_id=line.bureau_id,
        actor=actor_of(officer) if officer else MACHINE,
        verb=verb,
        subject=Subject(
            "outlet", line.answer.number, line.account.name, f"incident:{incident.number}"
        ),
        now=now,
        data={"outlet": line.account.outlet, **(data or {})},
    )
