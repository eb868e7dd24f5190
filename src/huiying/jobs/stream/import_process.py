"""The process that takes the rows of a large file in while another one places its posts.

In:   a claimed import, by a pipe.    Out:  posts; an exit code.
Cost: one process (about 125 MB) while a large file comes in.

It is begun before Django is loaded, so that both processes get ready at the same time. An
import that cannot begin leaves it without work, and it ends with the process that began it.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext
    from multiprocessing.queues import Queue
    from multiprocessing.sharedctypes import Synchronized

    from huiying.jobs.stream.shared_assessments import SharedAssessments, SharedEvents

MAX_UNPLACED = 6_000  # posts taken in and not placed at which a file waits …
MAX_WAIT = 10.0  # … at most so many seconds a batch
WAIT = 0.05  # seconds between two looks at what another process does
HELD_ELSEWHERE = 3  # exit code: another runner has the file


class StopFlag:
    """Tells the other process to stop, without a lock.

    ``Event.set`` waits for ever for one who was killed while it waited.
    """

    def __init__(self, fresh: SpawnContext) -> None:
        self._value = fresh.RawValue("b", 0)

    def set(self) -> None:
        """Tell it."""
        self._value.value = 1

    def is_set(self) -> bool:
        """Tell whether it was told."""
        return bool(self._value.value)


class ImportProcess:
    """The process that takes a file in and assesses events while it waits."""

    def __init__(self) -> None:
        fresh = multiprocessing.get_context("spawn")
        theirs, self._to = fresh.Pipe(duplex=False)
        self.queues = fresh.Queue(), fresh.Queue(), fresh.Value("q", 0)
        self.stop = StopFlag(fresh)
        given = (theirs, self.stop, *self.queues)
        self._process = fresh.Process(target=_main, args=given, daemon=True)
        self._process.start()
        theirs.close()

    def submit(self, job_id: int, held_until: datetime | None) -> None:
        """Let it take in the file of an import that this process holds."""
        with suppress(BrokenPipeError):  # it died: whoever asks whether it runs learns so
            self._to.send((job_id, held_until))

    def is_running(self) -> bool:
        """Tell whether it has not ended."""
        return self._process.is_alive()

    def end(self) -> int | None:
        """Let it end; return its exit code."""
        self.stop.set()
        self._process.join()
        return self._process.exitcode


def _main(
    jobs: Connection,
    stop: StopFlag,
    grave: Queue[SharedEvents],
    calm: Queue[SharedEvents],
    open_count: Synchronized[int],
) -> None:
    from huiying.jobs.stream.helper_process import end_with_parent  # noqa: PLC0415

    end_with_parent()  # what is not stored yet is taken in again
    _set_up_django()
    from huiying.jobs.stream.memory import limit_memory  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.stream.shared_assessments import SharedAssessments  # noqa: PLC0415

    job_id, held_until = _received(jobs)
    limit_memory()
    shared = SharedAssessments(grave, calm, open_count)
    if not _take_rows(job_id, held_until, stop, shared):
        sys.exit(HELD_ELSEWHERE)


def _set_up_django() -> None:
    """Get ready while the first process does, which looks at migrations: they take 8 MB."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.prod")
    import django  # noqa: PLC0415

    try:
        django.setup()
    except Exception:  # that process meets it too, and says what to do
        sys.exit(1)


def _received(jobs: Connection) -> tuple[int, datetime | None]:
    """Wait for an import, and end when the first process ended before it came to one."""
    try:
        job_id, held_until = jobs.recv()
    except EOFError:
        sys.exit()
    return job_id, held_until


def _take_rows(
    job_id: int, held_until: datetime | None, stop: StopFlag, shared: SharedAssessments
) -> bool:
    """Take a file in, then assess events until told to stop; False if another runner has it."""
    from huiying.jobs.stream import imports  # noqa: PLC0415 - needs Django ready
    from huiying.jobs.stream.memory import release_free_memory  # noqa: PLC0415
    from huiying.work.collection.imports.models import ImportJob  # noqa: PLC0415
    from huiying.work.collection.posts.queries import has_more_arrivals  # noqa: PLC0415

    bureau_id = ImportJob.objects.get(pk=job_id).bureau_id

    def should_stop() -> bool:
        shared.help_grave(bureau_id)  # first of all: each may be an alarm
        # Not too far ahead: whoever signs a receipt shares the one writer with this file.
        until = time.monotonic() + MAX_WAIT
        while (
            has_more_arrivals(bureau_id, MAX_UNPLACED)
            and time.monotonic() < until
            and not stop.is_set()
        ):
            if not shared.help(bureau_id):
                time.sleep(WAIT)
        return stop.is_set()

    job = imports.run(
        job_id,
        held_until=held_until,
        progress=lambda _job: release_free_memory(),
        should_stop=should_stop,
        pause_on_stop=True,
    )
    while job is not None and not stop.is_set():
        if not shared.help(bureau_id):
            time.sleep(WAIT)
    return job is not None
