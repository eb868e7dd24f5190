"""Uploaded files of imports, and their previews.

In:   what a browser sends.    Out:  a path, a digest, columns and the first rows, masked.
Cost: one write of the file; the preview reads the file twice (its charset must be known).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huiying.base.files.private_folder import make_private_folder
from huiying.jobs.stream.file_holders import uploads_folder
from huiying.reasons.reason import Reason
from huiying.reasons.rendering import render, render_all
from huiying.web.shared.place_names import community_name, platform_name
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.core.items import Refusal
from huiying.work.collection.files.mapping import Mapping, guess_mapping
from huiying.work.collection.files.problems import RowProblem
from huiying.work.collection.files.readers import DEFAULT_LAYOUT, Layout, open_rows
from huiying.work.collection.files.row_items import raws_from_rows
from huiying.work.collection.imports.note_tally import (
    SHOWN_ROWS,
    Tally,
    add_notes,
    tally_reasons,
)
from huiying.work.collection.posts.actions.accept import MAX_BATCH
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.prepare import PreparedPost, notes_of, prepare_items
from huiying.work.collection.sources.models import Source

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".jsonl", ".ndjson"})
PREVIEW_ROWS = 5
SAMPLE_ROWS = 50
CHECKED_ROWS = 20_000  # of a preview


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a file looks like."""

    columns: list[str]
    sample: list[tuple[int, dict[str, str] | RowProblem]]
    notes: Sequence[Reason] = ()
    sheets: Sequence[str] = ()
    sheet: str = ""

    def guessed(self) -> Mapping:
        """Return which column probably holds what."""
        return guess_mapping(
            self.columns, [row for _number, row in self.sample if isinstance(row, dict)]
        )

    @property
    def other_sheets(self) -> list[str]:
        """Return the sheets beside the one that is read."""
        return [name for name in self.sheets if name != self.sheet]


def save_upload(file: UploadedFile[bytes]) -> tuple[Path, str]:
    """Save an upload under a name that no other has; returns its path and its SHA-256.

    Raises:
        OSError: If the disk is full; nothing is left behind.
    """
    folder = make_private_folder(uploads_folder())
    hashed = hashlib.sha256()
    descriptor, name = tempfile.mkstemp(dir=folder, suffix=_suffix(file.name or ""))
    try:
        with os.fdopen(descriptor, "wb") as target:
            for piece in file.chunks():
                hashed.update(piece)
                target.write(piece)
    except OSError:
        Path(name).unlink()
        raise
    return Path(name), hashed.hexdigest()


def name_for_import(
    path: Path, source_id: int, digest: str, *, history: bool, sheet: str = ""
) -> Path:
    """Give an upload the name of its import: the same file again takes the place of this one.

    Another import of the same bytes has a file of its own, since each deletes what it read.
    """
    kind = "history" if history else "live"
    of_sheet = f"-{hashlib.sha256(sheet.encode()).hexdigest()[:16]}" if sheet else ""
    name = f"{source_id}-{kind}-{digest}{of_sheet}{_suffix(path.name)}"
    return path.replace(path.with_name(name))


def _suffix(name: str) -> str:
    """Return the endings that say how to read a file, and nothing else of its name."""
    endings = [part.lower() for part in Path(name).suffixes[-2:]]
    known = [part for part in endings if part in SUFFIXES or part in {".gz", ".json"}]
    return "".join(known)


def open_file(path: Path, layout: Layout = DEFAULT_LAYOUT) -> OpenedFile:
    """Return columns and the first rows of a file.

    Raises:
        UnreadableFile: If no row can be read; the text says what to do.
    """
    with open_rows(path, layout=layout) as rows:
        sample = list(islice(rows.entries(), SAMPLE_ROWS))
        return OpenedFile(rows.columns, sample, rows.notes, rows.sheets, rows.sheet)


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of a file as it would be stored; post: None = refused, notes say why."""

    row: int
    post: PreparedPost | None
    notes: list[str]
    platform: str = ""  # what its platform will be called
    community: str = ""


def preview_stored(
    opened: OpenedFile, mapping: Mapping, source: Source, now: datetime
) -> list[PreviewRow]:
    """Return the first rows as they would be stored: masked, with what is said of them."""
    shared = batch_context(source, now)
    shown = opened.sample[:PREVIEW_ROWS]
    raws = raws_from_rows([row for _number, row in shown if isinstance(row, dict)], mapping)
    prepared = iter(prepare_items(raws, shared))
    return [
        PreviewRow(number, None, [render(row.reason, _)])
        if isinstance(row, RowProblem)
        else _preview_row(number, next(prepared), shared.places)
        for number, row in shown
    ]


def _preview_row(number: int, item: PreparedPost | Refusal, places: KnownPlaces) -> PreviewRow:
    if isinstance(item, Refusal):
        return PreviewRow(number, None, [render(item.reason, _)])
    return PreviewRow(
        number,
        item,
        render_all(item.warnings, _),
        platform=platform_name(item.channel, places),
        community=community_name(item.community, places),
    )


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What would be said of the rows of a file; ``is_whole``: all of them were read."""

    rows: int
    refused: list[tuple[str, int, str]]  # why, how many rows, the first of them
    notes: list[str]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class _Noted:
    warnings: tuple[Reason, ...]


def check_rows(
    path: Path, layout: Layout, mapping: Mapping, source: Source, now: datetime
) -> FileCheck:
    """Look at the rows of a file, at most 20,000, and store nothing: 70 µs a row.

    Raises:
        UnreadableFile: If the file turns out to be damaged further on.
    """
    shared = batch_context(source, now)
    tally: Tally = {}
    refused: dict[str, tuple[Reason, list[int]]] = {}
    count = 0
    with open_rows(path, layout=layout) as rows:
        entries = islice(rows.entries(), CHECKED_ROWS)
        while chunk := list(islice(entries, MAX_BATCH)):
            count += len(chunk)
            good = [(number, row) for number, row in chunk if isinstance(row, dict)]
            raws = raws_from_rows([row for _number, row in good], mapping)
            found: list[tuple[int, Refusal | RowProblem]] = [
                (number, row) for number, row in chunk if isinstance(row, RowProblem)
            ]
            noted = []
            for (number, _row), raw in zip(good, raws, strict=True):
                notes = notes_of(raw, shared)
                if isinstance(notes, Refusal):
                    found.append((number, notes))
                else:
                    noted.append((number, _Noted(notes)))
            tally = add_notes(tally, noted)
            for number, problem in sorted(found, key=lambda one: one[0]):
                why = refused.setdefault(problem.reason.code, (problem.reason, []))
                why[1].append(number)
        is_whole = next(entries, None) is None and count < CHECKED_ROWS
    return FileCheck(
        count,
        [
            (render(why, _), len(numbers), _first_numbers(numbers))
            for why, numbers in refused.values()
        ],
        render_all(tally_reasons(tally), _),
        is_whole,
    )


def _first_numbers(numbers: list[int]) -> str:
    shown = _("、").join(map(str, numbers[:SHOWN_ROWS]))
    return shown if len(numbers) <= SHOWN_ROWS else _("%(shown)s 等") % {"shown": shown}
