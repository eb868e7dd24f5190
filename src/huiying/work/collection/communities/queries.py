"""Read the communities that a bureau registered."""

from __future__ import annotations

from django.db.models import QuerySet

from huiying.work.collection.communities.models import Community


def communities_of(bureau_id: int) -> QuerySet[Community]:
    """Return the listed communities of a bureau by name."""
    rows = Community.objects.filter(bureau_id=bureau_id, retired_at__isnull=True)
    return rows.order_by("name", "pk")


def retired_communities_of(bureau_id: int) -> QuerySet[Community]:
    """Return the communities that were taken off the list, the last one first."""
    rows = Community.objects.filter(bureau_id=bureau_id, retired_at__isnull=False)
    return rows.order_by("-retired_at", "-pk")
