"""Write a dossier: a ZIP of every part, of the attached files, and of their index with hashes.

In:   a filing, a stream to write to.    Out:  the ZIP; how many attached files cannot be read.
Cost: memory of one attached file (at most 20 MB) and 500 posts; a pass over every row.

Each part is an HTML page that needs nothing else; posts and the record are also CSV. The index
stands last in the ZIP: it holds the SHA-256 of every other file. A dossier is in Chinese,
whoever asks for it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import IO, Any, Protocol, cast

from django.utils.translation import override

from huiying.base.audit.house_text import HOUSE_LANGUAGE
from huiying.base.files.queries import FileState, open_file
from huiying.policy.closing.archive import ArchivePeriod
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.attachments import Attachment, attachments_of
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

SCHEMA = 1
STATES = {
    FileState.ERASED: "已依法销毁，仅存编号和校验值",
    FileState.MISSING: "文件缺失或损坏，未列入",
    FileState.LOCKED: "密钥不符，未列入",
}
STYLE = (
    "body{font-family:serif;margin:2em;max-width:80em}table{border-collapse:collapse}"
    "th,td{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top;"
    "white-space:pre-wrap;overflow-wrap:anywhere}td.h{font-family:monospace;font-size:80%}"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a dossier, as the index names it; path "" = it is not in the ZIP."""

    path: str
    what: str
    origin: str
    size: int
    sha256: str
    rows: int | None = None
    note: str = ""


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


Progress = Callable[[int, int], None]
Paper = Callable[[Matter, list[Section]], bytes | None]


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
        return _Writer(package, matter_of(filing), progress).write(made_at, paper)


class _Writer:
    """Writes the files of one dossier and keeps their index."""

    def __init__(self, package: zipfile.ZipFile, matter: Matter, progress: Progress) -> None:
        self.package, self.matter, self.progress = package, matter, progress
        self.entries: list[Entry] = []
        self.expected = 0

    def write(self, made_at: datetime, paper: Paper | None) -> Written:
        sections, attached = sections_of(self.matter), attachments_of(self.matter)
        self.expected = len(sections) + len(attached)
        for number, section in enumerate(sections, start=1):
            self._section(f"documents/{number:02d}-{section.code}", section)
        for release, content in release_files(self.matter):
            same = is_as_published(release)
            name = f"releases/{release.version_number.replace('/', '-')}.json"
            self._put(
                Part(name, "公开版本", f"Release {release.version_number}"),
                iter([self.matter.withheld.clean(content).encode()]),
                note="" if same else "已封存，校验值为原文的校验值",
            )
        missing = sum(not self._attachment(one) for one in attached)
        if paper is not None:
            data = paper(self.matter, sections_of(self.matter))
            if data is not None:
                self._put(Part("documents/dossier.pdf", "卷宗 PDF", "以上各件"), iter([data]))
        self._index(made_at)
        return Written(tuple(self.entries), missing)

    def _section(self, name: str, section: Section) -> None:
        part = Part(f"{name}.html", section.title, section.origin)
        counted = _Counted(section.lines, self.matter.withheld.clean)
        self._put(part, _page(section.title, section.headings, counted), rows=counted)
        if section.code in AS_TABLE:
            again = AS_TABLE[section.code](self.matter)
            cleaned = _Counted(again.lines, self.matter.withheld.clean)
            part = Part(f"{name}.csv", f"{section.title}（CSV）", section.origin)
            self._put(part, _csv(again.headings, cleaned), rows=cleaned)

    def _attachment(self, one: Attachment) -> bool:
        """Write an attached file; False if it cannot be read and should."""
        file, opened = one.file, open_file(one.file)
        if opened.state != FileState.WHOLE:
            note = STATES[opened.state]
            what = f"{one.title} {file.number}"
            self.entries.append(Entry("", what, one.origin, file.size, file.sha256, note=note))
            return opened.state == FileState.ERASED
        name = f"files/{file.number}.{file.kind.lower()}"
        part = Part(name, f"{one.title} {file.number}", one.origin, stored=True)
        self._put(part, iter([opened.data]))
        return True

    def _put(
        self,
        part: Part,
        pieces: Iterator[bytes],
        *,
        rows: _Counted | None = None,
        note: str = "",
    ) -> None:
        entry = self._write(part, pieces)
        found = Entry(
            part.path,
            part.what,
            part.origin,
            entry[0],
            entry[1],
            rows.count if rows is not None else None,
            note,
        )
        self.entries.append(found)
        self.progress(len(self.entries), max(self.expected, len(self.entries)))

    def _write(self, part: Part, pieces: Iterator[bytes]) -> tuple[int, str]:
        info = zipfile.ZipInfo(part.path, date_time=(1980, 1, 1, 0, 0, 0))
        stored = zipfile.ZIP_STORED if part.stored else zipfile.ZIP_DEFLATED
        info.compress_type = stored
        size, digest = 0, hashlib.sha256()
        with self.package.open(info, "w", force_zip64=True) as handle:
            for piece in pieces:
                handle.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def _index(self, made_at: datetime) -> None:
        filing = self.matter.filing
        head = {
            "schema": SCHEMA,
            "archive_number": filing.number,
            "period": ArchivePeriod(filing.period).label,
            "incident": filing.incident.number,
            "title": self.matter.withheld.clean(filing.title),
            "made_at": made_at.isoformat(),
        }
        files = [_entry_data(one) for one in self.entries]
        data = json.dumps({**head, "files": files}, ensure_ascii=False, indent=1)
        self._write(Part("index.json", "", ""), iter([data.encode()]))
        page = _index_page(head, made_at, self.entries)
        self._write(Part("index.html", "", ""), page)


@dataclass(frozen=True, slots=True)
class Part:
    """A file that is to be written: where, what it is, from which rows."""

    path: str
    what: str
    origin: str
    stored: bool = False  # as it is: pictures and papers are compressed already


class _Counted:
    """Lines without what is kept back; counted while they are read."""

    def __init__(self, lines: Iterable[list[str]], clean: Callable[[str], str]) -> None:
        self._lines, self._clean, self.count = lines, clean, 0

    def __iter__(self) -> Iterator[list[str]]:
        for line in self._lines:
            self.count += 1
            yield [self._clean(cell) for cell in line]


AS_TABLE: dict[str, Callable[[Matter], Section]] = {
    "posts": post_section,
    "record": record_section,
}
"""The parts that somebody computes with."""


def _entry_data(entry: Entry) -> dict[str, Any]:
    data: dict[str, Any] = {
        "path": entry.path,
        "what": entry.what,
        "origin": entry.origin,
        "size": entry.size,
        "sha256": entry.sha256,
    }
    if entry.rows is not None:
        data["rows"] = entry.rows
    return data | ({"note": entry.note} if entry.note else {})


def _page(title: str, headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterator[bytes]:
    yield _head(title).encode()
    cells = "".join(f"<th>{escape(one)}</th>" for one in headings)
    yield f"<table><thead><tr>{cells}</tr></thead><tbody>\n".encode()
    found = False
    for line in lines:
        found = True
        cells = "".join(f"<td>{escape(one)}</td>" for one in line)
        yield f"<tr>{cells}</tr>\n".encode()
    yield b"</tbody></table>"
    yield (b"" if found else "<p>无记录。</p>".encode()) + b"</body></html>\n"


def _head(title: str) -> str:
    return (
        f'<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"<h1>{escape(title)}</h1>\n"
    )


def _csv(headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for line in _with_head(headings, lines):
        buffer = io.StringIO()
        csv.writer(buffer).writerow([_plain(cell) for cell in line])
        yield buffer.getvalue().encode()


def _with_head(headings: tuple[str, ...], lines: Iterable[list[str]]) -> Iterator[list[str]]:
    yield list(headings)
    yield from lines


def _plain(text: str) -> str:
    """Return a cell that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _index_page(
    head: dict[str, Any], made_at: datetime, entries: list[Entry]
) -> Iterator[bytes]:
    yield _head(f"卷内目录 {head['archive_number']}").encode()
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
