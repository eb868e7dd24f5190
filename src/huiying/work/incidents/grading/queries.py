"""Read what officers decided about an incident.

In:   an incident.    Out:  decisions, oldest first.
Cost: one query each.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q, QuerySet

from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import WITHHOLDING_REVIEW, due_at
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import (
    GradeDecision,
    OutsideLevel,
    SeverityDecision,
    ValueDecision,
)


def grade_decisions_of(incident: Incident) -> QuerySet[GradeDecision]:
    """Return the grade decisions of an incident, oldest first."""
    return incident.decisions.select_related("by", "second")


def severity_decisions_of(incident: Incident) -> QuerySet[SeverityDecision]:
    """Return the decisions on the severity, oldest first; also of what was merged into it."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return SeverityDecision.objects.filter(own).select_related("by", "second")


def value_decisions_of(incident: Incident) -> QuerySet[ValueDecision]:
    """Return the decisions on the response value, oldest first; also of what was merged in."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return ValueDecision.objects.filter(own).select_related("by", "second", "review_clock")


def grade_in_use(bureau_id: int, grade: Grade, now: datetime) -> bool:
    """Tell whether the bureau's rule book knows a grade: 特别重大 is off at first."""
    return grade != Grade.CRITICAL or book_of(bureau_id, now).grade.critical_in_use


def last_review_day(bureau_id: int, now: datetime) -> date:
    """Return the last day on which "no answer" may be reviewed, by the bureau's rules."""
    rule = book_of(bureau_id, now).deadline(WITHHOLDING_REVIEW)
    return due_at(now, rule, calendar_of(bureau_id)).astimezone(LOCAL).date()


def outside_levels_of(incident: Incident) -> QuerySet[OutsideLevel]:
    """Return what documents of other bodies set, oldest first; also of what was merged in."""
    own = Q(incident=incident) | Q(incident__merged_into=incident)
    return OutsideLevel.objects.filter(own).select_related("by")
