"""Write the files of a package (a ZIP) one by one, each with its SHA-256.

In:   an open ZIP, sections, attached files, bytes.    Out:  its files, entries for an index.
Cost: memory of one attached file (at most 20 MB); linear in what is written.

A section becomes an HTML page that needs nothing else; a CSV where somebody computes with it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from huiying.base.files.queries import FileState, open_file
from huiying.work.closing.dossiers.attachments import Attachment
from huiying.work.closing.dossiers.section import Section

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


Progress = Callable[[int, int], None]


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


class PackageWriter:
    """Writes the files of one package and keeps their entries."""

    def __init__(
        self, package: zipfile.ZipFile, clean: Callable[[str], str], progress: Progress
    ) -> None:
        """Begin.

        Args:
            clean: Takes what is kept back out of each cell of a section.
            progress: Called with the number of files written, and of all.
        """
        self._package, self._clean, self._progress = package, clean, progress
        self.entries: list[Entry] = []
        self.expected = 0

    def section(self, name: str, section: Section, again: Section | None = None) -> None:
        """Write a section as a page.

        Args:
            again: The same one, to be read for a CSV.
        """
        part = Part(f"{name}.html", section.title, section.origin)
        counted = _Counted(section.lines, self._clean)
        self.put(part, _page(section.title, section.headings, counted), rows=counted)
        if again is not None:
            cleaned = _Counted(again.lines, self._clean)
            part = Part(f"{name}.csv", f"{section.title}（CSV）", section.origin)
            self.put(part, _csv(again.headings, cleaned), rows=cleaned)

    def attachment(self, one: Attachment) -> bool:
        """Write an attached file; False if it cannot be read and should."""
        file, opened = one.file, open_file(one.file)
        if opened.state != FileState.WHOLE:
            note = STATES[opened.state]
            what = f"{one.title} {file.number}"
            self.entries.append(Entry("", what, one.origin, file.size, file.sha256, note=note))
            return opened.state == FileState.ERASED
        name = f"files/{file.number}.{file.kind.lower()}"
        part = Part(name, f"{one.title} {file.number}", one.origin, stored=True)
        self.put(part, iter([opened.data]))
        return True

    def put(
        self,
        part: Part,
        pieces: Iterator[bytes],
        *,
        rows: _Counted | None = None,
        note: str = "",
    ) -> None:
        """Write a file and note it for the index."""
        entry = self.write(part, pieces)
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
        self._progress(len(self.entries), max(self.expected, len(self.entries)))

    def write(self, part: Part, pieces: Iterator[bytes]) -> tuple[int, str]:
        """Write a file; return its size in bytes and its SHA-256."""
        info = zipfile.ZipInfo(part.path, date_time=(1980, 1, 1, 0, 0, 0))
        stored = zipfile.ZIP_STORED if part.stored else zipfile.ZIP_DEFLATED
        info.compress_type = stored
        size, digest = 0, hashlib.sha256()
        with self._package.open(info, "w", force_zip64=True) as handle:
            for piece in pieces:
                handle.write(piece)
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()


def entry_data(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON data."""
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
    yield page_head(title).encode()
    cells = "".join(f"<th>{escape(one)}</th>" for one in headings)
    yield f"<table><thead><tr>{cells}</tr></thead><tbody>\n".encode()
    found = False
    for line in lines:
        found = True
        cells = "".join(f"<td>{escape(one)}</td>" for one in line)
        yield f"<tr>{cells}</tr>\n".encode()
    yield b"</tbody></table>"
    yield (b"" if found else "<p>无记录。</p>".encode()) + b"</body></html>\n"


def page_head(title: str) -> str:
    """Return how a page of a package begins."""
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
