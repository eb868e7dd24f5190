"""Write everything in open formats: tables as JSON Lines, stored files, what describes them.

In:   the database in one consistent read, the stored files.
Out:  one .zip, encrypted to the public keys of backups if there are any.
Cost: one pass over every table; memory for some thousand rows and one stored file.

The file is written under another name and renamed when it is complete and synced: a full disk
or a killed process leaves nothing under the name that was asked for. What is sealed stays
sealed, and the keys of the installation are not in it (docs/adr/0057).
"""

from __future__ import annotations

import hashlib
import json
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO, Any

from pyrage import x25519

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.models import AuditHead
from huiying.base.files import store
from huiying.base.files.queries import addresses_in_use
from huiying.jobs import clock
from huiying.jobs.backup.copies import hash_of, write_hash
from huiying.jobs.backup.encryption import encrypting, recipients
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.parts import written_whole
from huiying.jobs.data_export import description
from huiying.jobs.data_export.errors import CannotExport
from huiying.jobs.data_export.json_values import line_of
from huiying.jobs.data_export.manifest import (
    FIELDS_CSV,
    FILES,
    FILES_FOLDER,
    FORMAT,
    MANIFEST,
    README,
    TABLES_CSV,
    Chain,
    Manifest,
    TableEntry,
    columns_of,
    key_marks,
    product_version,
)
from huiying.jobs.database_tables.excluded import excluded_tables
from huiying.jobs.database_tables.reading import last_key_given, one_moment, rows_in_order
from huiying.jobs.database_tables.tables import DatabaseTable, database_tables
from huiying.jobs.installation_record import record_for_every_bureau
from huiying.jobs.shared_data import has_file_folder, has_key, lacking
from huiying.policy.time.zone import LOCAL

BEGAN, ENDED = "installation.export_began", "installation.exported"
PART_PREFIX = ".export-"
VOICE_KEYS = "collection_voicekey"

OnTable = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    rows: int
    tables: int
    files: int
    missing: int  # stored files that were gone or damaged on disk
    size: int  # bytes
    encrypted: bool


def exported_tables() -> list[DatabaseTable]:
    """Return the tables of an export, in the order of their names."""
    out = excluded_tables()
    return [table for table in database_tables() if table.name not in out]


def export_data(
    *, target: Path, replace: bool = False, on_table: OnTable = lambda _name: None
) -> Exported:
    """Write an export; that it began and that it ended is in every bureau's record.

    Raises:
        CannotExport: If the file exists, it cannot be written (nothing is left behind), or key
            or files of the installation are not on this machine.
    """
    if not (has_key() and has_file_folder()):
        raise CannotExport(lacking())
    if target.exists() and not replace:
        raise CannotExport(f"{target} 已存在。换一个名字，或加 --force。")
    keys = _public_keys()
    record_for_every_bureau(BEGAN, {"encrypted": bool(keys)})
    try:
        with (
            written_whole(target, kind=PART_PREFIX) as handle,
            encrypting(handle, keys) as body,
        ):
            manifest = _write(body, on_table)
        write_hash(target, hash_of(target))
    except OSError as error:
        full = error.errno in {ENOSPC, EDQUOT}
        why = "磁盘满了" if full else error.strerror or str(error)
        raise CannotExport(f"没有导出：{why}。没有留下文件，原有文件没有改动。") from error
    except ValueError as error:
        raise CannotExport(f"没有导出：{error}。没有留下文件。") from error
    done = Exported(
        rows=sum(one.rows for one in manifest.tables),
        tables=len(manifest.tables),
        files=manifest.files,
        missing=manifest.missing_files,
        size=target.stat().st_size,
        encrypted=bool(keys),
    )
    counts = {"rows": done.rows, "tables": done.tables, "files": done.files}
    record_for_every_bureau(
        ENDED, {**counts, "manifest": hashlib.sha256(manifest.as_json()).hexdigest()}
    )
    return done


def _public_keys() -> list[x25519.Recipient]:
    try:
        return recipients()
    except CannotBackUp as error:
        raise CannotExport(str(error).replace("没有备份", "没有导出")) from error


@dataclass(slots=True)
class _Archive:
    """The .zip that is written, and the hashes of what is in it already."""

    zip: zipfile.ZipFile
    made_at: datetime
    documents: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, body: bytes) -> None:
        """Write a small member, and keep its hash."""
        with self.member(name) as handle:
            handle.write(body)
        self.documents[name] = hashlib.sha256(body).hexdigest()

    @contextmanager
    def member(self, name: str, kind: int = zipfile.ZIP_DEFLATED) -> Iterator[IO[bytes]]:
        """Yield what writes a member, whatever its length."""
        info = zipfile.ZipInfo(name, self.made_at.astimezone(LOCAL).timetuple()[:6])
        info.compress_type = kind
        info.external_attr = 0o600 << 16
        with self.zip.open(info, "w", force_zip64=True) as handle:
            yield handle


def _write(body: IO[bytes], on_table: OnTable) -> Manifest:
    """Write the whole archive; return its manifest."""
    made_at, export_id = clock.real_now(), secrets.token_hex(16)
    tables = exported_tables()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        out = _Archive(archive, made_at)
        with one_moment():
            slugs = {bureau.pk: bureau.slug for bureau in bureaus()}
            out.add(README, description.readme(made_at, slugs.values()))
            out.add(FIELDS_CSV, description.fields_csv(tables))
            entries = []
            for table in tables:
                on_table(table.name)
                entries.append(_write_table(out, table))
            chains = [
                Chain(slugs.get(row.bureau_ref, ""), row.bureau_ref, row.seq, row.hash)
                for row in AuditHead.objects.order_by("bureau_ref")
            ]
            blobs = addresses_in_use()
        out.add(TABLES_CSV, description.tables_csv(entries))
        missing = _write_files(out, blobs)
        manifest = Manifest(
            format=FORMAT,
            product_version=product_version(),
            export_id=export_id,
            made_at=made_at.isoformat(),
            keys=key_marks(export_id),
            chains=chains,
            tables=entries,
            files=len(blobs),
            missing_files=missing,
            documents=dict(out.documents),
        )
        with out.member(MANIFEST) as handle:
            handle.write(manifest.as_json())
    return manifest


def _write_table(out: _Archive, table: DatabaseTable) -> TableEntry:
    digest, size, rows = hashlib.sha256(), 0, 0
    entry = TableEntry(table.name, 0, 0, "", last_key_given(table), columns_of(table))
    with out.member(entry.file) as handle:
        for row in _rows(table, out.made_at):
            try:
                line = line_of(table, row)
            except ValueError as error:  # which row, and not what stands in it
                raise ValueError(f"表 {table.name}、主键 {row[table.key]} 无法写出") from error
            handle.write(line)
            digest.update(line)
            size += len(line)
            rows += 1
    return TableEntry(table.name, rows, size, digest.hexdigest(), entry.last_key, entry.columns)


def _rows(table: DatabaseTable, made_at: datetime) -> Iterable[tuple[Any, ...]]:
    """Yield the rows of a table; the keys of voices are as if they were destroyed."""
    if table.name != VOICE_KEYS:
        yield from rows_in_order(table)
        return
    names = [column.name for column in table.columns]
    key, destroyed = names.index("key"), names.index("destroyed_at")
    for row in rows_in_order(table):
        values = list(row)
        if values[key] is not None:
            values[key], values[destroyed] = None, made_at.astimezone(UTC)
        yield tuple(values)


def _write_files(out: _Archive, blobs: Iterable[str]) -> int:
    """Write the stored files and the list of them; return how many are missing on disk."""
    lines, missing = [], 0
    for blob in blobs:
        body = store.get(blob)
        if body is None:
            missing += 1
            lines.append({"sha256": blob, "bytes": 0, "missing": True})
            continue
        with out.member(f"{FILES_FOLDER}{blob}", zipfile.ZIP_STORED) as handle:
            handle.write(body)
        lines.append({"sha256": blob, "bytes": len(body), "missing": False})
    out.add(FILES, b"".join(json.dumps(one).encode() + b"\n" for one in lines))
    return missing
