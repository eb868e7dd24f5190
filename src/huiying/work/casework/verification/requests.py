"""What all acts of verification share: the subject, the claim of the row, the record.

In:   a docket, an act's moment and actor.    Out:  subjects, conditional updates, records.
Cost: one conditional UPDATE; one audit record for each incident that the docket serves.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from huiying.base.audit.record import AuditedActor, record
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.models import Clock
from huiying.base.db.claims import RowClaim
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.core.hashing import hash_of_text
from huiying.policy.time.deadlines import CLAIM_CHECK
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.verification.models import Docket, DocketState

CLOCK_NAME = "说法核实"
_MARKS = re.compile(r"[\W_]+")


def claim_key(claim: str) -> str:
    """Return what is the same for the same words, whatever their marks, spaces and case."""
    return hash_of_text(_MARKS.sub("", claim.casefold()))


claim_request = RowClaim(
    DocketState,
    gettext_noop("该核实单当前状态为“%(state)s”，不能办理此操作。"),
    gettext_noop("核实单已被他人办理，本次操作未执行。请核对最新内容后重新提交。"),
)


def start_claim_clock(docket: Docket, now: datetime) -> Clock:
    """Start the time that the unit has to find out, in the unit's hands."""
    book = book_of(docket.bureau_id, now)
    return start_clock(
        bureau_id=docket.bureau_id,
        kind="claim",
        name=CLOCK_NAME,
        rule=book.deadline(CLAIM_CHECK),
        rule_version=str(book.version),
        starts_at=now,
        calendar=calendar_of(docket.bureau_id),
        subject=clock_subject(docket.origin_incident),
        holder=Holder(docket.unit.name, unit=docket.unit),
        now=now,
    )


def record_verification(
    docket: Docket, verb: str, by: AuditedActor, now: datetime, /, **data: Any
) -> None:
    """Write one record with the unit that was asked."""
    record(docket, verb, by, now, unit=docket.unit.name, **data)
