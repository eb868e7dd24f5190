"""Compare the deletions of posts with the record of them.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: three queries for all of them.

What was signed is bound by the record of the last signature, what went by that of the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.closing.retention.content import KIND, deletion_hash
from huiying.work.closing.retention.models import DeletionState, PostDeletion

D = DeletionState
PLANNED, DELETED, ENDED = "posts.deletion_planned", "posts.deleted", "posts.deletion_ended"
STATES = {
    PLANNED: (D.PLANNED,),
    "posts.deletion_signed": (D.PLANNED, D.RUNNING),
    "posts.deletion_returned": (D.RETURNED,),
    "posts.deletion_stopped": (D.STOPPED,),
    "posts.deletion_resumed": (D.RUNNING,),
    ENDED: (D.ENDED,),
    DELETED: (D.DONE,),
}
"""What a deletion may be after an act."""
UNSIGNED = (D.PLANNED, D.RETURNED)


def deletion_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the deletions that are not as they were planned, signed and run."""
    records = AuditRecord.objects.filter(bureau_ref=bureau_id)
    planned: dict[str, str] = {}
    last: dict[str, AuditRecord] = {}
    of_kind = records.filter(kind="post_deletion", verb__in=STATES).order_by("seq")
    for row in of_kind.iterator():
        with reading(row):
            last[row.ref] = row
            if row.verb == PLANNED:
                planned[row.ref] = row.data.get("hash", "")
    approved = records.filter(
        kind="signoff", verb="signoff.approved", ref__startswith=f"{KIND}:"
    )
    signed = {
        (ref.removeprefix(f"{KIND}:"), data["hash"])
        for ref, data in approved.values_list("ref", "data")
    }
    there = set()
    for one in PostDeletion.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(one):
            there.add(one.number)
            digest = deletion_hash(one)
            if one.number not in planned:
                yield reason("record.deletion_not_recorded", ref=one.number)
            elif planned[one.number] not in ("", digest) or not _is_same(one, last[one.number]):
                yield reason("record.deletion_differs", ref=one.number)
            elif one.state not in UNSIGNED and (one.number, digest) not in signed:
                yield reason("record.deletion_not_signed", ref=one.number)
    for ref in sorted(planned.keys() - there):
        yield reason("record.deletion_missing", ref=ref)


def _is_same(row: PostDeletion, last: AuditRecord) -> bool:
    if row.state not in STATES[last.verb]:
        return False
    if last.verb not in (DELETED, ENDED):
        return True
    went = (row.deleted, row.digest, row.by_month)
    return went == (last.data["deleted"], last.data["hash"], last.data["by_month"])
