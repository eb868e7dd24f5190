"""Write a dossier: a ZIP of every part, of the attached files, and of their index with hashes.

In:   a filing, a stream to write to.    Out:  the ZIP; how many attached files cannot be read.
Cost: memory of one attached file (at most 20 MB) and 500 posts; a pass over every row.

Each part is an HTML page that needs nothing else; posts and the record are also CSV. The index
stands last in the ZIP: it holds the SHA-256 of every other file. A dossier is in Chinese,
whoever asks for it.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import IO, Any, Protocol, cast

from django.utils.translation import override

from huiying.base.audit.house_text import HOUSE_LANGUAGE
from huiying.policy.closing.archive import ArchivePeriod
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.attachments import attachments_of
from huiying.work.closing.dossiers.bulk_sections import (
    post_section,
    record_section,
    timeline_section,
)
from huiying.work.closing.dossiers.casework_sections import (
    outside_sections,
    procedure_sections,
    verification_sections,
)
from huiying.work.closing.dossiers.incident_sections import matter_sections
from huiying.work.closing.dossiers.instruction_sections import instruction_sections
from huiying.work.closing.dossiers.matter import Matter, matter_of
from huiying.work.closing.dossiers.notice_sections import notice_sections
from huiying.work.closing.dossiers.parts import every_part
from huiying.work.closing.dossiers.response_sections import (
    answer_sections,
    approval_sections,
    closing_sections,
    is_as_published,
    release_files,
)
from huiying.work.closing.dossiers.section import Section, as_text
from huiying.work.closing.dossiers.writer import (
    Entry,
    PackageWriter,
    Part,
    Progress,
    entry_data,
    page_head,
)

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Written:
    """What was written.

    Attributes:
        missing: Attached files that could not be read.
    """

    entries: tuple[Entry, ...]
    missing: int


class ByteTarget(Protocol):
    """What takes bytes in their order; it need not seek."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""


Paper = Callable[[Filing, Matter, list[Section]], bytes | None]


def sections_of(matter: Matter) -> list[Section]:
    """Return the parts of a dossier in the order of its table of contents."""
    return [
        *matter_sections(matter),
        timeline_section(matter),
        *notice_sections(matter),
        *verification_sections(matter),
        *procedure_sections(matter),
        *instruction_sections(matter),
        *approval_sections(matter),
        *answer_sections(matter),
        *outside_sections(matter),
        *(section for part in every_part() for section in part.sections(matter)),
        *closing_sections(matter),
        post_section(matter),
        record_section(matter),
    ]


def write_dossier(
    filing: Filing,
    target: ByteTarget,
    *,
    made_at: datetime,
    progress: Progress,
    paper: Paper | None = None,
) -> Written:
    """Write the ZIP of a filed matter.

    Args:
        progress: Called with the number of files written, and of all.
        paper: Makes one PDF of the parts; None = this installation makes none.
    """
    stream = cast("IO[bytes]", target)
    with override(HOUSE_LANGUAGE), zipfile.ZipFile(stream, "w") as package:
        writer = _DossierWriter(package, matter_of(filing), progress)
        return writer.write(filing, made_at, paper)


class _DossierWriter:
    """Writes the files of one dossier, their index last."""

    def __init__(self, package: zipfile.ZipFile, matter: Matter, progress: Progress) -> None:
        self.files = PackageWriter(package, matter.withheld.clean, progress)
        self.matter = matter

    def write(self, filing: Filing, made_at: datetime, paper: Paper | None) -> Written:
        missing = write_matter(self.files, self.matter)
        if paper is not None:
            data = paper(filing, self.matter, sections_of(self.matter))
            if data is not None:
                part = Part("documents/dossier.pdf", "卷宗 PDF", "以上各件")
                self.files.put(part, iter([data]))
        self._index(filing, made_at)
        return Written(tuple(self.files.entries), missing)

    def _index(self, filing: Filing, made_at: datetime) -> None:
        entries = self.files.entries
        head = {
            "schema": SCHEMA,
            "archive_number": filing.number,
            "period": ArchivePeriod(filing.period).label,
            "incident": filing.incident.number,
            "title": self.matter.withheld.clean(filing.title),
            "made_at": made_at.isoformat(),
        }
        files = [entry_data(one) for one in entries]
        data = json.dumps({**head, "files": files}, ensure_ascii=False, indent=1)
        self.files.write(Part("index.json", "", ""), iter([data.encode()]))
        self.files.write(Part("index.html", "", ""), _index_page(head, made_at, entries))


def write_matter(files: PackageWriter, matter: Matter) -> int:
    """Write every part of a matter and its attached files; return how many cannot be read."""
    sections, attached = sections_of(matter), attachments_of(matter)
    files.expected = len(sections) + len(attached)
    for number, section in enumerate(sections, start=1):
        again = AS_TABLE.get(section.code)
        name = f"documents/{number:02d}-{section.code}"
        files.section(name, section, again(matter) if again else None)
    for release, content in release_files(matter):
        same = is_as_published(release)
        name = f"releases/{release.version_number.replace('/', '-')}.json"
        files.put(
            Part(name, "公开版本", f"Release {release.version_number}"),
            iter([matter.withheld.clean(content).encode()]),
            note="" if same else "已封存，校验值为原文的校验值",
        )
    return sum(not files.attachment(one) for one in attached)


AS_TABLE: dict[str, Callable[[Matter], Section]] = {
    "posts": post_section,
    "record": record_section,
}
"""The parts that somebody computes with."""


def _index_page(
    head: dict[str, Any], made_at: datetime, entries: list[Entry]
) -> Iterator[bytes]:
    yield page_head(f"卷内目录 {head['archive_number']}").encode()
    yield (
        f"<p>{escape(head['title'])}（{escape(head['incident'])}）。"
        f"保管期限：{escape(head['period'])}。生成时间：{as_text(made_at)}。</p>\n"
        "<p>各文件的SHA-256校验值如下，与index.json一致。</p>\n"
    ).encode()
    names = ("顺序号", "文件", "内容", "来源", "行数", "字节", "SHA-256", "备注")
    cells = "".join(f"<th>{one}</th>" for one in names)
    yield f"<table><thead><tr>{cells}</tr></thead><tbody>\n".encode()
    for number, one in enumerate(entries, start=1):
        link = f'<a href="{escape(one.path)}">{escape(one.path)}</a>' if one.path else "—"
        rows = "" if one.rows is None else str(one.rows)
        yield (
            f"<tr><td>{number}</td><td>{link}</td><td>{escape(one.what)}</td>"
            f"<td>{escape(one.origin)}</td><td>{rows}</td><td>{one.size}</td>"
            f'<td class="h">{one.sha256}</td><td>{escape(one.note)}</td></tr>\n'
        ).encode()
    yield b"</tbody></table></body></html>\n"
