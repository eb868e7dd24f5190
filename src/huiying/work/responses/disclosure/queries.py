"""Read what is withheld in public, and the sealings of an answer."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.responses.core.models import Answer, Withholding
from huiying.work.responses.disclosure.models import Seal


def withheld_in_public(bureau_id: int) -> QuerySet[Withholding]:
    """Return what is kept back in what is published, the next review first."""
    rows = Withholding.objects.filter(
        bureau_id=bureau_id, release__isnull=False, ended_at__isnull=True
    )
    return rows.select_related("release__answer__incident", "clock", "officer").order_by(
        "clock__due_at", "pk"
    )


def seals_of(answer: Answer) -> QuerySet[Seal]:
    """Return the sealings that were asked for, newest first."""
    rows = Seal.objects.filter(release__answer=answer)
    return rows.select_related(
        "release", "requested_by", "signoff__decided_by", "report_clock"
    ).order_by("-pk")
