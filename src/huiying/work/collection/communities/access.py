"""The only way a screen gets a community: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.communities.models import Community


def community_for(officer: Officer, pk: int, *, to: Capability) -> Community:
    """Return a community of the officer's bureau."""
    return row_for(
        officer, Community.objects.select_related("bureau", "registered_by"), to=to, pk=pk
    )
