"""Make the dossiers that wait; delete their files when they are old or overtaken.

In:   dossiers in the database.    Out:  encrypted files in ``DATA_DIR/dossiers``, progress.
Cost: one query a look; a dossier is a pass over the rows and files of a matter.

A full disk or a killed process leaves no file, and the dossier says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.db.job_rows import JobFailure, note_progress
from huiying.base.files.sealed_stream import SealedWriter, seal_key
from huiying.jobs import clock
from huiying.jobs.shared_data import has_file_folder
from huiying.jobs.upkeep.made_files import (
    DAYS,
    failure_of,
    has_room,
    read_made,
    remove_parts,
    take,
    was_killed,
    write_whole,
)
from huiying.work.closing.dossiers.actions.make import (
    drop_dossier,
    fail_dossier,
    finish_dossier,
)
from huiying.work.closing.dossiers.attachments import attachments_of
from huiying.work.closing.dossiers.matter import matter_of
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.dossiers.package import Written, write_dossier
from huiying.work.closing.dossiers.paper import dossier_pdf
from huiying.work.closing.dossiers.queries import (
    dossiers_made_before,
    is_overtaken,
    next_dossier,
    running_dossiers,
    standing_dossiers,
)

log = logging.getLogger("huiying.jobs")

PROGRESS_EVERY = 5  # files
STILL = timedelta(hours=6)  # one of another machine that runs longer was killed


def dossier_folder() -> Path:
    """Return where the files of dossiers lie."""
    return Path(settings.DATA_DIR) / "dossiers"


def path_of(dossier: Dossier) -> Path:
    """Return where the file of a dossier lies."""
    return dossier_folder() / f"{dossier.bureau_id}-{dossier.number}.sealed"


def read_dossier(dossier: Dossier) -> Iterator[bytes]:
    """Yield the ZIP of a dossier.

    Raises:
        CannotOpen, OSError: If its file is gone, or not as it was written.
    """
    return read_made(dossier, dossier.bureau_id, path_of(dossier))


def turn(now: datetime) -> int:
    """Make one dossier that waits; returns how many were made."""
    if not has_file_folder():
        return 0
    _give_up_killed(now)
    _drop_old(now)
    dossier = next_dossier()
    if dossier is None or not take(dossier):
        return 0
    return int(make(dossier, now))


def make(dossier: Dossier, now: datetime) -> bool:
    """Make a claimed dossier; False if it failed, which the dossier then says."""
    needed = sum(one.file.size for one in attachments_of(matter_of(dossier.filing)))
    if not has_room(dossier_folder(), needed):
        return _fail(dossier, JobFailure.NO_ROOM, now)
    try:
        sealed, written = write_whole(
            path_of(dossier), dossier.pk, lambda target: _write(dossier, target, now)
        )
    except Exception as error:
        log.exception("dossier %s was not made", dossier.number)
        return _fail(dossier, failure_of(error), now)
    return finish_dossier(
        dossier,
        sha256=sealed.sha256,
        size=sealed.size,
        data_key=seal_key(dossier.bureau_id, sealed.key),
        missing=written.missing,
        now=now,
        real_now=clock.real_now(),
    )


def _write(dossier: Dossier, sealed: SealedWriter, now: datetime) -> Written:
    def progress(written: int, expected: int) -> None:
        if written % PROGRESS_EVERY == 0:
            note_progress(dossier, written=written, expected=expected)

    return write_dossier(
        dossier.filing, sealed, made_at=now, progress=progress, paper=dossier_pdf
    )


def _fail(dossier: Dossier, failure: JobFailure, now: datetime) -> bool:
    fail_dossier(dossier, failure=failure, now=now, real_now=clock.real_now())
    return False


def _give_up_killed(now: datetime) -> None:
    """Say of dossiers whose process was killed that there is no file, and remove its parts."""
    for dossier in running_dossiers():
        if was_killed(dossier, STILL):
            remove_parts(dossier_folder(), dossier.pk)
            _fail(dossier, JobFailure.BROKEN_OFF, now)


def _drop_old(now: datetime) -> None:
    old = dossiers_made_before(clock.real_now() - DAYS)
    overtaken = (dossier for dossier in standing_dossiers() if is_overtaken(dossier))
    for dossier in {one.pk: one for one in (*old, *overtaken)}.values():
        drop_dossier(dossier, now=now)
        path_of(dossier).unlink(missing_ok=True)
