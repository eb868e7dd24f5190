"""Bring the counts of an incident up to date after its posts changed."""

from __future__ import annotations

from django.db.models import Count, Max, Min

from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement


def refresh_incident(incident: Incident) -> None:
    """Bring the counts of an incident up to date from its events."""
    events = list(incident.events.values_list("event_id", flat=True))
    row = Placement.objects.filter(bureau_id=incident.bureau_id, event_id__in=events).aggregate(
        size=Count("pk"),
        groups=Count("group_id", distinct=True),
        first=Min("post__collected_at"),
        last=Max("post__collected_at"),
    )
    if not row["size"]:
        return
    incident.size, incident.groups = row["size"], row["groups"]
    incident.last_post_at = row["last"]
    incident.save(update_fields=["size", "groups", "last_post_at"])
    # Merging, splitting and moving never make a start later (design §6), nor does who read the
    # incident before somebody else made it earlier.
    later = Incident.objects.filter(pk=incident.pk, discovered_at__gt=row["first"])
    if later.update(discovered_at=row["first"]):
        incident.discovered_at = row["first"]
