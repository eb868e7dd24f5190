"""Back up and restore: every row as JSON lines, the files, the secret, a manifest.

In:   the database in one consistent read.    Out:  one .tar.gz that fits either database.
Cost: one pass over every table; memory for one batch of rows, when restoring for one row.

The file is written under another name and renamed when it is complete and synced, so that a
full disk or a killed process never leaves half a backup under the name that was asked for. A
restore reads the file twice: once to check every byte, once to load it. The keys that tell
voices apart are in no backup, since a destroyed key must be destroyed everywhere: after a
restore voices stay unknown until the next period.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import Error, connection, models, transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.queries import verify
from huiying.base.audit.search import reindex_records
from huiying.base.files.destroyed_list import LIST_FILE, complete_list, list_path
from huiying.base.files.private_folder import make_private_folder
from huiying.base.files.queries import addresses_in_use
from huiying.jobs import clock
from huiying.jobs.backup.destroyed_keys import (
    DestroyedAgain,
    KnownDestroyed,
    destroy_again,
    known_destroyed,
)
from huiying.jobs.backup.files import add_files, damaged_file, put_files
from huiying.jobs.backup.parts import drop_parts, part_prefix
from huiying.jobs.backup.secret import put_secret, sealing_with
from huiying.jobs.shared_data import adopt_key, has_file_folder, lacking
from huiying.jobs.stream.worker import forget_workers
from huiying.reasons.rendering import render
from huiying.work.collection.posts.models import VoiceKey
from huiying.work.collection.posts.search import rebuild_post_index

FORMAT = "huiying-backup-1"
WITH_VALUE = re.compile(r"\((\w+\.\w+):pk=.* field_value was ", re.DOTALL)  # Django says it so
BATCH = 500
CHUNK = 1 << 20
SMALL = 1 << 16  # bytes that manifest and secret may have
ROWS = "rows.jsonl"
EXCLUDED_MODELS = frozenset(
    {
        "sessions.session",
        "usersessions.usersession",
        "jobs.streamlease",
        "jobs.installation",
        "jobs.importrunner",
        "jobs.backuprun",
        "contenttypes.contenttype",
        "auth.permission",
        "accounts.cacheentry",
        "axes.accessattempt",
        "axes.accesslog",
        "axes.accessfailurelog",
    }
)


class CannotBackUp(Exception):
    """The backup or restore was not done; the text says why and what is safe."""


class ExactEncoder(DjangoJSONEncoder):
    """JSON that keeps microseconds: the record's hashes are made with them."""

    def default(self, o: Any) -> Any:
        """Return a moment as it is, anything else as Django does."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@dataclass(frozen=True, slots=True)
class BackupTotals:
    """How much was written or read."""

    rows: int
    size: int
    missing: int = 0  # files that were gone or damaged on disk when they were backed up
    destroyed: DestroyedAgain | None = None  # what a restore destroyed again


def back_up(*, target: Path, replace: bool = False) -> BackupTotals:
    """Write a backup.

    Raises:
        CannotBackUp: If the file exists, the disk is full (nothing is left behind), or the
            files of the installation are not on this machine.
    """
    if not has_file_folder():
        raise CannotBackUp(lacking())
    if target.exists() and not replace:
        raise CannotBackUp(f"{target} 已存在。换一个名字，或加 --force。")
    part: Path | None = None
    try:
        complete_list()
        drop_parts(target.parent)
        descriptor, name = tempfile.mkstemp(
            dir=make_private_folder(target.parent), prefix=part_prefix()
        )
        part = Path(name)  # mkstemp: its owner alone can read it
        with os.fdopen(descriptor, "wb") as handle:
            with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=6) as archive:
                rows, missing = _write(archive)
            handle.flush()
            os.fsync(handle.fileno())
        size = part.stat().st_size
        part.replace(target)
    except OSError as error:
        raise CannotBackUp(f"没有写成：{error.strerror}。原有文件没有改动。") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)
    _remember()
    return BackupTotals(rows, size, missing)


def last_backup() -> datetime | None:
    """Return when this installation was last backed up; None when never, or not known."""
    try:
        return datetime.fromisoformat(_stamp().read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def _remember() -> None:
    """Keep the moment beside the data; a backup that was written counts without it too."""
    new = _stamp().with_name(f"{_stamp().name}-new")
    with suppress(OSError):  # by another name first: the stamp may be of another account
        new.unlink(missing_ok=True)
        new.write_text(clock.real_now().isoformat(), encoding="utf-8")
        new.replace(_stamp())


def _stamp() -> Path:
    return Path(settings.DATA_DIR) / "last-backup"


def restore(*, source: Path, destroyed: Path | None = None) -> BackupTotals:
    """Read a backup into an empty database, in one transaction.

    What was destroyed after the backup was made is destroyed again in the same transaction, as
    far as a list says so (``destroyed_keys``).

    Args:
        destroyed: A list of destroyed keys, or a newer backup that has one, besides the list
            of this machine.

    Raises:
        CannotBackUp: If the file is damaged or of another version, or data is there already.
    """
    if bureaus().exists():
        raise CannotBackUp("这个安装里已有数据，没有恢复。请用一个空的 HUIYING_DATA_DIR。")
    try:
        rows, size, secret = _checked(source)
        known = known_destroyed(source, destroyed)
        put_files(source)  # of no use to anybody before their rows are there
        with tarfile.open(source, "r:gz") as archive, _member(archive, ROWS) as body:
            # A row is a line: separators inside its texts, such as U+2028, are not.
            lines = io.TextIOWrapper(body, encoding="utf-8", newline="\n")
            done = _load(lines, rows, secret, known)
        complete_list()
    except (OSError, tarfile.TarError, zlib.error, EOFError, ValueError, LookupError) as error:
        raise CannotBackUp(f"文件读不出来或已损坏：{error}。没有恢复任何内容。") from error
    forget_workers()
    return BackupTotals(rows, size, destroyed=done)


def _checked(source: Path) -> tuple[int, int, bytes]:
    """Read the whole file once; return rows, bytes and secret of a file that is whole."""
    with tarfile.open(source, "r:gz") as archive:
        with _member(archive, "manifest.json") as handle:
            manifest = json.loads(handle.read(SMALL))
        if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
            raise CannotBackUp("这不是本版本的备份文件，请用写它的版本恢复。没有恢复任何内容。")
        with _member(archive, "secret.key") as handle:
            secret = handle.read(SMALL)
        digest, size = hashlib.sha256(), 0
        with _member(archive, ROWS) as handle:
            while chunk := handle.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
        if digest.hexdigest() != manifest["rows_sha256"]:
            raise CannotBackUp("文件内容与清单不符，已损坏。没有恢复任何内容。")
        while archive.fileobj is not None and archive.fileobj.read(CHUNK):
            pass  # to the very end, where the check sum of the compression stands
    if name := damaged_file(source):
        raise CannotBackUp(f"文件 {name[:12]}… 已损坏。没有恢复任何内容。")
    return int(manifest["rows"]), size, secret


def _load(
    lines: IO[str], expected: int, secret: bytes, known: KnownDestroyed
) -> DestroyedAgain:
    """Load the rows, and put the secret that opens them in place before they are there.

    A process that is killed in between leaves an empty installation, which a restore takes.
    """
    rows = 0
    try:
        with (
            transaction.atomic(),
            connection.constraint_checks_disabled(),
            sealing_with(secret),
        ):
            for line in lines:
                for item in serializers.deserialize("json", line):
                    models.Model.save_base(item.object, raw=True)
                    rows += 1
            if rows != expected:
                raise CannotBackUp("行数与清单不符，已损坏。没有恢复任何内容。")
            connection.check_constraints()
            _reset_sequences()
            reindex_records()
            rebuild_post_index()
            for bureau in bureaus():
                broken = verify(bureau_id=bureau.pk).why
                if broken is not None:
                    raise CannotBackUp(f"审计链不完整：{render(broken)}。没有恢复任何内容。")
            done = destroy_again(known, clock.real_now())
            adopt_key(secret.decode())
            put_secret(secret)
            return done
    except (DeserializationError, Error) as error:
        with_value = WITH_VALUE.search(str(error))  # which may be about somebody
        why = with_value[1] if with_value else error
        message = f"这份备份是另一个版本写的，有一行读不懂（{why}），请用那个版本恢复。"
        raise CannotBackUp(f"{message}没有恢复任何内容。") from error


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the whole database as it is at one moment."""
    outermost = not connection.in_atomic_block
    if outermost and connection.vendor == "sqlite":
        # atomic() would take the one writer at once; the desk must be able to sign meanwhile.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
        return
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write(archive: tarfile.TarFile) -> tuple[int, int]:
    """Write everything; return how many rows, and how many files were missing."""
    digest = hashlib.sha256()
    rows = 0
    with tempfile.TemporaryFile() as spool:
        with _one_moment():
            for line in _lines():
                spool.write(line)
                digest.update(line)
                rows += 1
            blobs = addresses_in_use()
        size = spool.tell()
        spool.seek(0)
        manifest = {
            "format": FORMAT,
            "made_at": clock.real_now().isoformat(),
            "rows": rows,
            "rows_sha256": digest.hexdigest(),
        }
        _add(archive, "manifest.json", json.dumps(manifest, indent=1).encode())
        _add(archive, "secret.key", settings.SECRET_KEY.encode())
        _add(archive, LIST_FILE, list_path().read_bytes())
        info = tarfile.TarInfo(ROWS)
        info.size = size
        info.mode = 0o600
        archive.addfile(info, spool)
    return rows, add_files(archive, blobs)


def _lines() -> Iterator[bytes]:
    for model in _models():
        rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
        for row in rows:
            if isinstance(row, VoiceKey) and row.key is not None:
                row.key, row.destroyed_at = None, clock.real_now()
            text = serializers.serialize("json", [row], ensure_ascii=False, cls=ExactEncoder)
            yield text.encode("utf-8") + b"\n"


def _models() -> list[type[models.Model]]:
    every = [
        model
        for model in apps.get_models()
        if model._meta.label_lower not in EXCLUDED_MODELS and model._meta.managed
    ]
    return serializers.sort_dependencies([(None, every)], allow_cycles=True)


def _reset_sequences() -> None:
    from django.core.management.color import no_style  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(body))


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    handle = archive.extractfile(name)
    if handle is None:
        raise KeyError(name)
    return handle
