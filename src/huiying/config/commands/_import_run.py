"""One run of an import from the command line: taking in and placing at the same time.

In:   a claimed import, a progress bar.    Out:  posts, placed by the stream.
Cost: three processes for a large file: one takes rows in, one reads words, one places.
"""

from __future__ import annotations

import multiprocessing
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from huiying.config.commands._django import fail, ready
from huiying.jobs.stream.memory import limit_memory, release_free_memory

if TYPE_CHECKING:
    from datetime import datetime
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnContext
    from multiprocessing.queues import Queue
    from multiprocessing.sharedctypes import Synchronized

    from rich.progress import Progress

    from huiying.jobs.stream.shared_assessments import SharedAssessments, SharedEvents
    from huiying.work.collection.imports.models import ImportJob

MIN_WAITING = 1_500  # posts that wait while others are taken in, so that helpers have work
MAX_UNPLACED = 6_000  # posts taken in and not placed at which a file waits …
MAX_WAIT = 10.0  # … at most so many seconds a batch
WAIT = 0.05  # seconds between two looks at what another process does
GIVE_BACK_EVERY = 2_500  # posts placed
_TAKEN = 3  # exit code: another runner has the file


class ImportRun:
    """One run of an import: rows are taken in and placed at the same time."""

    def __init__(
        self,
        job: ImportJob,
        bar: Progress,
        should_stop: Callable[[], bool],
        taker: ImportProcess | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            taker: Takes the file in where it is large.
        """
        self.job, self.bar, self.should_stop = job, bar, should_stop
        self.taker = taker
        self.reading = bar.add_task("收录", total=1.0, rows="")
        self.placing = bar.add_task("归组", total=None, rows="")
        self.placed = 0

    def to_end(self) -> ImportJob | None:
        """Take the file in and place its posts; None if another runner has it."""
        return self._here() if self.taker is None else self._apart(self.taker)

    def _here(self) -> ImportJob | None:
        """Take a small file in and place its posts, batch by batch."""
        from huiying.jobs.stream import imports  # noqa: PLC0415

        def progress(now_job: ImportJob) -> None:
            self.show(now_job)
            self.place(leave=MIN_WAITING)

        return imports.run(
            self.job.pk,
            held_until=self.job.claimed_until,
            progress=progress,
            should_stop=self.should_stop,
            pause_on_stop=True,
        )

    def _apart(self, taker: ImportProcess) -> ImportJob | None:
        """Let the taker take a large file in, while this process places its posts.

        The taker looks at events while it waits, and when it is done, until ``finish``.
        """
        from huiying.work.collection.imports.actions.advance import (  # noqa: PLC0415
            release_import,
        )

        aside, bureau_id = taker.take(self.job), self.job.bureau_id

        def look() -> bool:
            if self.should_stop():
                taker.stop.set()
            self.job.refresh_from_db()
            self.show(self.job)
            return taker.has_taken(self.job) or self.should_stop()

        while not look():
            if not self.place(leave=MIN_WAITING, until=look) and not aside.help(bureau_id):
                time.sleep(WAIT)
        if self.should_stop() or not taker.process.is_alive():
            code = taker.ended()
            if code == _TAKEN:
                return None
            if code:
                self.job.refresh_from_db()
                release_import(job=self.job, paused=True)
                fail(
                    f"收录的进程意外停止（{code}）。"
                    "已收录的都在；再运行同一条命令即可接着导入。",
                    1,
                )
        self.job.refresh_from_db()
        return self.job

    def finish(self) -> None:
        """Look at the last events, side by side with the other process, and end that one.

        Who stops it leaves them to the next worker, which finds them in the database.
        """
        from huiying.jobs import clock  # noqa: PLC0415
        from huiying.jobs.stream import worker  # noqa: PLC0415

        taker, bureau_id = self.taker, self.job.bureau_id
        if taker is None or taker.aside is None:
            return
        while taker.aside and taker.process.is_alive() and not self.should_stop():
            if not taker.aside.help(bureau_id):
                time.sleep(WAIT)
        if not self.should_stop():
            if taker.aside:  # the other process died over some: the database knows which
                worker.forget_workers()
            worker.worker_of(bureau_id).turn(now=clock.now())
        taker.ended()

    def place(self, *, leave: int = 0, until: Callable[[], bool] | None = None) -> int:
        """Turn the stream here, unless a server turns it already; returns posts placed."""
        from huiying.jobs.stream import worker  # noqa: PLC0415
        from huiying.jobs.stream.lease import held_elsewhere  # noqa: PLC0415

        bureau_id, before = self.job.bureau_id, self.placed
        if held_elsewhere(bureau_id):
            return 0

        def told(count: int) -> None:
            self.placed = before + count
            if count % GIVE_BACK_EVERY < worker.BATCH:
                release_free_memory()
            self.bar.update(self.placing, rows=f"{self.placed} 条")

        return worker.drain(
            bureau_id, leave=leave, on_progress=told, should_stop=until or self.should_stop
        )

    def show(self, job: ImportJob) -> None:
        """Show how far the file was read."""
        rows = f"收录 {job.accepted} · 重复 {job.repeated} · 未收 {job.refused}"
        self.bar.update(self.reading, completed=job.progress, rows=rows)


class StopFlag:
    """Tells the other process to stop, without a lock.

    ``Event.set`` waits for ever for one who was killed while it waited.
    """

    def __init__(self, fresh: SpawnContext) -> None:
        self._told = fresh.RawValue("b", 0)

    def set(self) -> None:
        """Tell it."""
        self._told.value = 1

    def is_set(self) -> bool:
        """Tell whether it was told."""
        return bool(self._told.value)


class ImportProcess:
    """The process that takes a large file in, and helps with the looks.

    It is begun before anything else, so that both get ready at the same time; an import that
    cannot begin leaves it without work, and it ends with this process.
    """

    def __init__(self) -> None:
        fresh = multiprocessing.get_context("spawn")
        theirs, self._to = fresh.Pipe(duplex=False)
        self._shared = fresh.Queue(), fresh.Queue(), fresh.Value("q", 0)
        self.stop = StopFlag(fresh)
        self.aside: SharedAssessments | None = None
        given = (theirs, self.stop, *self._shared)
        self.process = fresh.Process(target=_take_in, args=given, daemon=True)
        self.process.start()
        theirs.close()

    def take(self, job: ImportJob) -> SharedAssessments:
        """Let it take the file of a claimed import in; returns the looks that both share."""
        with suppress(BrokenPipeError):  # it died: the run says so
            self._to.send((job.pk, job.claimed_until))
        from huiying.jobs.stream.lease import held_elsewhere  # noqa: PLC0415
        from huiying.jobs.stream.shared_assessments import SharedAssessments  # noqa: PLC0415
        from huiying.jobs.stream.worker import worker_of  # noqa: PLC0415

        worker = worker_of(job.bureau_id)
        self.aside = worker.aside = SharedAssessments(*self._shared)
        if not held_elsewhere(job.bureau_id):
            worker.ahead.begin()
        return self.aside

    def has_taken(self, job: ImportJob) -> bool:
        """Tell whether it is done with the file, or ended."""
        return job.finished_at is not None or not self.process.is_alive()

    def ended(self) -> int | None:
        """Let it end; returns its exit code."""
        self.stop.set()
        self.process.join()
        return self.process.exitcode


def _take_in(
    told: Connection,
    stop: StopFlag,
    grave: Queue[SharedEvents],
    calm: Queue[SharedEvents],
    left: Synchronized[int],
) -> None:
    """Take a file in, in a process that does nothing else; ends with the one that began it."""
    from huiying.jobs.stream.helper_process import end_with_parent  # noqa: PLC0415

    end_with_parent()  # what is not stored yet is taken in again
    _ready_beside()
    from huiying.jobs.stream import imports  # noqa: PLC0415
    from huiying.jobs.stream.shared_assessments import SharedAssessments  # noqa: PLC0415
    from huiying.work.collection.imports.models import ImportJob  # noqa: PLC0415
    from huiying.work.collection.posts.queries import has_more_arrivals  # noqa: PLC0415

    job_id, held_until = _heard(told)
    limit_memory()
    bureau_id, aside = (
        ImportJob.objects.get(pk=job_id).bureau_id,
        SharedAssessments(grave, calm, left),
    )

    def should_stop() -> bool:
        aside.help_grave(bureau_id)  # first of all: each may be an alarm
        # Not too far ahead: whoever signs a receipt shares the one writer with this file.
        until = time.monotonic() + MAX_WAIT
        while (
            has_more_arrivals(bureau_id, MAX_UNPLACED)
            and time.monotonic() < until
            and not stop.is_set()
        ):
            if not aside.help(bureau_id):
                time.sleep(WAIT)
        return stop.is_set()

    def tidy(_job: ImportJob) -> None:
        release_free_memory()

    done = imports.run(
        job_id,
        held_until=held_until,
        progress=tidy,
        should_stop=should_stop,
        pause_on_stop=True,
    )
    if done is None:
        sys.exit(_TAKEN)
    while not stop.is_set():
        if not aside.help(bureau_id):
            time.sleep(WAIT)


def _ready_beside() -> None:
    """Get ready while the first process does, which looks at migrations: they take 8 MB."""
    try:
        ready(migrated=False)
    except Exception:  # that process meets it too, and says what to do
        sys.exit(1)


def _heard(told: Connection) -> tuple[int, datetime | None]:
    """Wait for an import, and end when the first process ended before it came to one."""
    try:
        job_id, held_until = told.recv()
    except EOFError:
        sys.exit()
    return job_id, held_until
