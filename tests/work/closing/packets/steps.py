"""Steps to an evidence packet, and what somebody could do to its file."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta

from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.base.audit.proofs import published_heads
from huiying.jobs.upkeep.packets import PACKETS
from huiying.work.closing.packets.actions.request_packet import About, request_packet
from huiying.work.closing.packets.actions.sign_packet import PACKET_KIND
from huiying.work.closing.packets.models import Profile
from huiying.work.closing.packets.queries import published_packets
from huiying.work.closing.packets.signature import packet_hash
from huiying.work.closing.packets.verify_packet import Findings, check
from tests.work.closing.archive.steps import LATER

NEXT_DAY = LATER + timedelta(days=1)


def requested(cast, about, profile=Profile.OUTSIDE, now=NEXT_DAY):
    return request_packet(
        about=about, profile=profile, recipient="云川区人民法院", officer=cast.shen, now=now
    )


def approved(packet, leader):
    """A leader signs a complete packet as it stands."""
    PACKET_KIND.approve(packet, shown_hash=packet_hash(packet), officer=leader, now=NEXT_DAY)


def made(cast, about, profile=Profile.OUTSIDE):
    """Let the days end, request a packet, let the job make it; return it with its bytes."""
    freeze_day_heads(NEXT_DAY)
    packet = requested(cast, about, profile)
    if packet.signoff is not None:
        approved(packet, cast.leader)
    while PACKETS.turn(NEXT_DAY):
        pass
    packet.refresh_from_db()
    assert packet.data_key, packet.failure
    return packet, b"".join(PACKETS.read(packet))


def of_incident(cast, incident, profile=Profile.OUTSIDE):
    return made(cast, About(incident=incident), profile)


def published(cast):
    """What the portal publishes of the bureau's days."""
    return json.dumps(
        {
            "bureau": cast.bureau.slug,
            "heads": published_heads(cast.bureau.pk),
            "packets": published_packets(cast.bureau.pk),
        }
    )


def verified(data, tmp_path, heads=None):
    """The codes of what the verifier finds in a packet, and its exit code."""
    path = tmp_path / "packet.zip"
    path.write_bytes(data)
    found = Findings()
    check(str(path), heads, found)
    return found.exit_code, found.codes


def run_alone(tmp_path, data, *arguments):
    """Run the program that lies in a packet, without anything of the product."""
    (tmp_path / "packet.zip").write_bytes(data)
    (tmp_path / "verify.py").write_bytes(files_of(data)["verify_packet.py"])
    command = [sys.executable, "-I", "-S", "verify.py", "packet.zip", *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )


def files_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zip_with(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in files.items():
            package.writestr(name, data)
    return stream.getvalue()


def relisted(files):
    """The files with a list that fits them: what somebody makes who knows how."""
    manifest = json.loads(files["manifest.json"])
    for row in manifest["files"]:
        data = files.get(row["path"], b"")
        row |= {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest["files"] = [row for row in manifest["files"] if row["path"] in files]
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def entries_of(files):
    return [json.loads(line) for line in files["entries.jsonl"].decode().splitlines()]


def with_entries(files, entries):
    lines = "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in entries)
    return relisted({**files, "entries.jsonl": lines.encode()})
