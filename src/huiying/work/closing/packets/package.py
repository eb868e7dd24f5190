"""Write an evidence packet: proven records, heads, pages to read, the program that checks.

In:   a packet, a stream to write to.    Out:  the ZIP; how many attached files cannot be read.
Cost: memory of one attached file (at most 20 MB) and of the records of one day; a pass over the
      rows of the matter. docs/evidence.md has measured times.

A packet is in Chinese, whoever asks for it. ``manifest.json`` stands last and holds the SHA-256
of every other file.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import IO, Any, cast

from django.db.models import QuerySet
from django.utils.translation import override

from huiying.base.audit.house_text import HOUSE_LANGUAGE
from huiying.base.audit.models import AuditRecord, HeadTimestamp
from huiying.base.audit.proofs import (
    ProvableChain,
    head_data,
    provable_chain,
    proven_records,
    proven_topics,
)
from huiying.policy.core.hashing import canonical_json
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.dossiers.matter import Matter, matter_about
from huiying.work.closing.dossiers.package import ByteTarget, write_matter
from huiying.work.closing.dossiers.response_sections import is_as_published, release_files
from huiying.work.closing.dossiers.section import as_text
from huiying.work.closing.dossiers.withheld import Withheld, withheld_of
from huiying.work.closing.dossiers.writer import (
    PackageWriter,
    Part,
    Progress,
    entry_data,
    page_head,
)
from huiying.work.closing.packets import verify_packet
from huiying.work.closing.packets.disclosure import shown_parts
from huiying.work.closing.packets.models import Packet, Profile
from huiying.work.closing.packets.sections import (
    course_section,
    delivery_section,
    period_section,
)
from huiying.work.incidents.core.models import Incident

SCHEMA = 1
VERIFIER = Path(verify_packet.__file__)
VERIFIER_DIGEST = "7c593d4c6496cf9e3a8beaef1e5ebaad187b5fb29be6c36e85d75d18d9145872"
"""SHA-256 of the program as it is; a change of it moves the old one to the list below."""
OUTDATED_VERIFIERS = (
    "f98459c5856845e3cd3567b6ea8c58fc46d14a30691127d139c8e411a36684a3",
    "c591422688877b5b36ed8bed1cbf8d54b3f29c21acf1f28580792e64c1b4a5ad",
    "e0f680102b34334edd2146f1aae78e4c511942a46dfd188efc795063092ab436",
)
"""SHA-256 of programs that lay in earlier packets, the newest first: they miss forgeries."""


def write_packet(
    packet: Packet, target: ByteTarget, *, made_at: datetime, progress: Progress
) -> int:
    """Write the ZIP of a packet; return how many attached files cannot be read."""
    stream = cast("IO[bytes]", target)
    with override(HOUSE_LANGUAGE), zipfile.ZipFile(stream, "w") as package:
        contents = _contents_of(packet)
        files = PackageWriter(package, contents.withheld.clean, progress)
        missing = _write_documents(files, contents)
        _write_proofs(files, contents)
        _write_manifest(files, contents, made_at)
    return missing


@dataclass(frozen=True, slots=True)
class _Contents:
    """What goes into a packet, read once."""

    packet: Packet
    matter: Matter | None  # None: of a period
    rows: QuerySet[AuditRecord]
    withheld: Withheld

    @property
    def topics(self) -> list[str]:
        """The timelines that must be whole in it; of a period none."""
        return [one.audit_topic for one in self.matter.incidents] if self.matter else []


def _contents_of(packet: Packet) -> _Contents:
    records = AuditRecord.objects.filter(bureau_ref=packet.bureau_id).order_by("seq")
    heads = provable_chain(packet.bureau_id).heads
    records = records.filter(seq__lte=heads[-1].seq if heads else 0)  # the later are not proven
    if packet.incident is None:
        incidents = Incident.objects.filter(bureau_id=packet.bureau_id)
        withheld = withheld_of(list(incidents.values_list("pk", flat=True)))
        return _Contents(packet, None, _of_period(packet, records), withheld)
    matter = matter_about(packet.incident)
    topics = [one.audit_topic for one in matter.incidents]
    return _Contents(packet, matter, records.filter(topic__in=topics), matter.withheld)


def _of_period(packet: Packet, records: QuerySet[AuditRecord]) -> QuerySet[AuditRecord]:
    """Return the records under the heads of some days: a clock that was set back moves none."""
    first, last = 0, 0
    for head in provable_chain(packet.bureau_id).heads:
        if packet.first_day is not None and head.day < packet.first_day:
            first = head.seq
        if packet.last_day is not None and head.day <= packet.last_day:
            last = head.seq
    return records.filter(seq__gt=first, seq__lte=last)


def _write_documents(files: PackageWriter, contents: _Contents) -> int:
    packet, matter = contents.packet, contents.matter
    files.put(Part("index.html", "说明", ""), _index(contents))
    course = course_section(packet, contents.rows)
    files.section("course", course)
    if matter is None:
        return 0
    files.section("periods", period_section(packet, matter))
    files.section("deliveries", delivery_section(packet, matter))
    if packet.profile == Profile.COMPLETE and packet.notice is None:
        return write_matter(files, matter)
    if packet.notice is None:
        _write_releases(files, matter)
    return 0


def _write_releases(files: PackageWriter, matter: Matter) -> None:
    """Write what was published and is as it was."""
    for release, content in release_files(matter):
        if is_as_published(release):
            name = f"releases/{release.version_number.replace('/', '-')}.json"
            part = Part(name, "公开版本", f"Release {release.version_number}")
            files.put(part, iter([content.encode()]))


def _write_proofs(files: PackageWriter, contents: _Contents) -> None:
    chain = provable_chain(contents.packet.bureau_id)
    heads = [head_data(head, chain.roots.get(head.number)) for head in chain.heads]
    shown = shown_parts(contents.packet, contents.withheld)
    entries = proven_records(chain, contents.rows.iterator(chunk_size=500), shown)
    files.put(
        Part(verify_packet.ENTRIES, "审计记录及其证明", "AuditRecord"),
        (f"{canonical_json(entry)}\n".encode() for entry in entries),
    )
    files.put(
        Part(verify_packet.TOPICS, "各事项的记录条数及其证明", "AuditRecord"),
        iter([_json(proven_topics(chain, contents.topics))]),
    )
    files.put(
        Part(verify_packet.HEADS, "每日校验值", "DayHead, DayRoot"),
        iter([_json({"heads": heads})]),
    )
    for stamp in _timestamps(chain):
        part = Part(f"timestamps/{stamp.number}.tsr", "时间戳（RFC 3161）", "HeadTimestamp")
        files.put(part, iter([bytes(stamp.token)]))
    files.put(Part(VERIFIER.name, "核对程序", ""), iter([VERIFIER.read_bytes()]))


def _timestamps(chain: ProvableChain) -> QuerySet[HeadTimestamp]:
    """Return the newest timestamp of a head of the bureau, if an authority signed one."""
    numbers = [head.number for head in chain.heads]
    return HeadTimestamp.objects.filter(number__in=numbers).order_by("-number")[:1]


def _write_manifest(files: PackageWriter, contents: _Contents, made_at: datetime) -> None:
    packet = contents.packet
    manifest = {
        "schema": SCHEMA,
        "packet": packet.number,
        "profile": packet.profile,
        "recipient": packet.recipient,
        "made_at": made_at.astimezone(LOCAL).isoformat(),
        "bureau": {
            "slug": packet.bureau.slug,
            "name": packet.bureau.name,
            "number": packet.bureau_id,
        },
        "about": _about(contents),
        "files": [entry_data(one) for one in files.entries],
    }
    files.write(Part(verify_packet.MANIFEST, "", ""), iter([_json(manifest)]))


def _about(contents: _Contents) -> dict[str, Any]:
    packet = contents.packet
    if packet.incident is None:
        return {
            "kind": "period",
            "first": str(packet.first_day),
            "last": str(packet.last_day),
        }
    kind = "notice" if packet.notice else "incident"
    return {"kind": kind, "ref": packet.about, "topics": contents.topics}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _index(contents: _Contents) -> Iterator[bytes]:
    """Yield the page that says what a packet is and how it is checked."""
    packet = contents.packet
    profile = Profile(packet.profile).label
    yield page_head(f"证据包 {packet.number}").encode()
    lines = (
        f"出具单位：{packet.bureau.name}",
        f"内容：{packet.about}，{profile}",
        f"交付对象：{packet.recipient}",
        f"申请时间：{as_text(packet.requested_at)}",
    )
    yield "".join(f"<p>{escape(line)}</p>\n" for line in lines).encode()
    yield (
        "<h2>怎样核对</h2>\n<ol>\n"
        "<li>从出具单位的公开网站“每日记录指纹”页下载 heads.json；该页也提供核对程序，"
        "请以网站上的程序为准。</li>\n"
        "<li>在任何装有 Python 3.8 以上的电脑上运行："
        f"<code>python3 {VERIFIER.name} {packet.number}.zip --heads heads.json</code></li>\n"
        "<li>改动一个字节、缺少文件、少一条记录或重写记录，程序都会指出。</li>\n</ol>\n"
        "<h2>文件</h2>\n<ul>\n"
        '<li><a href="course.html">办理过程</a>：'
        "每条记录一行，编号与 entries.jsonl 相同。</li>\n"
    ).encode()
    if contents.matter is not None:
        yield (
            '<li><a href="periods.html">时限执行情况</a></li>\n'
            '<li><a href="deliveries.html">通报送达</a>：每一步在第几分钟，是否算送达。</li>\n'
        ).encode()
    yield (
        "<li>entries.jsonl、topics.json、heads.json：供核对程序使用。不公开的部分只列校验值，"
        "不能还原，也不能猜出。</li>\n</ul>\n"
        "<p>核对程序不能知道的：未曾记录的事，以及校验值未写入记录的文件在生成证据包之前的样子。"
        "</p>\n</body></html>\n"
    ).encode()
