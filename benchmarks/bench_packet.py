"""How long an evidence packet of an incident with 50,000 posts takes to make, and to verify.

In:   nothing.    Out:  for each profile seconds, size and memory of a process of its own.
Cost: about two minutes to fill.

The record has 200,000 entries over twenty days, 2,000 of them on the timeline of the incident.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bench_pages import vendor
from benchmarks.child import run_child
from benchmarks.fill import BATCH, Size, fill_posts, settle
from benchmarks.installation import installation, open_incidents, people
from benchmarks.machine import machine
from benchmarks.take_file import OwnMemory

if TYPE_CHECKING:
    from benchmarks.installation import People
    from huiying.work.closing.packets.models import Packet, Profile
    from huiying.work.incidents.core.models import Incident

POSTS = 50_000
RECORDS = 200_000
EVERY = 100  # of the records: one on the timeline of the incident
DAYS = 20
PROMISED = "made <= 20 s, <= 300 MB; verified <= 10 s"


def measure(data: str = "", database: str = "") -> dict[str, Any]:
    """Fill a bureau; make and verify a packet of each profile in new processes."""
    with installation(data, database) as folder:
        from huiying.jobs import clock

        now, filled = clock.now(), folder / "filled"
        if not filled.exists():
            who = people(now)
            (incident,) = open_incidents(who, 1, now)
            _records(who, incident, now)
            fill_posts(who, Size(POSTS, 1, 0, big=POSTS), now)
            settle()
            filled.touch()
        return {
            "machine": machine(),
            "database": vendor(),
            "posts": POSTS,
            "records": RECORDS,
            "roots": run_child("benchmarks.bench_packet", "roots"),
            "packets": [
                {"name": profile, **run_child("benchmarks.bench_packet", profile)}
                for profile in ("outside", "complete")
            ],
            "promised": PROMISED,
        }


def _records(who: People, incident: Incident, now: datetime) -> None:
    from django.db import transaction

    from huiying.base.audit.actions.append import Act, append_many
    from huiying.base.audit.subjects import Actor, Subject

    officer = Actor("officer:1", "测速值班员")
    mine = Subject("incident", incident.number, incident.title, incident.audit_topic)
    for start in range(0, RECORDS, BATCH):
        acts = [
            Act("incident.graded", mine, {"grade": 2, "reason": "多人反映"})
            if number % EVERY == 0
            else Act("posts.accepted", Subject("source", str(number), "测速来源"))
            for number in range(start, start + BATCH)
        ]
        at = now - timedelta(days=DAYS * (1 - start / RECORDS) + 1)
        with transaction.atomic():
            append_many(bureau_id=who.bureau.pk, actor=officer, acts=acts, now=at)


def main() -> int:
    """Do one part in this process, and print what it cost."""
    from huiying.config.commands._django import ready

    ready(migrated=False)
    part = _roots if sys.argv[1] == "roots" else _packet
    sys.stdout.write(json.dumps(part(sys.argv[1])) + "\n")
    return 0


def _roots(_name: str) -> dict[str, Any]:
    from huiying.base.accounts.core.models import Bureau
    from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
    from huiying.base.audit.verdict import judge
    from huiying.jobs import clock

    begun = time.process_time()
    freeze_day_heads(clock.now())
    frozen = time.process_time()
    verdict = judge(bureau_id=Bureau.objects.get().pk)
    checked = time.process_time()
    return {
        "frozen_processor_s": round(frozen - begun, 2),
        "checked_processor_s": round(checked - frozen, 2),
        "holds": verdict.holds,
    }


def _signed_request(profile: Profile) -> Packet:
    from huiying.base.accounts.core.models import Officer
    from huiying.jobs import clock
    from huiying.work.closing.packets.actions.request_packet import About, request_packet
    from huiying.work.closing.packets.actions.sign_packet import PACKET_KIND
    from huiying.work.closing.packets.signature import packet_hash
    from huiying.work.incidents.core.models import Incident

    incident, now = Incident.objects.get(), clock.now()
    row = request_packet(
        about=About(incident=incident),
        profile=profile,
        recipient="测速法院",
        officer=Officer.objects.filter(bureau_id=incident.bureau_id)[0],
        now=now,
    )
    if row.signoff is not None:
        leader = Officer.objects.get(username="leader")
        PACKET_KIND.approve(row, shown_hash=packet_hash(row), officer=leader, now=now)
    return row


def _packet(profile: str) -> dict[str, Any]:
    from huiying.base.audit.proofs import published_heads
    from huiying.jobs import clock
    from huiying.jobs.upkeep.packets import PACKETS
    from huiying.work.closing.packets import verify_packet
    from huiying.work.closing.packets.models import Profile
    from huiying.work.closing.packets.queries import published_packets

    row = _signed_request(Profile(profile))
    memory = OwnMemory()
    begun, worked = time.perf_counter(), time.process_time()
    while PACKETS.turn(clock.now()):
        pass
    made, worked = time.perf_counter() - begun, time.process_time() - worked
    held = memory.stop() >> 20
    row.refresh_from_db()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "packet.zip"
        path.write_bytes(b"".join(PACKETS.read(row)))
        found = verify_packet.Findings()
        begun = time.perf_counter()
        heads, packets = published_heads(row.bureau_id), published_packets(row.bureau_id)
        published = json.dumps({"heads": heads, "packets": packets})
        verify_packet.check(str(path), published, found)
        verified = time.perf_counter() - begun
    return {
        "made_s": round(made, 2),
        "processor_s": round(worked, 2),
        "memory_mb": held,
        "megabytes": round(row.size / 1e6, 1),
        "verified_s": round(verified, 2),
        "exit_code": found.exit_code,
    }


if __name__ == "__main__":
    sys.exit(main())
