"""Restore a backup into a scratch installation, look at what came back, and drop it again.

In:   a backup; the file of the private key if it is encrypted.
Out:  whether it is good, how long it took, what acts are younger than it.
Cost: a restore, by a process of its own, into a SQLite file in the data folder, which needs
      about three times the room of the backup.

The scratch is private (mode 700) and holds what the installation itself holds. One that a
killed process left is dropped by the next backup or rehearsal.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.audit.models import AuditHead, AuditRecord
from huiying.base.files.destroyed_list import LIST_FILE, list_path
from huiying.base.files.private_folder import make_private_folder
from huiying.jobs import clock
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.encryption import PLAIN_PREFIX, is_encrypted
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.parts import drop_parts, part_prefix

PREFIX = ".rehearsal-"
LEFT_BEHIND = timedelta(hours=12)
ROOM = 3  # times the backup
SPARE_BYTES = 1 << 28


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a rehearsal came to; ``wrong`` is empty when the backup can be relied upon."""

    seconds: float
    made_at: datetime | None = None
    rows: int = 0
    files: int = 0
    lost_records: int = 0  # acts that the installation has and the backup does not
    wrong: tuple[str, ...] = field(default=())

    @property
    def good(self) -> bool:
        """Tell whether nothing was wrong."""
        return not self.wrong


def rehearse(source: Path, key: Path | None = None) -> Rehearsal:
    """Restore a backup into a scratch installation and check it.

    Raises:
        CannotBackUp: If it cannot be tried: no room, or an encrypted one without its key.
    """
    if is_encrypted(source) and key is None:
        raise CannotBackUp(
            "这份备份是加密的，没有私钥不能试恢复。请取来私钥文件，加 --key 文件。"
        )
    with _scratch(source.stat().st_size) as folder:
        began = time.monotonic()
        report, refusal = _restore_there(source, folder, key)
        seconds = time.monotonic() - began
    if report is None:
        return Rehearsal(seconds, wrong=(refusal,))
    return _judged(report, seconds)


def rehearse_what_would_be_written() -> Rehearsal:
    """Write a backup without encryption into a scratch folder, and rehearse that.

    So an installation that cannot open its own encrypted backups proves every week that what
    it puts into them can be restored.

    Raises:
        CannotBackUp: If it cannot be written.
    """
    last = max((path.stat().st_size for path in newest_files()), default=0)
    with _scratch(2 * last) as folder:
        plain = folder / "plain.tar.gz"
        back_up(target=plain, plain=True)
        return rehearse(plain)


def newest_files() -> list[Path]:
    """Return the backups in the folder of backups, the newest first."""
    folder = Path(settings.BACKUP_DIR or Path(settings.DATA_DIR) / "backups")
    found = [*folder.glob("*.tar.gz"), *folder.glob("*.tar.gz.age")]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


@contextmanager
def _scratch(size: int) -> Iterator[Path]:
    home = make_private_folder(Path(settings.DATA_DIR))
    drop_left_behind(home)
    if shutil.disk_usage(home).free < ROOM * size + SPARE_BYTES:
        raise CannotBackUp(f"{home} 的磁盘空间不足，没有试恢复。请腾出空间。")
    with tempfile.TemporaryDirectory(dir=home, prefix=part_prefix(PREFIX)) as folder:
        yield Path(folder)


def drop_left_behind(home: Path) -> None:
    """Drop what killed processes left here of a backup that they opened or restored."""
    before = clock.real_now() - LEFT_BEHIND
    for kind in (PREFIX, PLAIN_PREFIX):
        drop_parts(home, kind=kind, before=before)


def _restore_there(
    source: Path, folder: Path, key: Path | None
) -> tuple[dict[str, object] | None, str]:
    """Restore by a process of its own; return its report, or None and what it said."""
    data, report = folder / "data", folder / "restored.json"
    make_private_folder(data)
    with suppress(FileNotFoundError):  # as an administrator would bring it along
        shutil.copy(list_path(), data / LIST_FILE)
    words = ["restore", str(source.resolve()), "--report", str(report)]
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-P", "-m", "huiying.config.cli", *words]
        + (["--key", str(key.resolve())] if key else []),
        env=_environment(data),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not report.exists():
        lines = (done.stderr or done.stdout).split("\n")
        return None, "".join(one.strip() for one in lines).removeprefix("✗").strip()
    return json.loads(report.read_text("utf-8")), ""


def _environment(data: Path) -> dict[str, str]:
    """Return the environment of an installation of its own: no setting of this one counts."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("HUIYING_")}
    return {
        **own,
        "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
        "HUIYING_DATA_DIR": str(data),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "COLUMNS": "1000",
    }


def _judged(report: dict[str, object], seconds: float) -> Rehearsal:
    """Hold what came back against this installation."""
    wrong, lost = [], 0
    if unreadable := list(report["unreadable"]):  # type: ignore[call-overload]
        named = "、".join(map(str, unreadable[:5]))
        wrong.append(f"恢复出来的文件有 {len(unreadable)} 个打不开（{named}）")
    heads: dict[str, tuple[int, str]] = report["heads"]  # type: ignore[assignment]
    for bureau, (seq, value) in heads.items():
        there = AuditRecord.objects.filter(bureau_ref=int(bureau), seq=seq)
        if seq and list(there.values_list("hash", flat=True)) != [value]:
            wrong.append(f"备份里审计链的第 {seq} 条和本安装的不是同一条")
    for head in AuditHead.objects.filter(bureau_ref__gt=0):
        lost += max(0, head.seq - heads.get(str(head.bureau_ref), (0, ""))[0])
    made_at = report.get("made_at")
    return Rehearsal(
        seconds,
        datetime.fromisoformat(str(made_at)) if made_at else None,
        int(str(report["rows"])),
        int(str(report["files"])),
        lost,
        tuple(wrong),
    )
