"""Make the evidence packets that wait, as ``packages.py`` does; drop those that are over.

In:   packets in the database.    Out:  encrypted files in ``DATA_DIR/packets``, progress.
Cost: that of ``packages.py``; docs/evidence.md has measured times.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from huiying.base.files.sealed_stream import SealedWriter
from huiying.jobs.upkeep.packages import PackageJob
from huiying.work.closing.dossiers.attachments import attachments_of
from huiying.work.closing.dossiers.matter import matter_about
from huiying.work.closing.packets.actions.make import drop_packet, fail_packet, finish_packet
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.packets.package import write_packet
from huiying.work.closing.packets.queries import (
    is_overtaken,
    next_packet,
    packets_made_before,
    running_packets,
    standing_packets,
)
from huiying.work.closing.packets.signature import is_as_signed


def _needed(packet: Packet) -> int:
    if packet.incident is None or packet.profile != Profile.COMPLETE:
        return 0
    return sum(one.file.size for one in attachments_of(matter_about(packet.incident)))


def _write(
    packet: Packet,
    target: SealedWriter,
    now: datetime,
    progress: Callable[[int, int], None],
) -> int:
    if not is_as_signed(packet):
        message = "it holds other incidents than the leader signed"
        raise ValueError(message)
    return write_packet(packet, target, made_at=now, progress=progress)


def _over(moment: datetime) -> Iterator[Packet]:
    yield from packets_made_before(moment)
    yield from (packet for packet in standing_packets() if is_overtaken(packet))


PACKETS = PackageJob(
    folder="packets",
    waiting=next_packet,
    running=running_packets,
    over=_over,
    needed=_needed,
    write=_write,
    finish=finish_packet,
    fail=fail_packet,
    drop=drop_packet,
)
