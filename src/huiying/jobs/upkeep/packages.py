"""Make the packages (ZIPs) that wait; delete their files when they are old or overtaken.

In:   rows of one kind, what finds, writes and ends them.
Out:  encrypted files in a folder of ``DATA_DIR``, progress.
Cost: one query a look; a package is a pass over the rows and files of a matter.

A full disk or a killed process leaves no file, and the row says so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from django.conf import settings

from huiying.base.db.job_rows import JobFailure, note_progress
from huiying.base.files.made_file import MadeFile
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

log = logging.getLogger("huiying.jobs")

PROGRESS_EVERY = 5  # files
STILL = timedelta(hours=6)  # one of another machine that runs longer was killed

Progress = Callable[[int, int], None]


class PackageRow(Protocol):
    """A ``MadeFile`` of a bureau, with a number."""

    pk: int
    bureau_id: int
    number: str


Row = TypeVar("Row", bound=MadeFile)


@dataclass(frozen=True, kw_only=True)
class PackageJob(Generic[Row]):
    """How the packages of one kind are made and dropped.

    Attributes:
        folder: Below ``DATA_DIR``.
        needed: Bytes that the attached files take.
        write: Writes the ZIP; returns how many attached files cannot be read.
        over: The rows whose file is to be deleted, made before a moment or overtaken.
    """

    folder: str
    waiting: Callable[[], Row | None]
    running: Callable[[], Iterable[Row]]
    over: Callable[[datetime], Iterable[Row]]
    needed: Callable[[Row], int]
    write: Callable[[Row, SealedWriter, datetime, Progress], int]
    finish: Callable[..., bool]
    fail: Callable[..., None]
    drop: Callable[..., None]

    def path_of(self, row: Row) -> Path:
        """Return where the file of a row lies."""
        return self._folder / f"{_of(row).bureau_id}-{_of(row).number}.sealed"

    def read(self, row: Row) -> Iterator[bytes]:
        """Yield the ZIP of a row.

        Raises:
            CannotOpen, OSError: If its file is gone, or not as it was written.
        """
        return read_made(row, _of(row).bureau_id, self.path_of(row))

    def turn(self, now: datetime) -> int:
        """Make one package that waits; returns how many were made."""
        if not has_file_folder():
            return 0
        self._give_up_killed(now)
        for row in {one.pk: one for one in self.over(clock.real_now() - DAYS)}.values():
            self.drop(row, now=now)
            self.path_of(row).unlink(missing_ok=True)
        waiting = self.waiting()
        if waiting is None or not take(waiting):
            return 0
        return int(self.make(waiting, now))

    def make(self, row: Row, now: datetime) -> bool:
        """Make a claimed package; False if it failed, which its row then says."""
        if not has_room(self._folder, self.needed(row)):
            return self._fail(row, JobFailure.NO_ROOM, now)

        def progress(written: int, expected: int) -> None:
            if written % PROGRESS_EVERY == 0:
                note_progress(row, written=written, expected=expected)

        try:
            sealed, missing = write_whole(
                self.path_of(row),
                row.pk,
                lambda target: self.write(row, target, now, progress),
            )
        except Exception as error:
            log.exception("package %s was not made", _of(row).number)
            return self._fail(row, failure_of(error), now)
        return self.finish(
            row,
            sha256=sealed.sha256,
            size=sealed.size,
            data_key=seal_key(_of(row).bureau_id, sealed.key),
            missing=missing,
            now=now,
            real_now=clock.real_now(),
        )

    @property
    def _folder(self) -> Path:
        return Path(settings.DATA_DIR) / self.folder

    def _fail(self, row: Row, failure: JobFailure, now: datetime) -> bool:
        self.fail(row, failure=failure, now=now, real_now=clock.real_now())
        return False

    def _give_up_killed(self, now: datetime) -> None:
        """Say of rows whose process was killed that there is no file, and remove its parts."""
        for row in self.running():
            if was_killed(row, STILL):
                remove_parts(self._folder, row.pk)
                self._fail(row, JobFailure.BROKEN_OFF, now)


def _of(row: MadeFile) -> PackageRow:
    return row  # type: ignore[return-value]  # every package has a bureau and a number
