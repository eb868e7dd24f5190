"""Which posts nothing uses any more: old enough, and of no matter that is kept.

In:   a bureau, the moment before which posts are old, the day on which periods are compared.
Out:  a query of posts.
Cost: one query; for each old post some look-ups in an index, and one read of the placements of
      its event: 0.5 s for 500 posts of an event of 3,000.

Posts of one event go together or not at all, so that no event is left in halves. One stays when
any post of its event

- is young, waits for the stream, or is the newest that was placed,
- belongs to an incident that is open, closed and not filed, or filed for a period that runs,
- belongs to a triage item that nobody decided, or to a question that is open,
- is evidence of a verification request, answered or not, or of a lead,
- came by an import that has not ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from huiying.base.signoff.models import Decision
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.liaison.models import Lead
from huiying.work.casework.verification.models import ServedPost
from huiying.work.closing.archive.models import Filing
from huiying.work.collection.imports.models import ImportedRow, ImportJob, ImportState
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Arrival, Post
from huiying.work.incidents.candidates.models import (
    Candidate,
    CandidateState,
    SetAsideRequest,
)
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState
from huiying.work.incidents.placements.models import Placement

UNDECIDED = (CandidateState.NEW, CandidateState.WATCHED)
ENDED = (ImportState.DONE, ImportState.FAILED)


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on posts are young, and the day on which periods of matters are compared."""

    before: datetime
    today: date


def free_posts(bureau_id: int, limits: Limits) -> QuerySet[Post]:
    """Return the posts that may go, in no order."""
    rows = Post.objects.filter(bureau_id=bureau_id, collected_at__lt=limits.before)
    rows = rows.filter(
        ~Exists(Arrival.objects.filter(post=OuterRef("pk"))),
        *(~Exists(used.filter(post=OuterRef("pk"))) for used in _uses(bureau_id)),
    )
    alone = Q(placement__isnull=True)
    return rows.filter(alone | _of_free_event(bureau_id, limits))


def next_free_posts(
    bureau_id: int, limits: Limits, *, after: int, most: int
) -> tuple[int, list[int]]:
    """Return the next posts that may go, of so many that are looked at, and the last of these.

    Pages without one are passed over; [] = there is none after ``after``.
    """
    rows = Post.objects.filter(bureau_id=bureau_id).order_by("pk")
    free = free_posts(bureau_id, limits).order_by("pk")
    while page := list(rows.filter(pk__gt=after).values_list("pk", flat=True)[:most]):
        after = page[-1]
        if found := list(free.filter(pk__in=page).values_list("pk", flat=True)):
            return after, found
    return after, []


def posts_of_same_events(bureau_id: int, post_ids: list[int]) -> list[int]:
    """Return posts with all others of their events."""
    placed = Placement.objects.filter(bureau_id=bureau_id, post_id__in=post_ids)
    events = list(placed.values_list("event_id", flat=True).distinct())
    whole = Placement.objects.filter(bureau_id=bureau_id, event_id__in=events)
    return sorted({*post_ids, *whole.values_list("post_id", flat=True)})


def matters_over(bureau_id: int, today: date) -> list[int]:
    """Return the incidents that are filed for a period that is over."""
    rows = Filing.objects.filter(
        bureau_id=bureau_id, end__isnull=True, incident__stage=Stage.CLOSED
    ).exclude(period="PERMANENT")
    return [row.incident_id for row in rows if row.ends_on and row.ends_on <= today]


def _of_free_event(bureau_id: int, limits: Limits) -> Q:
    """Return what holds of a post when nothing uses its event."""
    event = OuterRef("placement__event_id")
    over = matters_over(bureau_id, limits.today)
    here = Placement.objects.filter(bureau_id=bureau_id, event_id=event)
    matters = IncidentEvent.objects.filter(bureau_id=bureau_id, event_id=event)
    items = Candidate.objects.filter(bureau_id=bureau_id, event_id=event)
    of_matters = items.filter(incident__isnull=False).exclude(incident_id__in=over)
    set_aside = SetAsideRequest.objects.filter(
        bureau_id=bureau_id, candidate__event_id=event, signoff__decision=Decision.PENDING
    )
    questions = MergeQuestion.objects.filter(bureau_id=bureau_id, state=QuestionState.OPEN)
    conditions = [
        # By number first: each post of a large event would be read once for every other one.
        here.filter(
            post_id__gte=first_id_at(limits.before), post__collected_at__gte=limits.before
        ),
        matters.exclude(incident_id__in=over),
        items.filter(state__in=UNDECIDED),
        of_matters,
        set_aside,
        questions.filter(Q(left_event=event) | Q(right_event=event)),
        *(used.filter(post__placement__event_id=event) for used in _uses(bureau_id)),
    ]
    free = ~Q(placement__event_id__in=_newest_event(bureau_id))
    for rows in conditions:
        free &= Q(~Exists(rows))
    return free


def _newest_event(bureau_id: int) -> list[int]:
    """Return the event of the newest placement: its number is not to be given anew."""
    rows = Placement.objects.filter(bureau_id=bureau_id).order_by("-seq")
    return list(rows.values_list("event_id", flat=True)[:1])


def _uses(bureau_id: int) -> tuple[QuerySet[Model], ...]:
    """Return rows that point to a post and need it."""
    running = ImportJob.objects.filter(bureau_id=bureau_id).exclude(state__in=ENDED)
    return (
        ServedPost.objects.filter(bureau_id=bureau_id),
        Lead.objects.filter(bureau_id=bureau_id, post__isnull=False),
        ImportedRow.objects.filter(bureau_id=bureau_id, job_id__in=running.values("pk")),
    )
