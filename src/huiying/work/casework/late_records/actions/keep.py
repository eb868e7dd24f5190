"""补登: keep what somebody says was done earlier, for another person to confirm.

In:   of what, when it is said to have been, who took it.    Out:  a record that waits.
Cost: three writes.

Until it is confirmed the moment of the recording counts: one person alone makes no late clock
met in time.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.policy.core.hashing import hash_of_content
from huiying.work.casework.late_records.actions.confirm import KIND, late_record_content
from huiying.work.casework.late_records.models import LateRecord
from huiying.work.incidents.core.models import Incident


@transaction.atomic
def keep_late_record(
    *,
    kind: str,
    ref: str,
    label: str,
    topic: str,
    incident: Incident | None,
    who: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> LateRecord:
    """Keep a moment that another person must confirm.

    Args:
        kind, ref, label, topic: Of what, as ``LateRecord`` says.
        who: The post that answered or took the paper; no person's name is kept.
        at: Before ``now``; the caller has checked that it can be.
    """
    row = LateRecord(
        bureau_id=officer.bureau_id,
        kind=kind,
        ref=ref,
        label=label[:200],
        topic=topic,
        incident=incident,
        claimed_at=at,
        recorded_at=now,
        recorded_by=officer,
        who=masked_text(who.strip())[:80],
    )
    digest = hash_of_content(late_record_content(row))
    row.signoff = request_approval(
        bureau_id=officer.bureau_id,
        kind=KIND,
        about_ref=f"{kind}:{ref}"[:40],
        label=house_text("补登送达时间：%(label)s") % {"label": label},
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    row.save()
    data = {"at": at.isoformat(), "of": f"{kind}:{ref}", "post": row.who, "hash": digest}
    record(row, "late_record.kept", officer, now, **data)
    return row
