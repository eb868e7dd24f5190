"""Read who keeps out of an incident (回避).

In:   an incident, an officer.    Out:  recusals that count.
Cost: one query; one more for each step of a merge.

Whoever keeps out of a matter keeps out of the incident that it was folded into, and of all that
this became of: the papers of each are papers of one matter now.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from huiying.base.accounts.models import Officer
from huiying.work.incidents.models import Incident, Recusal

__all__ = ["Recusal", "kept_out_of", "recusal_of", "recusals_of"]


def recusals_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[Recusal]:
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


def recusal_of(officer: Officer, incident: Incident) -> Recusal | None:
    """Return why an officer keeps out of an incident, or None."""
    own = Recusal.objects.filter(
        bureau_id=incident.bureau_id, officer=officer, ended_at__isnull=True
    )
    if not own.exists():
        return None
    return recusals_of(incident).filter(officer=officer).first()


def kept_out_of(officer: Officer) -> set[int]:
    """Return the keys of every incident that an officer keeps out of, what it became too."""
    own = Recusal.objects.filter(officer=officer, ended_at__isnull=True)
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
