"""Read the filters that an officer saved."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.profile.models import SavedFilter


def filters_for(officer: Officer, page: str) -> list[tuple[str, str]]:
    """Return the filters that an officer keeps for a page: name and query."""
    rows = SavedFilter.objects.filter(officer=officer, page=page).order_by("name")
    return list(rows.values_list("name", "query"))
