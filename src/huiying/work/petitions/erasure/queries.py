"""Read applications for erasure: of a bureau, of a petition, for who asked."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.policy.petitions.erasure import OPEN_STATES
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.models import PetitionErasure

OPEN = [str(one) for one in OPEN_STATES]


def erasures_of(bureau_id: int) -> QuerySet[PetitionErasure]:
    """Return the applications of a bureau, the newest first."""
    rows = PetitionErasure.objects.filter(bureau_id=bureau_id)
    return rows.select_related("petition", "recorded_by", "proposed_by", "signoff__decided_by")


def erasures_to_handle(bureau_id: int) -> QuerySet[PetitionErasure]:
    """Return the applications that are not decided, the oldest first."""
    return erasures_of(bureau_id).filter(state__in=OPEN).order_by("asked_at", "pk")


def newest_erasure(petition: Petition) -> PetitionErasure | None:
    """Return the newest application about a petition: who asked reads how it stands."""
    return petition.erasures.select_related("signoff").first()
