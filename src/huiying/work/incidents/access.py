"""The only way a screen gets a candidate or an incident.

In:   an officer, a number or event id, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act, and for an officer who sees only the matters of his unit.
"""

from __future__ import annotations

from huiying.base.accounts.access import NotAllowed, row_for
from huiying.base.accounts.capabilities import READS, Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import may, only_reading
from huiying.work.incidents.models import Candidate, Incident, MergeQuestion, Recusal
from huiying.work.incidents.recusal import recusal_of


def candidate_for(officer: Officer, event_id: int, *, to: Capability) -> Candidate:
    """Return a candidate of the officer's bureau; of one that is an incident, as that.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Candidate.objects.select_related(
        "incident__merged_into",
        "notice_clock",
        "decided_by",
        "opened_by",
        "proposed_unit",
        "topic_by",
    )
    candidate = row_for(officer, rows, to=to, event_id=event_id)
    if candidate.incident is not None:
        keep_out(officer, candidate.incident, to=to)
    return candidate


def incident_for(officer: Officer, number: str, *, to: Capability) -> Incident:
    """Return an incident of the officer's bureau.

    An officer without SEE_POSTS (承办人员) sees the incidents of which his unit was notified.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Incident.objects.select_related(
        "opened_by", "lead_unit", "notice_clock", "response_clock", "merged_into"
    )
    incident = row_for(officer, rows, to=to, number=number)
    if not may(officer, Capability.SEE_POSTS) and not may(officer, Capability.READ_RECORD):
        unit = officer.unit_id
        if unit is None or not incident.concerned.filter(unit_id=unit).exists():
            raise NotAllowed(to, about=number)
    keep_out(officer, incident, to=to)
    return incident


def question_for(officer: Officer, pk: int, *, to: Capability) -> MergeQuestion:
    """Return a question whether two matters are one, of the officer's bureau.

    Raises:
        Http404, PermissionDenied: Also for an act, to who keeps out of one of the two (回避).
    """
    row = row_for(officer, MergeQuestion.objects.all(), to=to, pk=pk)
    sides = Candidate.objects.filter(
        bureau_id=row.bureau_id, event_id__in=(row.left_event, row.right_event)
    )
    for side in sides.filter(incident__isnull=False).select_related("incident"):
        if side.incident is not None:
            keep_out(officer, side.incident, to=to)
    return row


def keep_out(officer: Officer, incident: Incident, *, to: Capability) -> None:
    """Forbid every act on an incident to an officer who is recused from it (回避).

    Raises:
        NotAllowed: If ``to`` is an act, and the officer keeps out of this incident.
    """
    if to not in READS and recusal_of(officer, incident) is not None:
        raise NotAllowed(to, about=incident.number)


def as_reader(officer: Officer, incident: Incident) -> Officer:
    """Return the officer as the page of an incident sees him: without acts if he keeps out."""
    return officer if recusal_of(officer, incident) is None else only_reading(officer)


def recusal_for(officer: Officer, incident: Incident, pk: int, *, to: Capability) -> Recusal:
    """Return a recusal from an incident."""
    rows = Recusal.objects.filter(incident=incident).select_related("officer", "incident")
    return row_for(officer, rows, to=to, pk=pk)
