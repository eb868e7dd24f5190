"""Back up: every row as JSON lines, the files, the secret, a manifest.

In:   the database in one consistent read.    Out:  one .tar.gz that fits either database.
Cost: one pass over every table; memory for one batch of rows.

The file is written under another name and renamed when it is complete and synced, so that a
full disk or a killed process never leaves half a backup under the name that was asked for. With
public keys in the settings it is encrypted while it is written (``encryption``). The keys that
tell voices apart are in no backup, since a destroyed key must be destroyed everywhere: after a
restore voices stay unknown until the next period.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from huiying.base.files.destroyed_list import LIST_FILE, complete_list, list_path
from huiying.base.files.queries import addresses_in_use
from huiying.base.files.sealing import all_secrets
from huiying.jobs import clock
from huiying.jobs.backup.destroyed_keys import DestroyedAgain
from huiying.jobs.backup.encryption import encrypting, recipients
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.files import add_files
from huiying.jobs.backup.parts import written_whole
from huiying.jobs.database_tables.excluded import EXCLUDED
from huiying.jobs.database_tables.reading import one_moment
from huiying.jobs.shared_data import has_file_folder, has_key, lacking
from huiying.work.collection.posts.models import VoiceKey

FORMAT = "huiying-backup-1"
BATCH = 500
CHUNK = 1 << 20
ROWS = "rows.jsonl"


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
    encrypted: bool = False
    made_at: str = ""  # of a restored one, as its manifest says
    heads: Mapping[str, tuple[int, str]] = field(default_factory=dict)  # of its chains


def back_up(*, target: Path, replace: bool = False, plain: bool = False) -> BackupTotals:
    """Write a backup, encrypted if the settings name public keys.

    Args:
        plain: Do not encrypt, whatever the settings say: for a rehearsal on this machine.

    Raises:
        CannotBackUp: If the file exists, the disk is full (nothing is left behind), or key or
            files of the installation are not on this machine. A process that began before the
            key was changed would write empty texts for what it cannot open.
    """
    if not (has_key() and has_file_folder()):
        raise CannotBackUp(lacking())
    if target.exists() and not replace:
        raise CannotBackUp(f"{target} 已存在。换一个名字，或加 --force。")
    keys = [] if plain else recipients()
    try:
        complete_list()
        with (
            written_whole(target) as handle,
            encrypting(handle, keys) as body,
            tarfile.open(fileobj=body, mode="w:gz", compresslevel=6) as archive,
        ):
            rows, missing = _write(archive)
        size = target.stat().st_size
    except OSError as error:
        raise CannotBackUp(f"没有写成：{error.strerror}。原有文件没有改动。") from error
    if not plain:
        _remember()
    return BackupTotals(rows, size, missing, encrypted=bool(keys))


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


def _write(archive: tarfile.TarFile) -> tuple[int, int]:
    """Write everything; return how many rows, and how many files were missing."""
    digest = hashlib.sha256()
    rows = 0
    with tempfile.TemporaryFile() as spool:
        with one_moment():
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
        _add(archive, "secret.key", "\n".join(all_secrets()).encode())
        _add(archive, LIST_FILE, list_path().read_bytes())
        info = tarfile.TarInfo(ROWS)
        info.size = size
        info.mode = 0o600
        archive.addfile(info, spool)
    return rows, add_files(archive, blobs)


def _lines() -> Iterator[bytes]:
    for model in backed_up_models():
        rows = model._default_manager.order_by("pk").iterator(chunk_size=BATCH)
        for row in rows:
            if isinstance(row, VoiceKey) and row.key is not None:
                row.key, row.destroyed_at = None, clock.real_now()
            text = serializers.serialize("json", [row], ensure_ascii=False, cls=ExactEncoder)
            yield text.encode("utf-8") + b"\n"


def backed_up_models() -> list[type[models.Model]]:
    """Return the models whose rows are in a backup, what others refer to first."""
    every = [
        model
        for model in apps.get_models()
        if model._meta.label_lower not in EXCLUDED and model._meta.managed
    ]
    return serializers.sort_dependencies([(None, every)], allow_cycles=True)


def _add(archive: tarfile.TarFile, name: str, body: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(body)
    info.mode = 0o600
    archive.addfile(info, io.BytesIO(body))
