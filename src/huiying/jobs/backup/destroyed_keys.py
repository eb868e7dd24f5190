"""Destroy again, in a restored backup, what was destroyed after the backup was made.

In:   the list beside the data, the one in the backup, one that is named; restored rows.
Out:  rows without these keys, each recorded; how many.
Cost: one look-up for 500 entries; the erasure of each that is there.

A petition that was moved to the accusations since is moved again, not erased: the backup has
it as a petition alone.

It runs inside the restore's transaction: nobody ever uses an installation that has the keys.
The backup itself still holds them, whoever has the file: it is deleted by who keeps it.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from huiying.base.audit.house_text import house_text
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.files.actions import erase as files
from huiying.base.files.destroyed_list import (
    LIST_FILE,
    DestroyedEntry,
    DestroyedList,
    read_entries,
    read_list,
)
from huiying.base.files.models import StoredFile
from huiying.work.petitions.core.fingerprint import fingerprint
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions import erase as petitions
from huiying.work.petitions.petitions.actions import divert_to_accusations as accusations

BATCH = 500


@dataclass(frozen=True, slots=True)
class DestroyedAgain:
    """How many things were destroyed again, by which lists.

    ``moved`` counts the petitions that went to the accusations again, ``not_moved`` names those
    whose original the key of this machine does not open: they are as in the backup.
    ``beside_data`` tells whether there was a list that is newer than the backup.
    """

    files: int = 0
    petitions: int = 0
    moved: int = 0
    not_moved: tuple[str, ...] = ()
    unreadable: int = 0
    beside_data: bool = False


@dataclass(frozen=True, slots=True)
class KnownDestroyed:
    """The entries of all lists that a restore knows."""

    entries: frozenset[DestroyedEntry]
    unreadable: int
    beside_data: bool


def known_destroyed(source: Path | None, named: Path | None) -> KnownDestroyed:
    """Read the lists: of the backup, of this machine, and the one that is named.

    Args:
        source: None for an export: what it knows is in its rows.
        named: A list, or another backup whose list counts; None = none is named.

    Raises:
        OSError, tarfile.TarError: If the named one cannot be read.
    """
    here = read_list()
    given = None if named is None else _read(named)
    of_backup = None if source is None else list_in_backup(source)
    lists = [one for one in (of_backup, here, given) if one is not None]
    return KnownDestroyed(
        entries=frozenset[DestroyedEntry]().union(*(one.entries for one in lists)),
        unreadable=sum(one.unreadable for one in lists),
        beside_data=here is not None or given is not None,
    )


def _read(path: Path) -> DestroyedList:
    if tarfile.is_tarfile(path):
        return list_in_backup(path) or DestroyedList(frozenset())
    return read_entries(path.read_text(encoding="utf-8", errors="replace"))


def list_in_backup(source: Path) -> DestroyedList | None:
    """Return the list of a backup; None if it was made before there was one."""
    with tarfile.open(source, "r:gz") as archive:
        for member in archive:
            if member.name == LIST_FILE:
                handle = archive.extractfile(member)
                return read_entries(handle.read().decode(errors="replace")) if handle else None
            if member.name.startswith("files/"):
                return None  # the list stands before the files
    return None


def destroy_again(known: KnownDestroyed, now: datetime) -> DestroyedAgain:
    """Destroy in the database what the lists name, inside the caller's transaction."""
    by_kind: dict[str, dict[str, DestroyedEntry]] = {}
    for entry in known.entries:
        by_kind.setdefault(entry.kind, {})[entry.sha256] = entry
    moved, not_moved = _move(by_kind.get(accusations.KIND, {}), now)
    return DestroyedAgain(
        files=_files(by_kind.get(files.KIND, {}), now),
        petitions=_petitions(by_kind.get(petitions.KIND, {}), now),
        moved=moved,
        not_moved=tuple(not_moved),
        unreadable=known.unreadable,
        beside_data=known.beside_data,
    )


def _files(entries: dict[str, DestroyedEntry], now: datetime) -> int:
    count = 0
    for blobs in _batches(entries):
        rows = StoredFile.objects.filter(blob__in=blobs, data_key__isnull=False)
        for row in rows.select_related("bureau").order_by("pk"):
            files.erase_file(
                file=row,
                reason=house_text("备份之后已销毁，恢复时再次销毁"),
                topic="",
                actor=MACHINE,
                now=now,
            )
            count += 1
    return count


def _petitions(entries: dict[str, DestroyedEntry], now: datetime) -> int:
    count = 0
    for row in _petitions_named(entries):
        petitions.erase_petition(petition=row, officer=None, now=now)
        count += 1
    return count


def _move(entries: dict[str, DestroyedEntry], now: datetime) -> tuple[int, list[str]]:
    """Move petitions to the accusations again; return how many, and the numbers of the rest."""
    count, others = 0, []
    for row in _petitions_named(entries):
        try:
            accusations.move_to_accusations(petition=row, officer=None, now=now)
            count += 1
        except Refused:
            others.append(row.number)
    return count, others


def _petitions_named(entries: dict[str, DestroyedEntry]) -> Iterator[Petition]:
    numbers = sorted({one.number for one in entries.values()})
    for batch in _batches(numbers):
        rows = Petition.objects.filter(number__in=batch, erased_at__isnull=True)
        for row in rows.select_related("bureau", "clock").order_by("pk"):
            if fingerprint(row) in entries:
                yield row


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rows = sorted(values)
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
