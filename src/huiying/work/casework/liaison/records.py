"""Audit records of offices, shares and leads.

In:   a row, a verb, an actor.    Out:  a record.
Cost: one row lock and two writes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import actor_of
from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.work.casework.liaison.models import Lead, LiaisonDesk, Share


def record_desk(
    desk: LiaisonDesk,
    verb: str,
    officer: Officer,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record about an office."""
    append(
        bureau_id=desk.bureau_id,
        actor=actor_of(officer),
        verb=verb,
        subject=Subject("liaison", desk.number, f"{desk.unit.name} {desk.office}"),
        now=now,
        data={"unit": desk.unit.name, "office": desk.office, **(data or {})},
    )


def record_share(
    row: Share | Lead,
    verb: str,
    actor: Actor,
    now: datetime,
    data: dict[str, Any] | None = None,
) -> None:
    """Write one line of the record, on the timeline of the incident."""
    share = row if isinstance(row, Share) else row.share
    kind = "share" if isinstance(row, Share) else "lead"
    incident = share.incident.merged_into or share.incident
    append(
        bureau_id=row.bureau_id,
        actor=actor,
        verb=verb,
        subject=Subject(kind, row.number, incident.title, f"incident:{incident.number}"),
        now=now,
        data={"unit": share.unit.name, **(data or {})},
    )
