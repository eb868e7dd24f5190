"""Write the record of an act: the one way for an act on a row.

In:   the row, a verb, who acts, when.    Out:  one record at the end of the bureau's chain.
Cost: that of ``actions/append.py``, which writes several acts at once and acts without a row;
      call it last, so that the head of the chain is locked for a short time.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from huiying.base.audit.actions.append import append
from huiying.base.audit.restricted import restricted_chain
from huiying.base.audit.subjects import MACHINE, Actor, Subject


class AuditedRow(Protocol):
    """A row that knows how the record names it."""

    @property
    def bureau_id(self) -> int:
        """Whose chain."""

    def audit_subject(self) -> Subject:
        """Return kind, public id, label and topic."""


class AuditedActor(Protocol):
    """An officer, or whoever else acts."""

    def audit_actor(self) -> Actor:
        """Return the public id and the label."""


def record(
    row: AuditedRow, verb: str, by: AuditedActor | None, now: datetime, /, **data: Any
) -> None:
    """Write one record, inside the transaction of its act.

    Args:
        verb: Dotted, past tense, e.g. ``incident.graded``; shown to people by ``audit words``.
        by: Who acts; None for the system.
        data: JSON values without personal data.
    """
    append(
        bureau_id=row.bureau_id,
        actor=by.audit_actor() if by else MACHINE,
        verb=verb,
        subject=row.audit_subject(),
        now=now,
        data=data,
    )


def record_restricted(
    row: AuditedRow, verb: str, by: AuditedActor | None, now: datetime, /
) -> None:
    """Write one record at the end of the bureau's restricted chain; arguments as ``record``.

    It holds no data: number, verb, who and when are all that is ever known of it.
    """
    append(
        bureau_id=restricted_chain(row.bureau_id),
        actor=by.audit_actor() if by else MACHINE,
        verb=verb,
        subject=row.audit_subject(),
        now=now,
    )
