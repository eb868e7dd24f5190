"""Read files of decisions: the list, the version in force, what waits.

In:   a bureau, a file, an incident.    Out:  rows.
Cost: one query each.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.decisions.models import (
    DecisionFile,
    DecisionIncident,
    FileState,
    SignedAssessment,
)

NEAR = timedelta(days=14)  # before the day on which a decision is to be carried out


def decisions_of(bureau_id: int) -> QuerySet[DecisionFile]:
    """Return the files of a bureau, newest first."""
    rows = DecisionFile.objects.filter(bureau_id=bureau_id)
    return rows.select_related("lead_unit", "signoff").order_by("-started_at", "-pk")


def search_decisions(
    rows: QuerySet[DecisionFile], *, words: str = "", state: str = ""
) -> QuerySet[DecisionFile]:
    """Narrow files by words in number, title, unit or scope, and by state."""
    for word in words.split():
        rows = rows.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(lead_unit__name__icontains=word)
            | Q(scope__icontains=word)
        )
    if state == "ANNOUNCED":
        return rows.filter(announced_on__isnull=False)
    return rows.filter(state=state) if state in FileState.values else rows


def in_force(decision: DecisionFile) -> SignedAssessment | None:
    """Return the newest signed version."""
    return decision.signed.select_related("signed_by", "signoff").order_by("-version").first()


def signed_versions(decision: DecisionFile) -> QuerySet[SignedAssessment]:
    """Return every signed version, the newest first."""
    return decision.signed.select_related("signed_by").order_by("-version")


def incidents_of_decision(decision: DecisionFile) -> QuerySet[DecisionIncident]:
    """Return the incidents that officers linked to a file, oldest first."""
    return decision.incidents.select_related("incident__merged_into", "by")


def decisions_of_incident(
    incident: Incident, family: Sequence[int] = ()
) -> QuerySet[DecisionIncident]:
    """Return the files that an incident, or what was merged into it, is about."""
    rows = DecisionIncident.objects.filter(bureau_id=incident.bureau_id)
    rows = rows.filter(incident_id__in=family or [incident.pk])
    return rows.select_related("decision").order_by("at", "pk")


def incomplete_near(officer: Officer, now: datetime) -> QuerySet[DecisionFile]:
    """Return the files that are not signed although the day of the decision is near or over."""
    rows = DecisionFile.objects.filter(bureau_id=officer.bureau_id)
    if not may(officer, Capability.CONSULT):
        return rows.none()
    until = (now + NEAR).astimezone(LOCAL).date()
    return rows.filter(state=FileState.WRITING, planned_on__lte=until).order_by(
        "planned_on", "pk"
    )
