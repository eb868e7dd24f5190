"""核签补登: another person confirms when a delivery by hand was, or returns the record.

In:   a late record that waits, the hash that he saw.
Out:  clocks that were met at the claimed moment; or the moment of the recording stays.
Cost: some writes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.late_records.effects import EFFECTS
from huiying.work.casework.late_records.models import LateRecord

KIND: Final = "late_record"
CONFIRMS: Final = (Capability.RECORD_DELIVERY, Capability.APPROVE)
"""Who confirms: the duty desk, the office, a leader."""


@transaction.atomic
def decide_late_record(
    row: LateRecord,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Confirm the claimed moment, or return it with a reason.

    Raises:
        PermissionDenied: If the officer records no deliveries and leads nothing.
        Refused: If he recorded it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or is not what he saw.
    """
    require(officer, *CONFIRMS)
    done = LATE_RECORD_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        EFFECTS[row.kind](row, now)
    verb = "late_record.confirmed" if approve else "late_record.returned"
    data = {"at": row.claimed_at.isoformat(), "hash": done.content_hash}
    record(row, verb, officer, now, reason=done.reason, **data)


def late_record_content(row: LateRecord) -> dict[str, Any]:
    """Return what is confirmed, in its canonical shape."""
    return {
        "schema": 1,
        "kind": row.kind,
        "ref": row.ref,
        "claimed_at": row.claimed_at.astimezone(UTC).isoformat(),
        "recorded_at": row.recorded_at.astimezone(UTC).isoformat(),
        "recorded_by": row.recorded_by_id,
        "who": row.who,
    }


def late_record_hash(row: LateRecord) -> str:
    """Return the hash of what is confirmed."""
    return hash_of_content(late_record_content(row))


def _may_confirm(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return any(may(officer, one) for one in CONFIRMS)


LATE_RECORD_KIND = SignoffKind[LateRecord](
    name=KIND,
    content_hash=late_record_hash,
    approve=partial(decide_late_record, approve=True, reason=""),
    send_back=partial(decide_late_record, approve=False),
    changed=gettext_lazy("补登内容与打开时不一致，本次决定未生效。请刷新后查看。"),
    may_decide=_may_confirm,
)
