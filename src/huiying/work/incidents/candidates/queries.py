"""Read candidates: waiting, decided, and what their posts ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from django.db.models import F, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.queries import status_columns
from huiying.base.db.keys import Keys
from huiying.policy.procedure.stages import SETTLED
from huiying.work.incidents.assessment.event_facts import TITLE_POSTS
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.placements.models import Placement


def events_with_candidate(bureau_id: int, event_ids: list[int]) -> set[int]:
    """Return those of the events that have a candidate."""
    if not event_ids:
        return set()
    return set(
        Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids).values_list(
            "event_id", flat=True
        )
    )


def candidate_of_event(bureau_id: int, event_id: int) -> Candidate | None:
    """Return the candidate of an event, whatever became of it; None when it has none."""
    return Candidate.objects.filter(bureau_id=bureau_id, event_id=event_id).first()


def joinable_event_ids(bureau_id: int) -> list[int]:
    """Return the events that stay joinable beyond the window: those of open incidents."""
    return list(
        Candidate.objects.filter(bureau_id=bureau_id, incident__isnull=False)
        .exclude(incident__stage__in=SETTLED)
        .values_list("event_id", flat=True)
    )


def posts_to_title(bureau_id: int, event_ids: Collection[int]) -> list[int]:
    """Return the posts that may give their words to the titles of new events."""
    events = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids)
    new = set(event_ids).difference(events.values_list("event_id", flat=True))
    rows = Placement.objects.filter(
        bureau_id=bureau_id, event_id__in=new, group_id=F("post_id")
    ).order_by("event_id", "seq")
    firsts = groupby(rows.values_list("event_id", "post_id"), itemgetter(0))
    return [key for _event, some in firsts for _, key in islice(some, TITLE_POSTS)]


def main_kind(facts: Mapping[str, Any]) -> str:
    """Return what most posts that were read want."""
    return _most_frequent_kind(facts.get("kinds"))


def main_kinds(incident_ids: Iterable[int]) -> dict[int, str]:
    """Return what most posts of each incident want, by its first candidate."""
    rows = Candidate.objects.filter(incident_id__in=Keys(incident_ids)).order_by("-pk")
    found = rows.values_list("incident_id", "facts__kinds")
    return {key: _most_frequent_kind(kinds) for key, kinds in found if key is not None}


def _most_frequent_kind(kinds: Mapping[str, int] | None) -> str:
    best = max(kinds or {}, key=lambda kind: ((kinds or {})[kind], kind), default="")
    return "" if best == "report" else best


def act_phrase_of(bureau_id: int, event_ids: list[int]) -> str:
    """Return the words of a post of events that tell of an act; "" = none was read."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=event_ids).order_by("pk")
    acts = (facts.get("act", "") for facts in rows.values_list("facts", flat=True))
    return next(filter(None, acts), "")


WAITING_STATES = (CandidateState.NEW, CandidateState.WATCHED)


UNDOABLE_STATES = (CandidateState.DISMISSED, CandidateState.TRANSFERRED, CandidateState.MERGED)


MAX_QUEUE = 500  # candidates that are walked through one after the other


def waiting_candidates(bureau_id: int) -> QuerySet[Candidate]:
    """Return candidates that wait for a decision, gravest first, then oldest."""
    rows = Candidate.objects.filter(bureau_id=bureau_id, state__in=WAITING_STATES)
    own = [field.name for field in Candidate._meta.concrete_fields]
    return (
        rows.select_related("notice_clock", "opened_by", "topic_by")
        .only(*own, "opened_by__name", "topic_by__name", *status_columns("notice_clock"))
        .order_by("-proposed_grade", "raised_at")
    )


def decided_candidates(bureau_id: int) -> QuerySet[Candidate]:
    """Return candidates that were decided, newest first."""
    return (
        Candidate.objects.filter(bureau_id=bureau_id)
        .exclude(state__in=WAITING_STATES)
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
        state__in=UNDOABLE_STATES,
    )
    shown = rows.only("bureau", "event_id", "state", "title", "revision")
    return shown.order_by("-decided_at", "-pk").first()


def waiting_event_ids(bureau_id: int) -> list[int]:
    """Return the events that wait for a decision, in the order of the desk."""
    return list(waiting_candidates(bureau_id).values_list("event_id", flat=True)[:MAX_QUEUE])
