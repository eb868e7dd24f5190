"""Restore a backup: check every byte, load every row, or change nothing.

In:   a backup, and the key that opens it if it is encrypted; an empty installation.
Out:  its rows, files and secret; what was destroyed since is destroyed again.
Cost: two reads of the file; memory for one row and one stored file. An encrypted one is first
      written decrypted into the data folder, where nobody else reads it, and dropped after.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
import zlib
from contextlib import ExitStack
from errno import EDQUOT, ENOSPC
from pathlib import Path
from typing import IO

from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import Error, connection, models, transaction

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.models import AuditHead
from huiying.base.audit.queries import verify
from huiying.base.audit.search import reindex_records
from huiying.base.db.row_statistics import count_every_table
from huiying.base.files.destroyed_list import complete_list
from huiying.jobs import clock
from huiying.jobs.backup.archive import CHUNK, FORMAT, ROWS, BackupTotals, backed_up_models
from huiying.jobs.backup.destroyed_keys import (
    DestroyedAgain,
    KnownDestroyed,
    destroy_again,
    known_destroyed,
)
from huiying.jobs.backup.encryption import opened
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.files import damaged_file, put_files
from huiying.jobs.backup.secret import put_secret, sealing_with
from huiying.jobs.shared_data import adopt_key
from huiying.jobs.stream.worker import forget_workers
from huiying.reasons.rendering import render
from huiying.work.collection.posts.search import rebuild_post_index

WITH_VALUE = re.compile(r"\((\w+\.\w+):pk=.* field_value was ", re.DOTALL)  # Django says it so
SMALL = 1 << 16  # bytes that manifest and secret may have
NOTHING = "没有恢复任何内容。"


def restore(
    *, source: Path, destroyed: Path | None = None, key: Path | None = None
) -> BackupTotals:
    """Read a backup into an empty database, in one transaction.

    What was destroyed after the backup was made is destroyed again in the same transaction, as
    far as a list says so (``destroyed_keys``).

    Args:
        destroyed: A list of destroyed keys, or a newer backup that has one, besides the list
            of this machine.
        key: The file of the private key, of an encrypted backup.

    Raises:
        CannotBackUp: If the file is damaged or of another version, or data is there already.
    """
    if bureaus().exists():
        raise CannotBackUp("这个安装里已有数据，没有恢复。请用一个空的 HUIYING_DATA_DIR。")
    try:
        with ExitStack() as stack:
            plain = stack.enter_context(opened(source, key))
            newer = None if destroyed is None else stack.enter_context(opened(destroyed, key))
            totals = _restore(plain, newer)
        complete_list()
    except OSError as error:
        why = f"磁盘满了，{error.strerror}" if error.errno in {ENOSPC, EDQUOT} else error
        raise CannotBackUp(f"文件读不出来或写不下：{why}。没有恢复任何内容。") from error
    except CannotBackUp as error:
        tail = "" if NOTHING in str(error) else NOTHING
        raise CannotBackUp(f"{error}{tail}") from error
    except (tarfile.TarError, zlib.error, EOFError, ValueError, LookupError) as error:
        raise CannotBackUp(f"文件读不出来或已损坏：{error}。没有恢复任何内容。") from error
    forget_workers()
    return totals


def _restore(source: Path, destroyed: Path | None) -> BackupTotals:
    rows, size, secret, made_at = check_backup(source)
    known = known_destroyed(source, destroyed)
    put_files(source)  # of no use to anybody before their rows are there
    with tarfile.open(source, "r:gz") as archive, _member(archive, ROWS) as body:
        # A row is a line: separators inside its texts, such as U+2028, are not.
        lines = io.TextIOWrapper(body, encoding="utf-8", newline="\n")
        done, heads = _load(lines, rows, secret, known)
    return BackupTotals(rows, size, destroyed=done, made_at=made_at, heads=heads)


def check_backup(source: Path) -> tuple[int, int, bytes, str]:
    """Read the whole file once; return rows, bytes, secret and moment of a whole one.

    Raises:
        CannotBackUp: If it is no backup, or damaged.
        OSError, EOFError: If it cannot be read to its end.
    """
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
    return int(manifest["rows"]), size, secret, str(manifest.get("made_at", ""))


def _load(
    lines: IO[str], expected: int, secret: bytes, known: KnownDestroyed
) -> tuple[DestroyedAgain, dict[str, tuple[int, str]]]:
    """Load the rows, and put the secret that opens them in place before they are there.

    Returns the ends of the chains as the backup has them: what is destroyed again adds to them.

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
            reset_sequences()
            reindex_records()
            rebuild_post_index()
            count_every_table()
            for bureau in bureaus():
                broken = verify(bureau_id=bureau.pk).why
                if broken is not None:
                    raise CannotBackUp(f"审计链不完整：{render(broken)}。没有恢复任何内容。")
            heads = _heads()
            done = destroy_again(known, clock.real_now())
            adopt_key(secret.decode().split("\n")[0])
            put_secret(secret)
            return done, heads
    except (DeserializationError, Error) as error:
        with_value = WITH_VALUE.search(str(error))  # which may be about somebody
        why = with_value[1] if with_value else error
        message = f"这份备份是另一个版本写的，有一行读不懂（{why}），请用那个版本恢复。"
        raise CannotBackUp(f"{message}没有恢复任何内容。") from error


def _heads() -> dict[str, tuple[int, str]]:
    rows = AuditHead.objects.filter(bureau_ref__in=[row.pk for row in bureaus()])
    return {str(row.bureau_ref): (row.seq, row.hash) for row in rows}


def reset_sequences() -> None:
    """Let every sequence of PostgreSQL go on behind the highest key."""
    from django.core.management.color import no_style  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), backed_up_models()):
            cursor.execute(statement)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    handle = archive.extractfile(name)
    if handle is None:
        raise KeyError(name)
    return handle
