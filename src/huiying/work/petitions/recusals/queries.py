"""Read who is recused from a petition (回避), and from which petitions an officer is.

In:   a petition, an officer.    Out:  recusals that count; keys of petitions.
Cost: one query.

Who stands in for somebody keeps out of everything that this one keeps out of.
"""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import persons_behind
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.models import PetitionRecusal


def recusals_of(petition: Petition) -> QuerySet[PetitionRecusal]:
    """Return the recusals that count for a petition, the oldest first."""
    rows = PetitionRecusal.objects.filter(petition=petition, ended_at__isnull=True)
    return rows.select_related("officer", "by").order_by("at", "pk")


def may_sign_for(petition: Petition | None, officer: Officer) -> bool:
    """Tell whether an officer keeps out of no petition that a request to sign is about.

    While it is diverted nobody signs for it, and no list names it.
    """
    if petition is None:
        return True
    return petition.diverted_at is None and petition.pk not in recused_petition_ids(officer)


def recusals_behind(officer: Officer) -> QuerySet[PetitionRecusal]:
    """Return the recusals that keep an officer out; to be read inside of another query."""
    return PetitionRecusal.objects.filter(
        officer_id__in=persons_behind(officer), ended_at__isnull=True
    )


def recused_petition_ids(officer: Officer) -> frozenset[int]:
    """Return the keys of the petitions that an officer keeps out of.

    Read once for the moment of ``with_delegated_roles``: one page asks again and again.
    """
    moment, known = getattr(officer, "_recused_petitions", (None, frozenset()))
    if moment is None or moment != officer.as_of:
        known = frozenset(recusals_behind(officer).values_list("petition_id", flat=True))
        officer._recused_petitions = (officer.as_of, known)  # type: ignore[attr-defined]
    return frozenset(known)
