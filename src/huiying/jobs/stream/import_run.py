"""Run one import to its end: take its rows in and place its posts at the same time.

In:   a file and its columns; who shows the progress; when to stop.
Out:  the import as it ended; posts, placed by the stream.
Cost: a small file one process; a large one three: one takes rows in, one reads words, one
      places.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from django.db import transaction

from huiying.jobs import clock
from huiying.jobs.stream import imports, worker
from huiying.jobs.stream.file_holders import free_ended_claims, remember_file
from huiying.jobs.stream.import_process import HELD_ELSEWHERE, WAIT, ImportProcess
from huiying.jobs.stream.lease import held_elsewhere
from huiying.jobs.stream.memory import release_free_memory
from huiying.jobs.stream.process_name import this_process
from huiying.jobs.stream.shared_assessments import SharedAssessments
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.readers import DEFAULT_LAYOUT, Layout
from huiying.work.collection.imports.actions.advance import claim_import, release_import
from huiying.work.collection.imports.actions.start import start_import
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.sources.models import Source

MIN_WAITING = 1_500  # posts that wait while others are taken in, so that helpers have work
RELEASE_EVERY = 2_500  # posts placed between two times that memory is given back


class ImportProgress(Protocol):
    """Who shows how far an import is."""

    def show_read(self, job: ImportJob) -> None:
        """Show how far the file was read."""

    def show_placed(self, count: int) -> None:
        """Show how many posts were placed."""


class ImportProcessEnded(Exception):
    """The process that takes rows in ended by itself; what it took is there."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def begin_import(
    file: Path,
    source: Source,
    mapping: Mapping,
    *,
    history: bool,
    layout: Layout = DEFAULT_LAYOUT,
    replace: bool = False,
) -> ImportJob | None:
    """Begin an import and hold it, before a running server sees it; None if another has it.

    Args:
        layout, replace: As ``start_import``.
    """
    with transaction.atomic():
        job = start_import(
            bureau=source.bureau,
            source=source,
            path=file.resolve(),
            mapping=mapping,
            layout=layout,
            replace=replace,
            history=history,
            actor=imports.COMMAND,
            now=clock.now(),
        )
        free_ended_claims(job.pk)
        held = claim_import(job.pk, real_now=clock.real_now())
        if held is not None:
            remember_file(held, holder=this_process())
        return held


class ImportRun:
    """One run of an import that this process holds."""

    def __init__(
        self,
        job: ImportJob,
        progress: ImportProgress,
        should_stop: Callable[[], bool],
        process: ImportProcess | None = None,
    ) -> None:
        """Prepare a run.

        Args:
            process: Takes the file in where it is large.
        """
        self.job, self.progress, self.should_stop = job, progress, should_stop
        self.process = process
        self.shared: SharedAssessments | None = None  # with that process
        self.placed = 0

    def read_file(self) -> ImportJob | None:
        """Take the file in and place some of its posts meanwhile.

        Returns:
            The import as it stands; None if another runner has it.

        Raises:
            ImportProcessEnded: The process that took it in died.
        """
        ended = self._here() if self.process is None else self._beside(self.process)
        if ended is not None:
            self.progress.show_read(ended)
        return ended

    def _here(self) -> ImportJob | None:
        """Take a small file in and place its posts, batch by batch."""

        def progress(job: ImportJob) -> None:
            self.progress.show_read(job)
            self._place(leave=MIN_WAITING)

        return imports.run(
            self.job.pk,
            held_until=self.job.claimed_until,
            progress=progress,
            should_stop=self.should_stop,
            pause_on_stop=True,
        )

    def _beside(self, process: ImportProcess) -> ImportJob | None:
        """Let the process take a large file in, while this one places its posts.

        Both assess events: that one while it waits and when it is done, until ``finish``.
        """
        shared, bureau_id = self._share(process), self.job.bureau_id

        def is_read() -> bool:
            if self.should_stop():
                process.stop.set()
            self.job.refresh_from_db()
            self.progress.show_read(self.job)
            ended = self.job.finished_at is not None or not process.is_running()
            return ended or self.should_stop()

        while not is_read():
            if not self._place(leave=MIN_WAITING, until=is_read) and not shared.help(bureau_id):
                time.sleep(WAIT)
        if self.should_stop() or not process.is_running():
            code = process.end()
            if code == HELD_ELSEWHERE:
                return None
            if code:
                self.job.refresh_from_db()
                release_import(job=self.job, paused=True)
                raise ImportProcessEnded(code)
        self.job.refresh_from_db()
        return self.job

    def _share(self, process: ImportProcess) -> SharedAssessments:
        """Hand the import over, and share the assessments of events with the process."""
        process.submit(self.job.pk, self.job.claimed_until)
        stream = worker.worker_of(self.job.bureau_id)
        self.shared = stream.aside = SharedAssessments(*process.queues)
        if not held_elsewhere(self.job.bureau_id):
            stream.ahead.begin()
        return self.shared

    def finish(self) -> None:
        """Place the last posts and assess the last events, then end the other process.

        Who stops it leaves them to the next worker, which finds them in the database.
        """
        self._place()
        process, shared, bureau_id = self.process, self.shared, self.job.bureau_id
        if process is None or shared is None:
            return
        while shared and process.is_running() and not self.should_stop():
            if not shared.help(bureau_id):
                time.sleep(WAIT)
        if not self.should_stop():
            if shared:  # the other process died over some: the database knows which
                worker.forget_workers()
            worker.worker_of(bureau_id).turn(now=clock.now())
        process.end()

    def _place(self, *, leave: int = 0, until: Callable[[], bool] | None = None) -> int:
        """Turn the stream here, unless a server turns it already; return posts placed."""
        bureau_id, before = self.job.bureau_id, self.placed
        if held_elsewhere(bureau_id):
            return 0

        def on_progress(count: int) -> None:
            self.placed = before + count
            if count % RELEASE_EVERY < worker.BATCH:
                release_free_memory()
            self.progress.show_placed(self.placed)

        return worker.drain(
            bureau_id,
            leave=leave,
            on_progress=on_progress,
            should_stop=until or self.should_stop,
        )
