"""Read the situation of an incident (现况): the lines that stand, and every revision.

In:   an incident.    Out:  revisions with who wrote them.
Cost: one query each.

Lines are of one incident alone: what was merged into it keeps its own.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.situation.models import SituationLine, SituationRevision


def current_situation(incident: Incident) -> QuerySet[SituationRevision]:
    """Return the newest revision of each line; a line that nobody wrote has none."""
    newer = SituationRevision.objects.filter(
        incident_id=OuterRef("incident_id"),
        line=OuterRef("line"),
        version__gt=OuterRef("version"),
    )
    return situation_revisions(incident).filter(~Exists(newer))


def situation_revisions(incident: Incident) -> QuerySet[SituationRevision]:
    """Return every revision of every line, the newest first."""
    rows = SituationRevision.objects.filter(incident=incident).select_related("by")
    return rows.order_by("-at", "-pk")


def last_revision(incident: Incident, line: SituationLine) -> SituationRevision | None:
    """Return what stands in a line; None while nobody wrote it."""
    rows = SituationRevision.objects.filter(incident=incident, line=line)
    return rows.select_related("by").order_by("-version").first()
