"""Read contingency plans: the list, the version in force, activations, what must be reviewed.

In:   a bureau, a plan, an incident.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.plans.models import Plan, PlanActivation, PlanState, PlanVersion

OVERDUE, CURRENT = "OVERDUE", "CURRENT"


def plans_of(bureau_id: int) -> QuerySet[Any]:
    """Return the plans of a bureau, the earliest day of review first.

    ``due`` is the day of review of the version in force, else of what is written.
    """
    newest = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-version")
    rows = Plan.objects.filter(bureau_id=bureau_id).annotate(
        in_force=Subquery(newest.values("version")[:1]),
        due=Subquery(newest.values("review_on")[:1]),
        used=Exists(PlanActivation.objects.filter(plan=OuterRef("pk"))),
    )
    rows = rows.select_related("lead_unit", "speaking_unit")
    return rows.order_by(F("due").asc(nulls_last=True), "review_on", "pk")


def search_plans(
    rows: QuerySet[Any], *, today: date, words: str = "", state: str = ""
) -> QuerySet[Any]:
    """Narrow plans by words in number, title, trigger or units, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(trigger__icontains=word)
            | Q(lead_unit__name__icontains=word)
            | Q(speaking_unit__name__icontains=word)
        )
    if state == OVERDUE:
        return rows.filter(due__lt=today)
    if state == CURRENT:
        return rows.filter(due__gte=today)
    return rows.filter(state=state) if state in PlanState.values else rows


def version_in_force(plan: Plan) -> PlanVersion | None:
    """Return the newest approved version."""
    rows = plan.approved.select_related("approved_by", "signoff")
    return rows.order_by("-version").first()


def approved_versions(plan: Plan) -> QuerySet[PlanVersion]:
    """Return every approved version, the newest first."""
    return plan.approved.select_related("approved_by").order_by("-version")


def plans_to_activate(incident: Incident) -> QuerySet[Any]:
    """Return the approved plans that were not activated on an incident."""
    there = PlanActivation.objects.filter(plan=OuterRef("pk"), incident=incident)
    rows = plans_of(incident.bureau_id).filter(in_force__isnull=False)
    return rows.filter(~Exists(there)).order_by("title", "pk")


def activations_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[PlanActivation]:
    """Return the plans that were activated on an incident or on what was merged into it."""
    rows = PlanActivation.objects.filter(bureau_id=incident.bureau_id)
    rows = rows.filter(incident_id__in=family or [incident.pk])
    return rows.select_related("plan", "version", "by").order_by("at", "pk")


def activations_of_plan(plan: Plan) -> QuerySet[PlanActivation]:
    """Return where a plan was activated, the newest first."""
    return plan.activations.select_related("incident__merged_into", "by", "version").order_by(
        "-at", "-pk"
    )


def plans_to_review(officer: Officer, now: datetime) -> QuerySet[Any]:
    """Return the plans of which the day of review is over, for who writes them."""
    rows = plans_of(officer.bureau_id)
    if not may(officer, Capability.CONSULT):
        return rows.none()
    return rows.filter(due__lt=now.astimezone(LOCAL).date())
