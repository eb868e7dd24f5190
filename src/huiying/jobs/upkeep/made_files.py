"""What every job that makes a file does alike: claim, write it whole or not at all, give up.

In:   a row of ``base/db/job_rows``, where its file lies, what writes it.
Out:  an encrypted file under its own name; or none, and why.
Cost: that of writing.

A file is written under another name and gets its own when it is whole: a full disk or a killed
process leaves nothing that could be handed out. Times are real.
"""

from __future__ import annotations

import errno
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from huiying.base.db.job_rows import JobFailure, JobRow, claim_job
from huiying.base.files.made_file import MadeFile
from huiying.base.files.private_folder import make_private_folder
from huiying.base.files.sealed_stream import SealedWriter, open_key, read_sealed
from huiying.jobs import clock
from huiying.jobs.stream.process_name import has_ended, this_process

DAYS = timedelta(days=7)  # a file stays so long; it can be made again
SPARE_BYTES = 1 << 28  # of the disk, beside what a file is known to need
PARTIAL = ".part-"
FULL = (errno.ENOSPC, errno.EDQUOT)
Made = TypeVar("Made")


def take(row: JobRow) -> bool:
    """Claim a row for this process; False if another one was first."""
    machine = platform.node()[:100]
    return claim_job(row, holder=this_process(), machine=machine, real_now=clock.real_now())


def was_killed(row: JobRow, still: timedelta) -> bool:
    """Tell whether whoever had a row was killed.

    Args:
        still: A row of another machine that runs longer was killed: no process of another
            machine can be looked for.
    """
    begun = row.started_at
    if begun is not None and begun < clock.real_now() - still:
        return True
    return row.machine == platform.node()[:100] and has_ended(row.holder)


def has_room(folder: Path, needed: int = 0) -> bool:
    """Tell whether the disk takes a file and has some left."""
    return shutil.disk_usage(make_private_folder(folder)).free >= needed + SPARE_BYTES


def write_whole(
    path: Path, key: int, write: Callable[[SealedWriter], Made]
) -> tuple[SealedWriter, Made]:
    """Write an encrypted file; what fails, leaves none.

    Args:
        key: Of its row; names the file while it is not whole.
    """
    part = ""
    folder = make_private_folder(path.parent)
    try:
        descriptor, part = tempfile.mkstemp(dir=folder, prefix=f"{PARTIAL}{key}-")
        with os.fdopen(descriptor, "wb") as target:
            sealed = SealedWriter(target)
            made = write(sealed)
            sealed.finish()
            target.flush()
            os.fsync(target.fileno())
        Path(part).replace(path)
    except Exception:
        Path(part or folder / PARTIAL).unlink(missing_ok=True)
        raise
    return sealed, made


def remove_parts(folder: Path, key: int) -> None:
    """Remove what a killed process had written of a file."""
    for part in folder.glob(f"{PARTIAL}{key}-*"):
        part.unlink(missing_ok=True)


def failure_of(error: Exception) -> JobFailure:
    """Return why there is no file."""
    full = isinstance(error, OSError) and error.errno in FULL
    return JobFailure.NO_ROOM if full else JobFailure.NOT_WRITTEN


def read_made(row: MadeFile, bureau_id: int, path: Path) -> Iterator[bytes]:
    """Yield the plain bytes of a file.

    Raises:
        CannotOpen, OSError: If it is gone, or not as it was written.
    """
    return read_sealed(path, open_key(bureau_id, bytes(row.data_key or b"")))
