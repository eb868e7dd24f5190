"""Where the file of an import lies, and which process reads it.

In:   an import.    Out:  whether it is for this machine; claims of processes that were killed.
Cost: one small row an import while it runs.

An uploaded file lies in the data folder of the server that took it, a file of the command on
its machine. Another machine that does not find it leaves the import to who has it.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from huiying.jobs.models import ImportRunner
from huiying.jobs.shared_data import is_of_this_machine, machine_of
from huiying.jobs.stream.process_name import has_ended, this_process
from huiying.work.collection.imports.models import ImportJob, ImportState


def uploads_folder() -> Path:
    """Return where uploaded files wait; they are deleted when their import ends."""
    return Path(settings.DATA_DIR) / "imports"


def hold_file(job: ImportJob) -> None:
    """Say which process reads the file of an import, and on which machine it lies."""
    runner = {"holder": this_process()}
    if not ImportRunner.objects.filter(import_ref=job.pk).update(**runner):
        remember_file(job, **runner)


def remember_file(job: ImportJob, *, holder: str = "") -> None:
    """Remember that the file of an import lies on this machine."""
    values: dict[str, object] = {
        "bureau_ref": job.bureau_id,
        "machine": machine_of(Path(job.path)),
    }
    if holder:
        values["holder"] = holder
    ImportRunner.objects.update_or_create(import_ref=job.pk, defaults=values)


def forget_dropped_files() -> None:
    """Forget the files of uploads that nobody started, which are dropped."""
    ImportRunner.objects.exclude(import_ref__in=ImportJob.objects.values("pk")).delete()


def is_elsewhere(job_id: int) -> bool:
    """Tell whether the file of an import lies on another machine, as far as is known."""
    row = ImportRunner.objects.filter(import_ref=job_id).first()
    return row is not None and not is_of_this_machine(row.machine)


def free_ended_claims(job_id: int | None = None) -> None:
    """Take imports from processes of this machine that were killed; else they wait a minute.

    Args:
        job_id: Of this import alone; of all when left out.
    """
    claimed = ImportJob.objects.filter(claimed_until__isnull=False, state=ImportState.RUNNING)
    if job_id is not None:
        claimed = claimed.filter(pk=job_id)
    until = dict(claimed.values_list("pk", "claimed_until"))
    for row in ImportRunner.objects.filter(import_ref__in=until):
        if row.holder and has_ended(row.holder):
            held = ImportJob.objects.filter(
                pk=row.import_ref, claimed_until=until[row.import_ref]
            )
            held.update(claimed_until=None)
