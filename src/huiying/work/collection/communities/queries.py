"""Read the communities that a bureau registered."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.collection.communities.models import Community


def communities_of(bureau_id: int) -> QuerySet[Community]:
    """Return the listed communities of a bureau by name."""
    rows = _not_retired(bureau_id).filter(confirmed_at__isnull=False)
    return rows.order_by("name", "pk")


def waiting_communities_of(bureau_id: int) -> QuerySet[Community]:
    """Return the communities that wait for a second person, the oldest first."""
    rows = _not_retired(bureau_id).filter(confirmed_at__isnull=True)
    return rows.select_related("registered_by").order_by("registered_at", "pk")


def _not_retired(bureau_id: int) -> QuerySet[Community]:
    return Community.objects.filter(bureau_id=bureau_id, retired_at__isnull=True)


def retired_communities_of(bureau_id: int) -> QuerySet[Community]:
    """Return the communities that were taken off the list, the last one first."""
    rows = Community.objects.filter(bureau_id=bureau_id, retired_at__isnull=False)
    return rows.order_by("-retired_at", "-pk")
