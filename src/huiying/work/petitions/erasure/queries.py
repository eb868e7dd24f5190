"""Read applications for erasure: in sight of an officer, of a petition, for who asked."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.policy.petitions.erasure import OPEN_STATES
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.models import PetitionErasure
from huiying.work.petitions.recusals.queries import recusals_behind

OPEN = [str(one) for one in OPEN_STATES]


def visible_erasures(officer: Officer) -> QuerySet[PetitionErasure]:
    """Return the applications of a bureau, the newest first; none he is recused from."""
    recused = recusals_behind(officer).values("petition_id")
    rows = PetitionErasure.objects.filter(bureau_id=officer.bureau_id)
    rows = rows.exclude(petition_id__in=recused)
    return rows.select_related("petition", "recorded_by", "proposed_by", "signoff__decided_by")


def erasures_to_handle(officer: Officer) -> QuerySet[PetitionErasure]:
    """Return the applications that are not decided, the oldest first."""
    return visible_erasures(officer).filter(state__in=OPEN).order_by("asked_at", "pk")


def newest_erasure(petition: Petition) -> PetitionErasure | None:
    """Return the newest application about a petition: who asked reads how it stands."""
    return petition.erasures.select_related("signoff").first()
