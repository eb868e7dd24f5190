"""Run the imports that wait: read a file, prepare its rows, store them batch by batch.

In:   imports in the database, files on this machine.    Out:  posts, refused rows, progress.
Cost: about 0.3 ms a row; ≤ 500 rows a transaction; a process for a large file.

``next_row`` moves in the transaction that stores the rows, so a run that is killed is taken up
exactly where it stopped. A lease keeps two runners off one file. Threads share one interpreter,
so a large file gets a process of its own: nothing that is placed or rings waits for its rows.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from huiying.base.audit.subjects import Actor
from huiying.jobs import clock
from huiying.jobs.models import ImportRunner
from huiying.jobs.stream.file_holders import (
    forget_dropped_files,
    free_ended_claims,
    hold_file,
    is_elsewhere,
    uploads_folder,
)
from huiying.jobs.stream.large_file import is_large
from huiying.jobs.stream.memory import limit_memory, release_free_memory
from huiying.jobs.stream.withdraw_import import withdraw_earlier_run
from huiying.reasons.reason import reason
from huiying.work.collection.core.items import RawItem, Refusal
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.problems import RowProblem, UnreadableFile
from huiying.work.collection.files.readers import RowSource, open_rows
from huiying.work.collection.files.row_items import raws_from_rows
from huiying.work.collection.imports.actions.advance import (
    ImportBatch,
    LostClaim,
    advance_import,
    claim_import,
    finish_import,
    release_import,
)
from huiying.work.collection.imports.actions.receive_upload import (
    drop_old_uploads,
    unfinished_paths,
)
from huiying.work.collection.imports.models import ImportJob
from huiying.work.collection.imports.queries import claimable_imports
from huiying.work.collection.posts.actions.accept import MAX_BATCH
from huiying.work.collection.posts.actions.accept_push import drop_old_push_answers
from huiying.work.collection.posts.batch_context import batch_context
from huiying.work.collection.posts.prepare import PreparedPost, prepare_items

log = logging.getLogger("huiying.imports")

COMMAND = Actor("command:import", "导入命令")
CHECK_EVERY = 0.5  # seconds between two looks at that process

Progress = Callable[[ImportJob], None]
TIDY_EVERY = timedelta(hours=1)
UPLOADS_KEPT = timedelta(days=2)

stopping = threading.Event()
_tidied_at: datetime | None = None


def turn(now: datetime) -> int:
    """Run the imports that wait for a runner; returns how many ended."""
    _tidy(now)
    free_ended_claims()
    begun = []
    for job_id, path in list(claimable_imports(clock.real_now()).values_list("pk", "path")):
        if not Path(path).exists() and is_elsewhere(job_id):
            continue  # who has it takes it in
        begun.append(job_id)
        if is_large(Path(path)):
            _run_apart(job_id)
        else:
            run(job_id, should_stop=stopping.is_set)
        if stopping.is_set():
            break
    return ImportJob.objects.filter(pk__in=begun, finished_at__isnull=False).count()


def _run_apart(job_id: int) -> None:
    """Run an import in another process until it ends, or at its batch when we are to stop."""
    words = ("-m", "huiying.jobs", "import", str(job_id), str(os.getpid()))
    command = [sys.executable, *words]
    child = subprocess.Popen(command)  # noqa: S603 - our own command
    while child.poll() is None:
        if stopping.wait(CHECK_EVERY):
            child.terminate()
            child.wait()
    if child.returncode:  # the next turn goes on with it
        log.warning("the process of import %s ended with %s", job_id, child.returncode)


def run_only(job_id: int, *, workers: int) -> None:
    """Run one import in a process that does nothing else, while its workers are there.

    Args:
        workers: Their process number.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    limit_memory()
    run(
        job_id,
        progress=lambda _job: release_free_memory(),
        should_stop=lambda: stopping.is_set() or os.getppid() != workers,
    )


def _tidy(now: datetime) -> None:
    """Once an hour forget uploads that nobody started and the answers of old pushes."""
    global _tidied_at  # noqa: PLW0603 - of this process
    if _tidied_at is not None and abs(now - _tidied_at) < TIDY_EVERY:
        return
    _tidied_at = now
    drop_old_uploads(before=now - UPLOADS_KEPT)
    forget_dropped_files()
    _sweep(clock.real_now() - UPLOADS_KEPT)
    drop_old_push_answers(now)


def _sweep(before: datetime) -> None:
    """Delete uploads that no import waits for, also those that a killed process left."""
    if not uploads_folder().is_dir():
        return
    wanted = unfinished_paths()
    for path in uploads_folder().iterdir():
        if str(path) not in wanted and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)


def run(
    job_id: int,
    *,
    held_until: datetime | None = None,
    progress: Progress | None = None,
    should_stop: Callable[[], bool] = lambda: False,
    pause_on_stop: bool = False,
) -> ImportJob | None:
    """Run one import to its end, or until ``should_stop`` says so.

    Args:
        held_until: The lease of who holds the import for this runner.
        progress: Called after each batch, outside its transaction.
        pause_on_stop: A stopped import waits for a person instead of the next runner.

    Returns:
        The import as it stands; None if another runner holds it or took it over.
    """
    job = claim_import(job_id, real_now=clock.real_now(), held_until=held_until)
    if job is None:
        return None
    hold_file(job)
    try:
        _run_claimed(job, progress, should_stop)
        if job.finished_at is None:
            release_import(job=job, paused=pause_on_stop)
        else:
            ImportRunner.objects.filter(import_ref=job.pk).delete()
    except LostClaim:
        log.warning("import %s was taken over by another runner", job.pk)
        return None
    except BaseException:
        release_import(job=job, paused=pause_on_stop)
        raise
    return job


def _run_claimed(
    job: ImportJob, progress: Progress | None, should_stop: Callable[[], bool]
) -> None:
    actor = job.by.audit_actor() if job.by else COMMAND
    mapping = Mapping.from_dict(job.mapping)
    try:
        with open_rows(Path(job.path), layout=job.layout) as rows:
            _check_columns(rows, mapping)
            if job.replacing and not withdraw_earlier_run(job, should_stop):
                return
            rows.skip_to(job.next_row)
            shared = batch_context(job.source, clock.now())
            for read in _batches(rows, mapping):
                if should_stop():
                    return
                advance_import(
                    job=job,
                    rows=_together(read, prepare_items(read.raws, shared)),
                    actor=actor,
                    now=clock.now(),
                    real_now=clock.real_now(),
                )
                if progress is not None:
                    job.refresh_from_db(fields=["next_row", "progress", *COUNTS])
                    progress(job)
    except UnreadableFile as error:
        finish_import(job=job, actor=actor, now=clock.now(), error=error.reason)
    except OSError:
        log.exception("the file of import %s cannot be read", job.pk)
        lost = reason("collection.import.file_lost")
        finish_import(job=job, actor=actor, now=clock.now(), error=lost)
    else:
        finish_import(job=job, actor=actor, now=clock.now())
    delete_upload(job)


def _check_columns(rows: RowSource, mapping: Mapping) -> None:
    if missing := mapping.missing_from(rows.columns):
        raise UnreadableFile(reason("collection.import.columns_missing", names=tuple(missing)))


COUNTS = ("accepted", "repeated", "refused")


def delete_upload(job: ImportJob) -> None:
    """Delete the uploaded file: it holds what the posts no longer hold."""
    path = Path(job.path)
    if path.parent == uploads_folder():
        with suppress(OSError):
            path.unlink()


@dataclass(frozen=True, slots=True)
class _Read:
    """One batch as read: rows that can be prepared, and those that could not be read."""

    numbers: list[int]
    lines: list[int]
    raws: list[RawItem]
    refusals: dict[int, Refusal]  # by row number
    share: float


def _batches(rows: RowSource, mapping: Mapping) -> Iterator[_Read]:
    entries = ((number, rows.line, row) for number, row in rows.entries())
    while chunk := list(islice(entries, MAX_BATCH)):
        good, refusals = [], {}
        for number, _line, row in chunk:
            if isinstance(row, RowProblem):
                refusals[number] = Refusal("", row.reason)
            else:
                good.append(row)
        numbers, lines, _rows = map(list, zip(*chunk, strict=True))
        raws = raws_from_rows(good, mapping)
        yield _Read(numbers, lines, raws, refusals, rows.progress())


def _together(read: _Read, prepared: list[PreparedPost | Refusal]) -> ImportBatch:
    ready = iter(prepared)
    every = [read.refusals.get(number) or next(ready) for number in read.numbers]
    return ImportBatch(read.numbers, every, read.share, read.lines)
