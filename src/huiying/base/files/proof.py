"""Compare stored files with the record: that each was registered as it is, and is still there.

In:   a bureau.    Out:  what differs, each named.
Cost: a few queries; with ``read`` one read of every file.

A file is recorded when it is kept (``file.kept``). Those that were kept before records of files
began stand together in ``files.recorded``, which a bureau's chain gets once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huiying.base.audit.actions.append import Act, append_many
from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.restricted import restricted_chain
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import FileState, open_file
from huiying.reasons.reason import Reason, reason

KIND = "file"
KEPT, ERASED, RECORDED = "file.kept", "file.erased", "files.recorded"
FILES_A_RECORD = 500


def file_differences(bureau_id: int, *, read: bool) -> Iterator[Reason]:
    """Yield what differs between the files of a bureau and its record.

    Args:
        read: Also open every file and compare its content.
    """
    kept, erased = recorded_files(bureau_id), _recorded_erasures(bureau_id)
    there = set()
    for row in StoredFile.objects.filter(bureau_id=bureau_id).order_by("pk").iterator():
        with reading(row):
            there.add(row.number)
            found = _difference(row, kept, erased) or (_content(row) if read else None)
            if found is not None:
                yield found
    for number in sorted(kept.keys() - there):
        yield reason("record.file_missing", ref=number)


def recorded_files(bureau_id: int) -> dict[str, str]:
    """Return the hash of every file as it was first recorded: {number: hash}."""
    found: dict[str, str] = {}
    rows = AuditRecord.objects.filter(bureau_ref__in=_chains(bureau_id), kind=KIND)
    for row in rows.filter(verb__in=(KEPT, RECORDED)).order_by("seq").iterator():
        with reading(row):
            hashes = row.data["hashes"] if row.verb == RECORDED else {row.ref: row.data["hash"]}
            found = {**hashes, **found}
    return found


def _recorded_erasures(bureau_id: int) -> set[str]:
    rows = AuditRecord.objects.filter(bureau_ref__in=_chains(bureau_id), kind=KIND, verb=ERASED)
    return set(rows.values_list("ref", flat=True))


def _chains(bureau_id: int) -> tuple[int, int]:
    """Return the chains in which files of a bureau are recorded."""
    return (bureau_id, restricted_chain(bureau_id))


def _difference(row: StoredFile, kept: dict[str, str], erased: set[str]) -> Reason | None:
    if row.number not in kept:
        return reason("record.file_not_recorded", ref=row.number)
    if kept[row.number] != row.sha256:
        return reason("record.file_hash_differs", ref=row.number)
    if row.data_key is None and row.number not in erased:
        return reason("record.file_erasure_not_recorded", ref=row.number)
    if row.data_key is not None and row.number in erased:
        return reason("record.file_not_erased", ref=row.number)
    return None


def _content(row: StoredFile) -> Reason | None:
    whole = open_file(row).state in (FileState.WHOLE, FileState.ERASED)
    return None if whole else reason("record.file_unreadable", ref=row.number)


@transaction.atomic
def record_earlier_files(bureau_id: int, now: datetime) -> bool:
    """Record the files that were kept before each had a record; once in a bureau's life."""
    done = AuditRecord.objects.filter(bureau_ref=bureau_id, kind=KIND, verb=RECORDED)
    if done.exists():
        return False
    kept = recorded_files(bureau_id)
    rows = StoredFile.objects.filter(bureau_id=bureau_id).order_by("pk")
    hashes = [pair for pair in rows.values_list("number", "sha256") if pair[0] not in kept]
    acts = [
        Act(
            RECORDED,
            Subject(KIND, "", ""),
            {"hashes": dict(hashes[start : start + FILES_A_RECORD])},
        )
        for start in range(0, len(hashes) or 1, FILES_A_RECORD)
    ]
    append_many(bureau_id=bureau_id, actor=MACHINE, acts=acts, now=now)
    return True
