"""Read requests for a new query code."""

from __future__ import annotations

from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.models import Petition


def open_replacement(petition: Petition) -> CodeReplacement | None:
    """Return the request that is not closed; also one whose approval has lapsed."""
    rows = CodeReplacement.objects.filter(petition=petition, closed_at__isnull=True)
    return rows.select_related("signoff").first()
