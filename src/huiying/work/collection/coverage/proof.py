"""Compare with the record which kinds of channel need not be watched.

In:   a bureau.    Out:  what differs, each named by its kind.
Cost: two queries.

One statement below the application would make a gap look as if two leaders had agreed to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.collection.coverage.models import CoverageNote, Standing

EXEMPTED = "coverage.exempted"
REPLACED = ("coverage.noted", "coverage.note_ended")


def exemption_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the kinds that count as not needed otherwise than the record says."""
    recorded: dict[str, str] = {}  # kind → who signed
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="coverage", verb__in=(EXEMPTED, *REPLACED)
    )
    for verb, kind, actor in rows.order_by("seq").values_list("verb", "ref", "actor"):
        if verb == EXEMPTED:
            recorded[kind] = actor
        else:
            recorded.pop(kind, None)
    notes = CoverageNote.objects.filter(
        bureau_id=bureau_id,
        standing=Standing.NOT_NEEDED,
        signed_at__isnull=False,
        ended_at__isnull=True,
    )
    counted = {note.kind: _actor(note) for note in notes.select_related("signed_by")}
    for kind in sorted({kind for kind, _who in recorded.items() ^ counted.items()}):
        yield reason("record.exemption_differs", ref=kind)


def _actor(note: CoverageNote) -> str:
    return note.signed_by.audit_actor().ref if note.signed_by is not None else ""
