"""Register an uploaded file, so that an officer can map its columns.

In:   a saved file, its digest, a source.    Out:  an import that waits for its columns.
Cost: two writes; nothing is read from the file here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.files.readers import Layout
from huiying.work.collection.imports.actions.start import AlreadyImported, file_name_of
from huiying.work.collection.imports.models import ImportJob, ImportState
from huiying.work.collection.imports.queries import old_uploads
from huiying.work.collection.sources.models import Source


@transaction.atomic
def receive_upload(
    *,
    bureau: Bureau,
    source: Source,
    path: Path,
    digest: str,
    file_name: str,
    guessed: Mapping,
    history: bool,
    by: Officer,
    now: datetime,
    other_sheets: Sequence[str] = (),
    replace: bool = False,
) -> ImportJob:
    """Return the import of an uploaded file; an unfinished one of the same file is taken up.

    Args:
        other_sheets: Of a workbook, those beside the one that is read by default; the first one
            that was not imported is taken.
        replace: A finished import waits for other columns, to be run anew.

    Raises:
        AlreadyImported: If this file was imported into this source before.
    """
    same = ImportJob.objects.filter(
        bureau=bureau, source=source, digest=digest, history=history
    )
    names = ["", *other_sheets]
    finished = {row.sheet for row in same if row.state == ImportState.DONE and row.has_run}
    sheet = next((name for name in names if replace or name not in finished), "")
    job, made = ImportJob.objects.get_or_create(
        bureau=bureau,
        source=source,
        digest=digest,
        sheet=sheet,
        history=history,
        defaults={
            "by": by,
            "file_name": file_name_of(file_name),
            "path": str(path),
            "mapping": guessed.as_dict(),
            "state": ImportState.UPLOADED,
            "started_at": now,
        },
    )
    if made:
        return job
    if replace and job.has_run:
        job.state, job.started_at = ImportState.UPLOADED, now
    elif job.state == ImportState.DONE and job.has_run:
        raise AlreadyImported(job)
    elif job.state in {ImportState.DONE, ImportState.FAILED}:
        # Rows that were taken keep their columns; before that they may be put right.
        job.state = ImportState.PAUSED if job.has_run else ImportState.UPLOADED
    job.path = str(path)
    job.save(update_fields=["path", "state", "started_at"])
    return job


@transaction.atomic
def choose_layout(*, job: ImportJob, layout: Layout, guessed: Mapping) -> ImportJob:
    """Read an uploaded file in another way; its columns are guessed anew.

    An import that is to be replaced keeps its sheet: another sheet has an import of its own.

    Args:
        layout: "" for the sheet that is read by default.

    Raises:
        AlreadyImported: If this sheet of the file was uploaded or imported before.
    """
    if job.has_run and layout.sheet != job.sheet:
        return _replace_other_sheet(job, layout, guessed)
    same = ImportJob.objects.filter(
        bureau_id=job.bureau_id,
        source_id=job.source_id,
        digest=job.digest,
        history=job.history,
        sheet=layout.sheet,
    )
    if other := same.exclude(pk=job.pk).first():
        raise AlreadyImported(other)
    job.sheet, job.has_header = layout.sheet, layout.has_header
    if not job.has_run:  # until it is started anew, the columns are those of its run
        job.mapping = guessed.as_dict()
    job.save(update_fields=["sheet", "has_header", "mapping"])
    return job


def _replace_other_sheet(job: ImportJob, layout: Layout, guessed: Mapping) -> ImportJob:
    """Hand the file over to the import of another sheet, and leave this one as it was."""
    _leave_as_it_was(job)
    other, _made = ImportJob.objects.get_or_create(
        bureau_id=job.bureau_id,
        source_id=job.source_id,
        digest=job.digest,
        history=job.history,
        sheet=layout.sheet,
        defaults={
            "by": job.by,
            "file_name": job.file_name,
            "state": ImportState.UPLOADED,
            "started_at": job.started_at,
        },
    )
    if other.state == ImportState.RUNNING:
        raise AlreadyImported(other)
    other.state, other.path, other.started_at = ImportState.UPLOADED, job.path, job.started_at
    other.has_header, other.mapping = layout.has_header, guessed.as_dict()
    other.save(update_fields=["state", "path", "started_at", "has_header", "mapping"])
    return other


def move_upload(*, job: ImportJob, path: Path) -> ImportJob:
    """Note where an uploaded file lies now."""
    job.path = str(path)
    job.save(update_fields=["path"])
    return job


def drop_old_uploads(*, before: datetime) -> None:
    """Drop uploads that nobody started; their files are swept, as nobody waits for them."""
    uploads = old_uploads(before=before)
    uploads.filter(next_row=1).delete()
    for job in uploads:  # that were to be run anew, with other columns
        _leave_as_it_was(job)


def _leave_as_it_was(job: ImportJob) -> None:
    """Give an import that was to be run anew the state in which its earlier run is."""
    state = ImportState.DONE if job.finished_at else ImportState.PAUSED
    job.state = ImportState.FAILED if job.error else state
    job.save(update_fields=["state"])


def unfinished_paths() -> set[str]:
    """Return the files of the imports that have not ended."""
    ended = (ImportState.DONE, ImportState.FAILED)
    return set(ImportJob.objects.exclude(state__in=ended).values_list("path", flat=True))
