"""Compare watch topics with the record: which are watched for what, and since when reviewed.

In:   a bureau.    Out:  what differs, each named by its topic.
Cost: two queries.

A topic that was ended, put off or given other words below the application would watch for
something that nobody decided, or for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.topics.models import WatchTopic

ADDED, REVIEWED, ENDED = "topic.added", "topic.reviewed", "topic.ended"


def topic_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the topics that are not as the record says."""
    recorded: dict[str, tuple[str, datetime]] = {}  # key → expression, last review
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="topic", verb__in=(ADDED, REVIEWED, ENDED)
    )
    for verb, ref, at, data in rows.order_by("seq").values_list("verb", "ref", "at", "data"):
        with reading(AuditRecord, ref):
            if verb == ADDED:
                recorded[ref] = data["expression"], at
            elif verb == ENDED:
                recorded.pop(ref, None)
            elif ref in recorded:
                recorded[ref] = recorded[ref][0], at
    running = WatchTopic.objects.filter(bureau_id=bureau_id, ended_at__isnull=True)
    watched = {
        str(key): (expression, reviewed_at)
        for key, expression, reviewed_at in running.values_list(
            "pk", "expression", "reviewed_at"
        )
    }
    differing = {ref for ref, _state in recorded.items() ^ watched.items()}
    names = dict(WatchTopic.objects.filter(bureau_id=bureau_id).values_list("pk", "name"))
    for ref in sorted(differing, key=int):
        yield reason("record.topic_differs", ref=names.get(int(ref), ref))
