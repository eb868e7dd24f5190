"""Read who is recused from an incident (回避).

In:   an incident, an officer.    Out:  recusals that count.
Cost: one query; one more for each step of a merge.

Who is recused from an incident is recused from the incident that it was merged into, and from
all that were merged into this: the papers of each are papers of one incident now.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.delegations import persons_behind
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.models import Recusal


def active_recusals(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Recusal]:
    """Return the recusals that count for an incident, the oldest first.

    Args:
        family: The keys of it and of all that were folded into it, if they are known.
    """
    keys = family or _with_merged(incident)
    return (
        Recusal.objects.filter(incident_id__in=keys, ended_at__isnull=True)
        .select_related("officer", "by", "incident")
        .order_by("at", "pk")
    )


def active_recusal_of(officer: Officer, incident: Incident) -> Recusal | None:
    """Return why an officer keeps out of an incident, or None.

    Who stands in for somebody keeps out of everything that this one keeps out of.
    """
    persons = persons_behind(officer)
    own = Recusal.objects.filter(
        bureau_id=incident.bureau_id, officer_id__in=persons, ended_at__isnull=True
    )
    if not own.exists():
        return None
    return active_recusals(incident).filter(officer_id__in=persons).first()


def recused_incident_ids(officer: Officer) -> set[int]:
    """Return the keys of every incident that an officer keeps out of, what it became too.

    They are read once for the moment of ``with_delegated_roles``: lists of one page ask again
    and again. An act decides by ``active_recusal_of``, which always reads.
    """
    moment, known = getattr(officer, "_recused", (None, frozenset()))
    if moment is None or moment != officer.as_of:
        known = _recused_incident_ids(officer)
        officer._recused = (officer.as_of, known)  # type: ignore[attr-defined]
    return set(known)


def _recused_incident_ids(officer: Officer) -> set[int]:
    own = Recusal.objects.filter(officer_id__in=persons_behind(officer), ended_at__isnull=True)
    found = latest = set(own.values_list("incident_id", flat=True))
    while latest:
        became = Incident.objects.filter(pk__in=latest, merged_into__isnull=False)
        latest = set(became.values_list("merged_into_id", flat=True)) - found
        found = found | latest
    return found


def _with_merged(incident: Incident) -> list[int]:
    """Return the keys of what an incident has become and of all that it was folded from."""
    while incident.merged_into is not None:
        incident = incident.merged_into
    found, latest = [incident.pk], [incident.pk]
    while latest:
        rows = Incident.objects.filter(merged_into_id__in=latest).exclude(pk__in=found)
        latest = list(rows.values_list("pk", flat=True))
        found += latest
    return found
