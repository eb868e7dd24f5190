"""Compose the reports and make the files that people wait for; delete files that are over.

In:   compositions and files in the database.
Out:  drafts and versions; encrypted files in ``DATA_DIR/report-files``, progress.
Cost: four indexed queries a look; a month of 100,000 posts and its PDF, see docs/reports.md.

Of what was broken off nothing is left, and its row says so: whoever waits asks again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.db.job_rows import JobFailure, note_progress
from huiying.base.errors import Refused
from huiying.base.files.sealed_stream import SealedWriter, seal_key
from huiying.documents import Document, to_docx, to_pdf
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
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.compose_report import (
    compose_report,
    fail_composition,
)
from huiying.work.reports.drafting.compositions import next_composition, running_compositions
from huiying.work.reports.drafting.models import CompositionFailure, ReportComposition
from huiying.work.reports.files.actions.make_file import (
    compare_file,
    drop_file,
    fail_file,
    finish_file,
)
from huiying.work.reports.files.document import document_of, hash_of_document
from huiying.work.reports.files.models import CHANGED, FileFormat, VersionFile
from huiying.work.reports.files.queries import (
    files_made_before,
    files_of_moved_reports,
    next_file,
    running_files,
)

log = logging.getLogger("huiying.jobs")

STILL = timedelta(minutes=30)  # one of another machine that runs longer was killed
RENDERERS = {FileFormat.PDF: to_pdf, FileFormat.DOCX: to_docx}
STEPS = 3  # of a file: its text, its pages, the disk


def report_file_folder() -> Path:
    """Return where the files of reports lie."""
    return Path(settings.DATA_DIR) / "report-files"


def path_of(row: VersionFile) -> Path:
    """Return where a file lies."""
    return report_file_folder() / f"{row.bureau_id}-{row.pk}.sealed"


def read_report_file(row: VersionFile) -> Iterator[bytes]:
    """Yield a file of a report.

    Raises:
        CannotOpen, OSError: If it is gone, or not as it was written.
    """
    return read_made(row, row.bureau_id, path_of(row))


def turn(now: datetime) -> int:
    """Do one composition and one file that wait; returns how many were done."""
    _give_up_killed()
    done = 0
    composition = next_composition()
    if composition is not None and take(composition):
        done += compose(composition, now)
    if not has_file_folder():
        return done
    row = next_file()
    if row is not None and take(row):
        done += make(row)
    return done


def compose(row: ReportComposition, now: datetime) -> bool:
    """Do a claimed composition; False if it failed, which the row then says."""

    def progress(written: int, expected: int) -> None:
        note_progress(row, written=written, expected=expected)

    try:
        compose_report(row=row, now=now, real_now=clock.real_now(), progress=progress)
    except Refused as error:
        log.info("no report %s: %s", row, error)
        again = CompositionFailure.CHANGED if row.report else CompositionFailure.TAKEN
        return _fail_composition(row, again)
    except Exception:
        log.exception("report %s was not composed", row)
        return _fail_composition(row, CompositionFailure.NOT_WRITTEN)
    return True


def make(row: VersionFile) -> bool:
    """Make a claimed file; False if it failed, which the row then says."""
    if not has_room(report_file_folder()):
        return _fail(row, JobFailure.NO_ROOM)
    try:
        note_progress(row, written=0, expected=STEPS)
        document = document_of(row.report, newest_version(row.report))
        if hash_of_document(document) != row.text_hash:
            return _fail(row, CHANGED)
        sealed = _write(row, document)
    except Exception as error:
        log.exception("file %s of report %s was not made", row.pk, row.report.number)
        return _fail(row, failure_of(error))
    return finish_file(
        row=row,
        sha256=sealed.sha256,
        size=sealed.size,
        data_key=seal_key(row.bureau_id, sealed.key),
        real_now=clock.real_now(),
    )


def drop_old(_now: datetime) -> None:
    """Delete files that are old, or whose report says something else by now."""
    changed = (row for row in files_of_moved_reports() if not compare_file(row=row))
    for row in (*files_made_before(clock.real_now() - DAYS), *changed):
        drop_file(row=row)
        path_of(row).unlink(missing_ok=True)


def _write(row: VersionFile, document: Document) -> SealedWriter:
    note_progress(row, written=1, expected=STEPS)
    made = RENDERERS[FileFormat(row.format)](document)
    note_progress(row, written=2, expected=STEPS)
    sealed, _size = write_whole(path_of(row), row.pk, lambda target: target.write(made.data))
    return sealed


def _fail(row: VersionFile, failure: str) -> bool:
    fail_file(row=row, failure=failure, real_now=clock.real_now())
    return False


def _fail_composition(row: ReportComposition, failure: CompositionFailure) -> bool:
    fail_composition(row=row, failure=failure, real_now=clock.real_now())
    return False


def _give_up_killed() -> None:
    """Say of what a killed process had that nothing came of it, and remove its parts."""
    for composition in running_compositions():
        if was_killed(composition, STILL):
            _fail_composition(composition, CompositionFailure.BROKEN_OFF)
    for row in running_files():
        if was_killed(row, STILL):
            remove_parts(report_file_folder(), row.pk)
            _fail(row, JobFailure.BROKEN_OFF)
