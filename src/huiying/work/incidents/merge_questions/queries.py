"""The short list of merge questions that are most worth an officer's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.engine.stream.question_gain import expected_gain
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState

POSTPONED_FOR = timedelta(hours=24)


MAX_READ = 300


ANSWERS_SHOWN = 40


OPEN_STATES = (CandidateState.NEW, CandidateState.WATCHED)


ENDED_STAGES = ("MERGED", "DISMISSED", "CLOSED")


@dataclass(frozen=True, slots=True)
class QuestionSides:
    """One question with what stands on each side."""

    row: MergeQuestion
    left: Candidate
    right: Candidate
    gain: float  # posts that an answer is expected to put right

    @property
    def touches(self) -> set[int]:
        """The keys of the incidents on either side."""
        sides = (self.left.incident_id, self.right.incident_id)
        return {key for key in sides if key is not None}

    @property
    def incidents(self) -> tuple[Incident, Incident] | None:
        """Both sides, when both are incidents: joining them is an act with a reason."""
        one, two = self.left.incident, self.right.incident
        return (one, two) if one is not None and two is not None else None


def open_questions(bureau_id: int, now: datetime) -> list[QuestionSides]:
    """Return what may be asked now, most gain first."""
    open_now = Q(state=QuestionState.OPEN) | Q(
        state=QuestionState.LATER, answered_at__lte=now - POSTPONED_FOR
    )
    rows = MergeQuestion.objects.filter(open_now, bureau_id=bureau_id).order_by("-score", "pk")
    return questions_with_sides(bureau_id, rows)


def open_questions_about(bureau_id: int, event_id: int) -> list[QuestionSides]:
    """Return the questions that concern one event and nobody answered, most gain first."""
    either = Q(left_event=event_id) | Q(right_event=event_id)
    unanswered = (QuestionState.OPEN, QuestionState.LATER)
    rows = MergeQuestion.objects.filter(either, bureau_id=bureau_id, state__in=unanswered)
    return questions_with_sides(bureau_id, rows.order_by("-score", "pk"))


def last_answered_question(officer: Officer, *, since: datetime) -> MergeQuestion | None:
    """Return the question that an officer answered last, if not before ``since``."""
    rows = MergeQuestion.objects.filter(
        bureau_id=officer.bureau_id, answered_by=officer, answered_at__gte=since
    ).exclude(state=QuestionState.OPEN)
    return rows.order_by("-answered_at", "-pk").first()


def questions_with_sides(bureau_id: int, rows: QuerySet[MergeQuestion]) -> list[QuestionSides]:
    """Return questions whose two sides still stand apart, most gain first."""
    read = list(rows[:MAX_READ])
    if not read:
        return []
    seeds = {key for row in read for key in (row.left_event, row.right_event)}
    sides = {
        side.event_id: side
        for side in Candidate.objects.filter(
            bureau_id=bureau_id, event_id__in=seeds
        ).select_related("incident")
        if _stands(side)
    }
    found = [
        QuestionSides(row, left, right, _gain(row, left, right))
        for row in read
        if (left := sides.get(row.left_event)) and (right := sides.get(row.right_event))
        if left.incident_id is None or left.incident_id != right.incident_id
    ]
    return sorted(found, key=lambda one: (-one.gain, one.row.pk))


def _gain(row: MergeQuestion, left: Candidate, right: Candidate) -> float:
    codes = [reason["code"] for reason in row.reasons]
    return expected_gain(row.score, left.size, right.size, codes)


def _stands(side: Candidate) -> bool:
    if side.incident is not None:
        return side.incident.stage not in ENDED_STAGES
    return side.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """A question that was answered, with the titles of both sides."""

    row: MergeQuestion
    titles: tuple[str, str]
    touches: set[int]  # the keys of the incidents on either side


def answered_questions(bureau_id: int) -> list[AnsweredQuestion]:
    """Return the newest answers of a bureau."""
    rows = list(
        MergeQuestion.objects.filter(bureau_id=bureau_id)
        .exclude(state=QuestionState.OPEN)
        .select_related("answered_by")
        .order_by("-answered_at", "-pk")[:ANSWERS_SHOWN]
    )
    seeds = {key for row in rows for key in (row.left_event, row.right_event)}
    named = Candidate.objects.filter(bureau_id=bureau_id, event_id__in=seeds)
    known = {
        event: (title, incident)
        for event, title, incident in named.values_list("event_id", "title", "incident_id")
    }
    found = []
    for row in rows:
        sides = [known.get(key, ("", None)) for key in (row.left_event, row.right_event)]
        touches = {incident for _title, incident in sides if incident is not None}
        found.append(AnsweredQuestion(row, (sides[0][0], sides[1][0]), touches))
    return found
