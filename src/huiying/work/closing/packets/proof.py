"""Compare the published hashes of packets with the record: whoever checks rests on them.

In:   a bureau.    Out:  what differs, each named by its number.
Cost: two queries.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.closing.packets.queries import published_packets


def packet_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the packets whose hash is not the one on record, or is gone."""
    made = AuditRecord.objects.filter(bureau_ref=bureau_id, kind="packet", verb="packet.made")
    recorded = {ref: data["hash"] for ref, data in made.values_list("ref", "data")}
    differing = recorded.items() ^ published_packets(bureau_id).items()
    for number in sorted({number for number, _hash in differing}):
        yield reason("record.packet_differs", ref=number)
