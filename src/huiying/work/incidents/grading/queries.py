"""Read what officers decided about an incident.

In:   an incident.    Out:  decisions, oldest first.
Cost: one query each.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet

from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import (
    GradeDecision,
    OutsideLevel,
    SeverityDecision,
    ValueDecision,
)


def grade_decisions_of(incident: Incident) -> QuerySet[GradeDecision]:
    """Return the grade decisions of an incident, oldest first."""
    return incident.decisions.select_related("by")


def severity_decisions_of(incident: Incident) -> QuerySet[SeverityDecision]:
    """Return the decisions on the severity, oldest first; also of what was merged into it."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return SeverityDecision.objects.filter(own).select_related("by")


def value_decisions_of(incident: Incident) -> QuerySet[ValueDecision]:
    """Return the decisions on the response value, oldest first; also of what was merged in."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return ValueDecision.objects.filter(own).select_related("by")


def outside_levels_of(incident: Incident) -> QuerySet[OutsideLevel]:
    """Return what documents of other bodies set, oldest first; also of what was merged in."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return OutsideLevel.objects.filter(own).select_related("by")
