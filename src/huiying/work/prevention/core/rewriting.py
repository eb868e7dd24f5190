"""Change what another person signs: a request that waits is void, what is signed stays.

In:   a row that is written, then waits, then is signed; new values.
Out:  the row as it is now; whether a request is void.
Cost: one conditional UPDATE; one more if a request is void.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason

NO_CHANGES: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Writing:
    """The states of a row, and the sentences when it cannot be changed."""

    writing: str
    waiting: str
    signed: str
    refused: str
    stale: str


def rewrite(
    row: Any,
    how: Writing,
    *,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    changes: Mapping[str, object] = NO_CHANGES,
) -> bool:
    """Store new values and who wrote them; True if a request to sign was voided by it.

    Args:
        row: Has ``state``, ``writers``, ``revision`` and ``signoff``.

    Raises:
        PermissionDenied: If the officer may not write.
        Refused: If the row is signed.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    expected = row.revision if revision is None else revision
    row.refresh_from_db()
    if row.state == how.signed:
        raise Refused(how.refused)
    writers = row.writers if officer.pk in row.writers else [*row.writers, officer.pk]
    waited: bool = row.state == how.waiting
    if not claim_row(row, expected, {**changes, "state": how.writing, "writers": writers}):
        raise Stale(how.stale)
    if waited and row.signoff is not None:
        void(request=row.signoff, reason=Reason("clocks.sent_again"), now=now)
    return waited
