"""Pause a running import, and resume it.

In:   an import.    Out:  paused, or waiting for a runner again; its posts stay either way.
Cost: one write. A runner that is in a batch finds out when it wants to store it.
"""

from __future__ import annotations

from huiying.work.collection.imports.models import ImportJob, ImportState


def pause_import(*, job: ImportJob) -> bool:
    """Pause a running import; False if it was not running."""
    rows = ImportJob.objects.filter(pk=job.pk, state=ImportState.RUNNING)
    return rows.update(state=ImportState.PAUSED, claimed_until=None) == 1


def resume_import(*, job: ImportJob) -> bool:
    """Let a paused import wait for a runner; False if it was not paused."""
    rows = ImportJob.objects.filter(pk=job.pk, state=ImportState.PAUSED)
    return rows.update(state=ImportState.RUNNING, claimed_until=None) == 1
