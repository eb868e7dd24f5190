"""Uploaded files of imports, and their previews.

In:   what a browser sends.    Out:  a path, a digest, columns and the first rows, masked.
Cost: one write of the file; the preview reads the file twice (its charset must be known).
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from huiying.base.files.private_folder import make_private_folder
from huiying.jobs.stream.file_holders import uploads_folder
from huiying.reasons.rendering import render, render_all
from huiying.web.shared.place_names import community_name, platform_name
from huiying.work.collection.communities.known_places import KnownPlaces
from huiying.work.collection.core.items import Refusal
from huiying.work.collection.files.mapping import Mapping, guess_mapping, raw_from_row
from huiying.work.collection.files.readers import open_rows
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.prepare import PreparedPost, prepare_items
from huiying.work.collection.sources.models import Source

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".jsonl", ".ndjson"})
PREVIEW_ROWS = 5
SAMPLE_ROWS = 50


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """What a file looks like."""

    columns: list[str]
    sample: list[dict[str, str]]

    def guessed(self) -> Mapping:
        """Return which column probably holds what."""
        return guess_mapping(self.columns, self.sample)


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


def name_for_import(path: Path, source_id: int, digest: str, *, history: bool) -> Path:
    """Give an upload the name of its import: the same file again takes the place of this one.

    Another import of the same bytes has a file of its own, since each deletes what it read.
    """
    kind = "history" if history else "live"
    return path.replace(path.with_name(f"{source_id}-{kind}-{digest}{_suffix(path.name)}"))


def _suffix(name: str) -> str:
    """Return the endings that say how to read a file, and nothing else of its name."""
    endings = [part.lower() for part in Path(name).suffixes[-2:]]
    known = [part for part in endings if part in SUFFIXES or part in {".gz", ".json"}]
    return "".join(known)


def open_file(path: Path) -> OpenedFile:
    """Return columns and the first rows of a file.

    Raises:
        UnreadableFile: If no row can be read; the text says what to do.
    """
    with open_rows(path) as rows:
        sample = [row for _number, row in islice(rows, SAMPLE_ROWS)]
        return OpenedFile(rows.columns, sample)


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
    raws = [raw_from_row(row, mapping) for row in opened.sample[:PREVIEW_ROWS]]
    return [
        _preview_row(number, item, shared.places)
        for number, item in enumerate(prepare_items(raws, shared), start=1)
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
