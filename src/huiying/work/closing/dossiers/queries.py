"""Read dossiers: of a filing, those that wait, that were left behind, that are over.

In:   a filing, a moment.    Out:  dossiers.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.models import Dossier, DossierState


def dossiers_of(filing: Filing) -> QuerySet[Dossier]:
    """Return the dossiers of a filing, the newest first."""
    return Dossier.objects.filter(filing=filing).select_related("requested_by")


def next_dossier() -> Dossier | None:
    """Return the dossier that waits longest, of all bureaus."""
    rows = Dossier.objects.filter(state=DossierState.QUEUED)
    return rows.select_related("filing__incident").order_by("pk").first()


def running_dossiers() -> QuerySet[Dossier]:
    """Return the dossiers that a process is said to make."""
    rows = Dossier.objects.filter(state=DossierState.RUNNING)
    return rows.select_related("filing__incident").order_by("pk")


def dossiers_made_before(moment: datetime) -> QuerySet[Dossier]:
    """Return the dossiers whose file is older than a moment (real time)."""
    rows = Dossier.objects.filter(state=DossierState.DONE, finished_at__lt=moment)
    return rows.select_related("filing__incident").order_by("pk")
