"""Run requested and nightly backups in a worker, and keep the newest.

In:   rows that wait, the hour.    Out:  files in ``BACKUP_DIR``, a row that says how it went.
Cost: one query a look; a backup is one pass over every table, no writer waits for it.

Times are real: a demonstration's clock makes no nights. The files stay on the server; a person
takes them to another machine, since a copy beside the data is lost with the data.
"""

from __future__ import annotations

import fcntl
import logging
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Min, Q
from django.utils import timezone

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE, Subject
from huiying.base.db.locks import lock_row
from huiying.base.files.private_folder import make_private_folder
from huiying.jobs import clock
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.copies import hash_of, write_hash
from huiying.jobs.backup.follow_up import (
    NIGHT_HOURS,
    copy_what_has_none,
    rehearse_by_week,
    this_machine,
)
from huiying.jobs.backup.parts import drop_parts
from huiying.jobs.backup.rehearsal import drop_left_behind
from huiying.jobs.models import BackupFailure, BackupRun
from huiying.jobs.shared_data import has_file_folder, has_key

log = logging.getLogger("huiying.jobs")

OVERDUE = timedelta(hours=36)  # the machine slept at night: then by day
RECENT = timedelta(hours=12)  # a bureau just set up has other worries
BROKEN_OFF = timedelta(hours=6)  # one of another machine that runs longer was killed
SPARE_BYTES = 1 << 29  # beside twice the last one
RUNS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """What is kept where."""

    folder: Path
    copies: int  # newest of each kind that are kept; 0 makes none by night


def backup_folder() -> BackupFolder:
    """Return where backups lie and how many are kept."""
    return BackupFolder(_folder(), 0 if settings.DEMO else settings.BACKUP_KEEP)


def newest_runs() -> list[BackupRun]:
    """Return the newest backups of this installation, the newest first."""
    return list(BackupRun.objects.order_by("-pk")[:RUNS_SHOWN])


@transaction.atomic
def request_backup(*, officer: Officer) -> BackupRun:
    """Ask for a backup now; while one waits or runs it is that one."""
    lock_row(Bureau, officer.bureau_id, referable=True)  # one asks at a time
    open_one = BackupRun.objects.filter(finished_at__isnull=True).order_by("pk").first()
    if open_one is not None:
        return open_one
    run = BackupRun.objects.create(requested_at=clock.real_now(), bureau_ref=officer.bureau_id)
    append(
        bureau_id=officer.bureau_id,
        actor=officer.audit_actor(),
        verb="backup.asked",
        subject=Subject("backup", str(run.pk), ""),
        now=clock.now(),
    )
    return run


def turn(now: datetime) -> int:
    """Make the backup that waits, if one does; return how many were made."""
    del now  # of the bureau's clock, which may run faster than nights come
    with _alone_on_this_machine() as alone:
        # Without key or files it would be half a backup: it is left to who has them.
        if not (alone and has_key() and has_file_folder()):
            return 0
        moment = clock.real_now()
        made = int(_turn(moment))
        copy_what_has_none(moment)
        rehearse_by_week(moment)
        return made


def _turn(moment: datetime) -> bool:
    here = this_machine()
    unfinished = BackupRun.objects.filter(started_at__isnull=False, finished_at__isnull=True)
    lost = unfinished.filter(Q(started_at__lt=moment - BROKEN_OFF) | Q(machine=here))
    lost.update(finished_at=moment, failure=BackupFailure.BROKEN_OFF)
    _ask_by_night(moment)
    waiting = BackupRun.objects.filter(started_at__isnull=True).order_by("pk").first()
    if waiting is None:
        return False
    mine = BackupRun.objects.filter(pk=waiting.pk, started_at__isnull=True)
    return mine.update(started_at=moment, machine=here) == 1 and _make(waiting, moment)


@contextmanager
def _alone_on_this_machine() -> Iterator[bool]:
    """Keep other processes of this machine out: what one of them left unfinished is lost.

    The lock ends with the process that holds it, however it ends.
    """
    folder = make_private_folder(Path(settings.DATA_DIR))
    with (folder / ".backup-lock").open("a") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def is_due(moment: datetime) -> bool:
    """Tell whether a backup should be made without anybody asking."""
    if settings.DEMO or settings.BACKUP_KEEP < 1:
        return False
    began = bureaus().aggregate(at=Min("created_at"))["at"]
    if began is None or moment - began < RECENT:
        return False
    done = BackupRun.objects.filter(failure="").aggregate(at=Max("finished_at"))["at"]
    by_night = timezone.localtime(moment).hour in NIGHT_HOURS
    return by_night or moment - max(began, done or began) > OVERDUE


def _ask_by_night(moment: datetime) -> None:
    night = timezone.localtime(moment).date()
    open_or_tonight = Q(finished_at__isnull=True) | Q(night=night)
    if not is_due(moment) or BackupRun.objects.filter(open_or_tonight).exists():
        return
    with suppress(IntegrityError), transaction.atomic():  # another worker was quicker
        BackupRun.objects.create(requested_at=moment, night=night)


def _make(run: BackupRun, moment: datetime) -> bool:
    folder = _folder()
    kind = "night" if run.night else "asked"
    end = ".age" if settings.BACKUP_RECIPIENTS else ""
    target = folder / f"huiying-{kind}-{timezone.localtime(moment):%Y%m%d-%H%M%S}.tar.gz{end}"
    run.path = str(target)
    try:
        drop_parts(folder, before=moment - BROKEN_OFF)
        drop_left_behind(Path(settings.DATA_DIR))
        if _has_room(folder):
            done = back_up(target=target)
            run.size, run.rows, run.missing = done.size, done.rows, done.missing
            run.encrypted, run.sha256 = done.encrypted, hash_of(target)
            write_hash(target, run.sha256)
        else:
            run.failure = BackupFailure.NO_ROOM
    except Exception:
        # Whatever it was must end in the row: an administrator reads that, not the log.
        run.failure = BackupFailure.NOT_WRITTEN
        log.exception("backup failed")
    with transaction.atomic():
        BackupRun.objects.filter(pk=run.pk).update(
            finished_at=clock.real_now(),
            path=run.path,
            size=run.size,
            rows=run.rows,
            missing=run.missing,
            encrypted=run.encrypted,
            sha256=run.sha256,
            failure=run.failure,
        )
        if run.bureau_ref is not None:
            append(
                bureau_id=run.bureau_ref,
                actor=MACHINE,
                verb="backup.failed" if run.failure else "backup.made",
                subject=Subject("backup", str(run.pk), ""),
                now=clock.now(),
                data={"rows": run.rows, "bytes": run.size},
            )
    if not run.failure:
        _drop_old(folder, kind)
    return not run.failure


def _folder() -> Path:
    return Path(settings.BACKUP_DIR or Path(settings.DATA_DIR) / "backups")


def _has_room(folder: Path) -> bool:
    """Tell whether twice the last backup and a reserve fit: the disk is the work's as well."""
    last = BackupRun.objects.filter(failure="", finished_at__isnull=False).order_by("-pk")
    wanted = 2 * (last.values_list("size", flat=True).first() or 0) + SPARE_BYTES
    return shutil.disk_usage(make_private_folder(folder)).free >= wanted


def to_be_deleted(kind: str) -> list[Path]:
    """Return what the next backup of a kind will delete: the newest are kept.

    Asking often never takes a night's away, and what somebody else put there stays.
    """
    return _older_than(kind, max(settings.BACKUP_KEEP, 1) - 1)


def _drop_old(folder: Path, kind: str) -> None:
    del folder
    for path in _older_than(kind, max(settings.BACKUP_KEEP, 1)):
        for one in (path, path.with_name(f"{path.name}.sha256")):
            with suppress(OSError):
                one.unlink()


def _older_than(kind: str, newest: int) -> list[Path]:
    made_here = re.compile(rf"huiying-{kind}-\d{{8}}-\d{{6}}\.tar\.gz(\.age)?")
    folder = _folder()
    if not folder.is_dir():
        return []
    mine = sorted(path for path in folder.iterdir() if made_here.fullmatch(path.name))
    return mine[: len(mine) - newest] if len(mine) > newest else []
