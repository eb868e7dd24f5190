"""Compare snapshots of pages with the record: each says what was taken.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: four queries, and the hash of each text.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.db.job_rows import JobState
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.posts.models import Post
from huiying.work.collection.snapshots.actions.finish_snapshot import TAKEN
from huiying.work.collection.snapshots.models import PageSnapshot
from huiying.work.collection.snapshots.page_text import text_hash


def snapshot_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the snapshots that are not as the record says, or are gone before their post."""
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="snapshot", verb=TAKEN)
    recorded = {
        ref: (data["page"], data["text"], data["changed"])
        for ref, data in rows.values_list("ref", "data")
    }
    taken = PageSnapshot.objects.filter(bureau_id=bureau_id, state=JobState.DONE)
    for row in taken.order_by("pk").iterator(chunk_size=200):
        with reading(row):
            stands = (row.page_sha256, text_hash(row.title, row.text), row.changed)
            if recorded.pop(str(row.pk), None) != stands:
                yield reason("record.snapshot_differs", ref=str(row.pk))
    posts = {ref: data["post"] for ref, data in rows.values_list("ref", "data")}
    wanted = [posts[ref] for ref in recorded]
    there = set(Post.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    for ref in sorted(recorded, key=int):
        if posts[ref] in there:
            yield reason("record.snapshot_differs", ref=ref)
