"""Back up and restore: every row as JSON lines, the secret, a manifest with hashes.

In:   the database in one consistent read.    Out:  one .tar.gz, independent of the database kind.
Cost: one pass over every table; memory for one batch of rows.

The file is written under another name and renamed when it is complete and synced, so that a full
disk or a killed process never leaves half a backup under the name that was asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction

from huiying.base.accounts.queries import bureaus
from huiying.base.audit.queries import verify
from huiying.jobs import clock
from huiying.jobs.stream import forget_workers

FORMAT = "huiying-backup-1"
BATCH = 500
LEFT_OUT = frozenset(
    {
        "sessions.session",
        "jobs.streamlease",
        "contenttypes.contenttype",
        "auth.permission",
        "axes.accessattempt",
        "axes.accesslog",
        "axes.accessfailurelog",
    }
)


class CannotBackUp(Exception):
    """The backup or restore was not done; the text says why and what is safe."""


class Exact(DjangoJSONEncoder):
    """JSON that keeps microseconds: the record's hashes are made with them."""

    def default(self, o: Any) -> Any:
        """Return a moment as it is, anything else as Django does."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


@dataclass(frozen=True, slots=True)
class Done:
    """How much was written or read."""

    rows: int
    size: int


def back_up(*, target: Path, replace: bool = False) -> Done:
    """Write a backup.

    Raises:
        CannotBackUp: If the file exists, or the disk is full (nothing is left behind).
    """
    if target.exists() and not replace:
        raise CannotBackUp(f"{target} 已存在。换一个名字，或加 --force。")
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            os.chmod(part, 0o600)  # noqa: PTH101 - before anything secret is in it
            with tarfile.open(fileobj=handle, mode="w:gz", compresslevel=6) as archive:
                rows = _write(archive)
            handle.flush()
            os.fsync(handle.fileno())
        size = part.stat().st_size
        part.replace(target)
    except OSError as error:
        raise CannotBackUp(f"没有写成：{error.strerror}。原有文件没有改动。") from error
    finally:
        part.unlink(missing_ok=True)
    return Done(rows, size)


def restore(*, source: Path) -> Done:
    """Read a backup into an empty database, in one transaction.

    Raises:
        CannotBackUp: If the file is damaged or of another version, or data is there already.
    """
    if bureaus().exists():
        raise CannotBackUp("这个安装里已有数据，没有恢复。请用一个空的 HUIYING_DATA_DIR。")
    try:
        with tarfile.open(source, "r:gz") as archive:
            manifest = json.loads(_member(archive, "manifest.json"))
            if manifest.get("format") != FORMAT:
                raise CannotBackUp("这不是本版本的备份文件。")
            body = _member(archive, "rows.jsonl")
            secret = _member(archive, "secret.key")
    except (OSError, tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise CannotBackUp(f"文件读不出来或已损坏：{error}。没有恢复任何内容。") from error
    if hashlib.sha256(body).hexdigest() != manifest["rows_sha256"]:
        raise CannotBackUp("文件内容与清单不符，已损坏。没有恢复任何内容。")
    rows = _load(body)
    forget_workers()
    _put_secret(secret)
    return Done(rows, len(body))


def _load(body: bytes) -> int:
    rows = 0
    lines = io.StringIO(body.decode("utf-8"))
    try:
        with transaction.atomic(), connection.constraint_checks_disabled():
            for line in lines:
                for item in serializers.deserialize("json", line):
                    models.Model.save_base(item.object, raw=True)
                    rows += 1
            connection.check_constraints()
            _reset_sequences()
            for bureau in bureaus():
                result = verify(bureau_id=bureau.pk)
                if not result.holds:
                    raise CannotBackUp(f"审计链不完整：{result.why}。没有恢复任何内容。")
    except DeserializationError as error:
        raise CannotBackUp(f"有一行读不懂：{error}。没有恢复任何内容。") from error
    return rows


def _write(archive: tarfile.TarFile) -> int:
    digest = hashlib.sha256()
    rows = 0
    with tempfile.TemporaryFile() as spool:
        with transaction.atomic():
            for line in _lines():
                spool.write(line)
                digest.update(line)
                rows += 1
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
        info = tarfile.TarInfo("rows.jsonl")
        info.size = size
        archive.addfile(info, spool)
    return rows


def _lines() -> Iterator[bytes]:
    for model in _models():
        rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
        for row in rows:
            text = serializers.serialize("json", [row], ensure_ascii=False, cls=Exact)
            yield text.encode("utf-8") + b"\n"


def _models() -> list[type[models.Model]]:
    every = [
        model
        for model in apps.get_models()
        if model._meta.label_lower not in LEFT_OUT and model._meta.managed
    ]
    return serializers.sort_dependencies([(None, every)], allow_cycles=True)


def _reset_sequences() -> None:
    from django.core.management.color import no_style  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _put_secret(secret: bytes) -> None:
    path = settings.DATA_DIR / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(secret)
    path.chmod(0o600)


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(body))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    handle = archive.extractfile(name)
    if handle is None:
        raise KeyError(name)
    return handle.read()
