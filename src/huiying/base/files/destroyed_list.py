"""The list of destroyed keys beside the data, outside of every backup's database.

In:   rows of ``DestroyedKey``, the file in ``DATA_DIR``.    Out:  the same entries in both.
Cost: one line appended and synced for each destroyed key; a look at the whole list a day.

A backup that was made before a key was destroyed still has the key. The list lies where no
older backup brings it back, so that a restore destroys the key again (``jobs/backup``). An
entry names a bureau, a kind, a number and a hash: no personal data.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings

from huiying.base.files.models import DestroyedKey
from huiying.base.files.private_folder import make_private_folder

log = logging.getLogger("huiying.files")

LIST_FILE = "destroyed-keys.jsonl"


@dataclass(frozen=True, slots=True)
class DestroyedEntry:
    """One destroyed key; ``sha256`` is of what it opened, and tells it from every other."""

    bureau: str  # slug
    kind: str
    number: str
    sha256: str

    def line(self) -> str:
        """Return it as the list has it."""
        return json.dumps(asdict(self), ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class DestroyedList:
    """What a list says; ``unreadable`` counts lines that are no entry."""

    entries: frozenset[DestroyedEntry]
    unreadable: int = 0


def list_path() -> Path:
    """Return where the list lies."""
    return Path(settings.DATA_DIR) / LIST_FILE


def read_entries(text: str) -> DestroyedList:
    """Read the lines of a list; empty lines are none."""
    found, unreadable = set(), 0
    for line in filter(None, (one.strip() for one in text.split("\n"))):
        try:
            values = json.loads(line)
            entry = DestroyedEntry(**values)
        except (ValueError, TypeError):
            unreadable += 1
            continue
        if all(isinstance(one, str) for one in values.values()):
            found.add(entry)
        else:
            unreadable += 1
    return DestroyedList(frozenset(found), unreadable)


def read_list() -> DestroyedList | None:
    """Return the list of this machine; None if there is none, as on a new one."""
    try:
        return read_entries(list_path().read_text(encoding="utf-8", errors="replace"))
    except FileNotFoundError:
        return None


def append_entries(entries: Iterable[DestroyedEntry]) -> None:
    """Append entries and sync them to the disk; an empty list is made if there is none.

    A line that a crash cut off is ended first, so that no entry is lost with it.

    Raises:
        OSError: If the disk is full or the folder cannot be written.
    """
    text = "".join(f"{one.line()}\n" for one in entries).encode()
    path = make_private_folder(list_path().parent) / LIST_FILE
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "r+b") as handle:
        if handle.seek(0, os.SEEK_END):
            handle.seek(-1, os.SEEK_END)
            if handle.read(1) != b"\n":
                text = b"\n" + text
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())


def append_after_commit(entry: DestroyedEntry) -> None:
    """Append an entry whose row is committed; what fails here ``complete_list`` makes good."""
    try:
        append_entries([entry])
    except OSError:
        log.exception("a destroyed key is not in %s yet", LIST_FILE)


def complete_list() -> int:
    """Append what the database knows and the list lacks; return how many entries.

    A process that was killed after its commit, or another machine, may have left some out.

    Raises:
        OSError: As ``append_entries``.
    """
    there = read_list()
    known = there.entries if there else frozenset()
    lacking = [one for one in recorded_entries() if one not in known]
    if lacking or there is None:
        append_entries(lacking)
    return len(lacking)


def recorded_entries() -> list[DestroyedEntry]:
    """Return the destroyed keys that the database knows, in the order of their destruction."""
    rows = DestroyedKey.objects.order_by("pk").values_list(
        "bureau__slug", "kind", "number", "sha256"
    )
    return [DestroyedEntry(*values) for values in rows]
