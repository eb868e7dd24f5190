"""Make the dossiers that wait; delete their files when they are old or overtaken.

In:   dossiers in the database.    Out:  encrypted files in ``DATA_DIR/dossiers``, progress.
Cost: one query a look; a dossier is a pass over the rows and files of a matter.

A file is written under another name and gets its own when it is whole: a full disk or a killed
process leaves nothing that could be handed out, and the dossier says so. Times are real.
"""

from __future__ import annotations

import errno
import logging
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.files.private_folder import make_private_folder
from huiying.jobs import clock
from huiying.jobs.shared_data import has_file_folder
from huiying.jobs.stream.process_name import has_ended, this_process
from huiying.work.closing.dossiers.actions.make import (
    claim_dossier,
    drop_dossier,
    fail_dossier,
    finish_dossier,
    note_progress,
)
from huiying.work.closing.dossiers.attachments import attachments_of
from huiying.work.closing.dossiers.matter import matter_of
from huiying.work.closing.dossiers.models import Dossier, DossierFailure
from huiying.work.closing.dossiers.package import Written, write_dossier
from huiying.work.closing.dossiers.paper import dossier_pdf
from huiying.work.closing.dossiers.queries import (
    dossiers_made_before,
    is_overtaken,
    next_dossier,
    running_dossiers,
    standing_dossiers,
)
from huiying.work.closing.dossiers.sealed_stream import (
    SealedWriter,
    open_key,
    read_sealed,
    seal_key,
)

log = logging.getLogger("huiying.jobs")

DAYS = timedelta(days=7)  # a file stays so long; it can be made again
SPARE_BYTES = 1 << 28  # of the disk, beside the attached files
PROGRESS_EVERY = 5  # files
PARTIAL = ".part-"
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
    key = open_key(dossier.bureau_id, bytes(dossier.data_key or b""))
    return read_sealed(path_of(dossier), key)


def turn(now: datetime) -> int:
    """Make one dossier that waits; returns how many were made."""
    if not has_file_folder():
        return 0
    _give_up_killed(now)
    _drop_old(now)
    dossier = next_dossier()
    if dossier is None:
        return 0
    holder = this_process()
    real_now = clock.real_now()
    claimed = claim_dossier(
        dossier, holder=holder, machine=platform.node()[:100], real_now=real_now
    )
    if not claimed:
        return 0
    dossier.holder = holder
    return int(make(dossier, now))


def make(dossier: Dossier, now: datetime) -> bool:
    """Make a claimed dossier; False if it failed, which the dossier then says."""
    folder = make_private_folder(dossier_folder())
    needed = sum(one.file.size for one in attachments_of(matter_of(dossier.filing)))
    if shutil.disk_usage(folder).free < needed + SPARE_BYTES:
        return _fail(dossier, DossierFailure.NO_ROOM, now)
    part = ""
    try:
        descriptor, part = tempfile.mkstemp(dir=folder, prefix=f"{PARTIAL}{dossier.pk}-")
        with os.fdopen(descriptor, "wb") as target:
            sealed = SealedWriter(target)
            written = _write(dossier, sealed, now)
            sealed.finish()
            target.flush()
            os.fsync(target.fileno())
        Path(part).replace(path_of(dossier))
    except Exception as error:
        log.exception("dossier %s was not made", dossier.number)
        Path(part or folder / PARTIAL).unlink(missing_ok=True)
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        failure = DossierFailure.NO_ROOM if full else DossierFailure.NOT_WRITTEN
        return _fail(dossier, failure, now)
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


def _fail(dossier: Dossier, failure: DossierFailure, now: datetime) -> bool:
    fail_dossier(dossier, failure=failure, now=now, real_now=clock.real_now())
    return False


def _give_up_killed(now: datetime) -> None:
    """Say of dossiers whose process was killed that there is no file, and remove its parts."""
    here, before = platform.node()[:100], clock.real_now() - STILL
    for dossier in running_dossiers():
        long_ago = dossier.started_at is not None and dossier.started_at < before
        killed = dossier.machine == here and has_ended(dossier.holder)
        if killed or long_ago:
            for part in dossier_folder().glob(f"{PARTIAL}{dossier.pk}-*"):
                part.unlink(missing_ok=True)
            _fail(dossier, DossierFailure.BROKEN_OFF, now)


def _drop_old(now: datetime) -> None:
    old = dossiers_made_before(clock.real_now() - DAYS)
    overtaken = (dossier for dossier in standing_dossiers() if is_overtaken(dossier))
    for dossier in {one.pk: one for one in (*old, *overtaken)}.values():
        drop_dossier(dossier, now=now)
        path_of(dossier).unlink(missing_ok=True)
