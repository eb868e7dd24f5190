"""The reviews of an answer: what is needed, who signed, who is missing, who could.

In:   a draft, an officer, the moment.    Out:  reviews with their reviewers; who is on duty.
Cost: one query for the signatures; three for those on duty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import at, may
from huiying.base.accounts.roster import shifts_within
from huiying.base.signoff.models import Decision
from huiying.policy.grade_rules import Grade
from huiying.policy.release_gates import (
    Reader,
    Review,
    filled_beside_author,
    reviews_by_number,
    reviews_of,
)
from huiying.policy.roster import Span
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.models import Draft, DraftState
from huiying.work.responses.models import Review as ReviewRow
from huiying.work.responses.withholding import withholds

NIGHT = timedelta(hours=16)  # from the end of the working day to the next morning
GRADES = (Grade.ORDINARY, Grade.SIGNIFICANT, Grade.MAJOR)


@dataclass(frozen=True, slots=True)
class Standing:
    """One review of a draft: what is read, and who signed for it."""

    review: Review
    signed: ReviewRow | None
    current: bool  # it is the next one to be signed


@dataclass(frozen=True, slots=True)
class Tonight:
    """Who is on duty, and how many of the reviews of each grade they can fill."""

    readers: tuple[Reader, ...]
    rows: tuple[tuple[Grade, int, int], ...]  # grade, filled, needed


def needed_for(draft: Draft) -> tuple[Review, ...]:
    """Return the reviews that a draft needs as its matter stands now."""
    grade = Grade(incident_now(draft.answer.incident).grade)
    return reviews_of(grade, withholds=withholds(draft))


def asked_of(draft: Draft) -> tuple[Review, ...]:
    """Return the reviews that its request asks for; without a request those it needs now."""
    request = draft.signoff
    if request is None or draft.state == DraftState.WRITING:
        return needed_for(draft)
    return reviews_by_number(request.needed)


def next_review(draft: Draft) -> Review | None:
    """Return the review that waits, None when the draft waits for none."""
    request = draft.signoff
    if request is None or request.decision != Decision.PENDING:
        return None
    return reviews_by_number(request.needed)[request.signed]


def capability_of(review: Review) -> Capability:
    """Return what a review asks of its reviewer."""
    return Capability.APPROVE if review.approves else Capability.REVIEW


def reviews_standing(draft: Draft) -> list[Standing]:
    """Return every review in its order, with who signed it."""
    asked = asked_of(draft)
    request = draft.signoff if draft.state != DraftState.WRITING else None
    signed = {}
    if request is not None:
        rows = request.reviews.select_related("signature__officer")
        signed = {row.place: row for row in rows}
    open_now = request is not None and request.decision == Decision.PENDING
    count = request.signed if request is not None else 0
    return [
        Standing(review, signed.get(place), open_now and place == count)
        for place, review in enumerate(asked)
    ]


def tonight(bureau_id: int, now: datetime) -> Tonight:
    """Return what those on duty from now until the next morning can sign between them."""
    people: dict[int, Officer] = {}
    for shift in shifts_within(bureau_id, Span(now, now + NIGHT)):
        for officer in (shift.officer, shift.leader):
            if officer is not None and officer.is_active:
                people.setdefault(officer.pk, at(officer, now))
    readers = tuple(_reader(officer) for officer in people.values())
    rows = []
    for grade in GRADES:
        reviews = reviews_of(grade)
        rows.append((grade, filled_beside_author(reviews, readers), len(reviews)))
    return Tonight(readers, tuple(rows))


def _reader(officer: Officer) -> Reader:
    return Reader(
        officer.name or officer.username,
        drafts=may(officer, Capability.DRAFT),
        reviews=may(officer, Capability.REVIEW),
        approves=may(officer, Capability.APPROVE),
    )
