"""Read the response teams of incidents (Art. 3, 6), and who works and signs on a task.

In:   an incident, a task, an officer.    Out:  teams with head and members; yes or no.
Cost: one query, one more for the members.

A task of a team is signed by its head and worked on by its members; any other task belongs to
the officers of its unit.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.casework.core.incidents import family_of
from huiying.work.casework.core.models import ResponseTeam, TeamMember
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.recusals.queries import active_recusals

HEAD_CAPABILITIES = (Capability.SIGN, Capability.REPORT_BACK)


def _rows() -> QuerySet[ResponseTeam]:
    members = TeamMember.objects.select_related("officer__unit")
    rows = ResponseTeam.objects.select_related(
        "head__unit", "formed_by", "dissolved_by", "incident__merged_into"
    )
    return rows.prefetch_related(Prefetch("members", members))


def teams_of(incident: Incident, family: Sequence[int] = ()) -> QuerySet[ResponseTeam]:
    """Return every team of an incident and of those merged into it, oldest first."""
    keys = family or family_of(incident)
    return _rows().filter(bureau_id=incident.bureau_id, incident_id__in=keys)


def active_teams(incident: Incident) -> QuerySet[ResponseTeam]:
    """Return the teams of an incident that were not dissolved."""
    return teams_of(incident).filter(dissolved_at__isnull=True)


def visible_teams(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams of the bureau; of who sees only his unit's matters, his own."""
    rows = _rows().filter(bureau_id=officer.bureau_id, dissolved_at__isnull=True)
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    return rows.filter(pk__in=teams_with_member(officer))


def teams_with_member(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams that an officer belongs to."""
    now_in = TeamMember.objects.filter(officer=officer, to_at__isnull=True)
    return ResponseTeam.objects.filter(
        pk__in=now_in.values("team_id"), dissolved_at__isnull=True
    )


def teams_headed_by(officer: Officer) -> QuerySet[ResponseTeam]:
    """Return the standing teams that an officer heads."""
    return _rows().filter(head=officer, dissolved_at__isnull=True)


def active_team_by_number(incident: Incident, number: str) -> ResponseTeam | None:
    """Return a standing team of an incident by its number."""
    return active_teams(incident).filter(number=number).first()


def eligible_members(incident: Incident) -> list[Officer]:
    """Return the active officers of the bureau who do not keep out of the incident (回避)."""
    out = set(active_recusals(incident).values_list("officer_id", flat=True))
    rows = officers_of(incident.bureau_id).filter(is_active=True, unit__isnull=False)
    return [row for row in rows if row.pk not in out]


def can_head(officer: Officer) -> bool:
    """Tell whether an officer may sign and report for a team."""
    return officer.unit_id is not None and all(may(officer, one) for one in HEAD_CAPABILITIES)
