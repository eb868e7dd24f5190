"""Read the candidates: what waits on the desk, what was decided, what can be taken back.

In:   bureau id, an officer.    Out:  candidates in the order of the desk.
Cost: one query each.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.models import Officer
from huiying.base.clocks.queries import facts_of
from huiying.work.incidents.models import Candidate, CandidateState

ON_DESK = (CandidateState.NEW, CandidateState.WATCHED)
TAKEN_OFF = (CandidateState.DISMISSED, CandidateState.TRANSFERRED, CandidateState.MERGED)
QUEUE = 500  # candidates that are walked through one after the other


def candidates_on_desk(bureau_id: int) -> QuerySet[Candidate]:
    """Return candidates that wait for a decision, gravest first, then oldest."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, state__in=ON_DESK)
    own = [field.name for field in Candidate._meta.concrete_fields]
    return (
        rows.select_related("notice_clock", "opened_by", "topic_by")
        .only(*own, "opened_by__name", "topic_by__name", *facts_of("notice_clock"))
        .order_by("-proposed_grade", "raised_at")
    )


def candidates_decided(bureau_id: int) -> QuerySet[Candidate]:
    """Return candidates that were decided, newest first."""
    return (
        Candidate.objects.filter(bureau_id=bureau_id)
        .exclude(state__in=ON_DESK)
        .select_related("decided_by", "incident", "notice_clock", "opened_by", "proposed_unit")
        .select_related("topic_by")
        .order_by("-decided_at", "-pk")
    )


def last_decided(officer: Officer, *, since: datetime) -> Candidate | None:
    """Return the candidate that an officer took off the desk last, if not before ``since``."""
    rows = Candidate.objects.filter(
        bureau_id=officer.bureau_id,
        decided_by=officer,
        decided_at__gte=since,
        state__in=TAKEN_OFF,
    )
    shown = rows.only("bureau", "event_id", "state", "title", "revision")
    return shown.order_by("-decided_at", "-pk").first()


def places_on_desk(bureau_id: int) -> list[int]:
    """Return the events that wait for a decision, in the order of the desk."""
    return list(candidates_on_desk(bureau_id).values_list("event_id", flat=True)[:QUEUE])
