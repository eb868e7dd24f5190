"""Read dossiers: of a filing, those that wait, that were left behind, that are over.

In:   a filing, a moment.    Out:  dossiers.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.record import AuditedRow
from huiying.base.db.job_rows import JobState
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.matter import matter_of
from huiying.work.closing.dossiers.models import Dossier

TAKES_WORDS_AWAY = ("release.sealed", "draft.withheld", "file.erased")


def dossiers_of(filing: Filing) -> QuerySet[Dossier]:
    """Return the dossiers of a filing, the newest first."""
    return Dossier.objects.filter(filing=filing).select_related("requested_by")


def next_dossier() -> Dossier | None:
    """Return the dossier that waits longest, of all bureaus."""
    rows = Dossier.objects.filter(state=JobState.QUEUED)
    return rows.select_related("filing__incident").order_by("pk").first()


def running_dossiers() -> QuerySet[Dossier]:
    """Return the dossiers that a process is said to make."""
    rows = Dossier.objects.filter(state=JobState.RUNNING)
    return rows.select_related("filing__incident").order_by("pk")


def is_overtaken(dossier: Dossier) -> bool:
    """Tell whether words of the matter were sealed, kept back or destroyed since then."""
    topics = [row.audit_topic for row in matter_of(dossier.filing).incidents]
    return words_taken_away_since(dossier, "dossier.made", topics)


def words_taken_away_since(
    package: AuditedRow, made: str, topics: Sequence[str] | None
) -> bool:
    """Tell whether words were sealed, kept back or destroyed since a package was made.

    The order of the record decides, whatever clocks say.

    Args:
        made: The verb that records its making.
        topics: On which timelines; None = on any.
    """
    records = AuditRecord.objects.filter(bureau_ref=package.bureau_id)
    subject = package.audit_subject()
    first = records.filter(verb=made, kind=subject.kind, ref=subject.ref).first()
    later = records.filter(verb__in=TAKES_WORDS_AWAY)
    if topics is not None:
        later = later.filter(topic__in=topics)
    return first is not None and later.filter(seq__gt=first.seq).exists()


def standing_dossiers() -> QuerySet[Dossier]:
    """Return the dossiers whose file can be handed out."""
    rows = Dossier.objects.filter(state=JobState.DONE)
    return rows.select_related("filing__incident").order_by("pk")


def dossiers_made_before(moment: datetime) -> QuerySet[Dossier]:
    """Return the dossiers whose file is older than a moment (real time)."""
    rows = Dossier.objects.filter(state=JobState.DONE, finished_at__lt=moment)
    return rows.select_related("filing__incident").order_by("pk")
