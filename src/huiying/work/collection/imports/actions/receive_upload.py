"""Register an uploaded file, so that an officer can map its columns.

In:   a saved file, its digest, a source.    Out:  an import that waits for its columns.
Cost: two writes; nothing is read from the file here.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import AlreadyImported, file_name_of
from huiying.work.collection.imports.models import ImportJob, ImportState
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
) -> ImportJob:
    """Return the import of an uploaded file; an unfinished one of the same file is taken up.

    Raises:
        AlreadyImported: If this file was imported into this source before.
    """
    job, made = ImportJob.objects.get_or_create(
        bureau=bureau,
        source=source,
        digest=digest,
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
    if job.state == ImportState.DONE and job.accepted + job.repeated:
        raise AlreadyImported(job)
    if job.state in {ImportState.DONE, ImportState.FAILED}:
        # Rows that were taken keep their columns; before that they may be put right.
        job.state = ImportState.PAUSED if job.accepted + job.repeated else ImportState.UPLOADED
    ImportJob.objects.filter(pk=job.pk).update(path=str(path), state=job.state)
    job.refresh_from_db()
    return job


def drop_old_uploads(*, before: datetime) -> None:
    """Drop uploads that nobody started; their files are swept, as nobody waits for them."""
    ImportJob.objects.filter(
        state=ImportState.UPLOADED, started_at__lt=before, next_row=1
    ).delete()


def unfinished_paths() -> set[str]:
    """Return the files of the imports that have not ended."""
    ended = (ImportState.DONE, ImportState.FAILED)
    return set(ImportJob.objects.exclude(state__in=ended).values_list("path", flat=True))
