"""Read answers for the desk: drafts, confirmations, releases; for the public see ``public``."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import (
    Answer,
)


def answers_of_incident(incident: Incident) -> QuerySet[Answer]:
    """Return the answers of an incident and of those merged into it, oldest first."""
    return (
        Answer.objects.filter(Q(incident=incident) | Q(incident__merged_into=incident))
        .select_related("speaker")
        .prefetch_related("releases", "drafts")
        .order_by("pk")
    )
