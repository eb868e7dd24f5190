"""The reviews of a draft: which are needed, who signed, which one is next.

In:   a draft.    Out:  reviews with their signatures.
Cost: one query for the signatures.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.signoff.models import Decision
from huiying.policy.grading.grades import Grade
from huiying.policy.release.reviews import Review, reviews_by_number, reviews_of
from huiying.policy.release.third_party import LiftBasis
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.core.withholding import has_withheld
from huiying.work.responses.reviews.models import Review as ReviewRow


@dataclass(frozen=True, slots=True)
class ReviewStanding:
    """One review of a draft: what is read, and who signed for it."""

    review: Review
    signed: ReviewRow | None
    current: bool  # it is the next one to be signed


def required_reviews(draft: Draft) -> tuple[Review, ...]:
    """Return the reviews that a draft needs as its matter stands now."""
    grade = Grade(draft.answer.incident.current.grade_in_force)
    return reviews_of(grade, withholds=has_withheld(draft) or _opens_third_party(draft))


def _opens_third_party(draft: Draft) -> bool:
    """Tell whether a draft publishes what was kept back for the sake of a third party."""
    published = [basis for basis in LiftBasis if basis.publishes]
    return draft.answer.lifted.filter(version=draft.version, basis__in=published).exists()


def requested_reviews(draft: Draft) -> tuple[Review, ...]:
    """Return the reviews that its request asks for; without a request those it needs now."""
    request = draft.signoff
    if request is None or draft.state == DraftState.WRITING:
        return required_reviews(draft)
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


def review_standings(draft: Draft) -> list[ReviewStanding]:
    """Return every review in its order, with who signed it."""
    requested = requested_reviews(draft)
    request = draft.signoff if draft.state != DraftState.WRITING else None
    signed = {}
    if request is not None:
        rows = request.reviews.select_related("signature__officer")
        signed = {row.place: row for row in rows}
    open_now = request is not None and request.decision == Decision.PENDING
    count = request.signed if request is not None else 0
    return [
        ReviewStanding(review, signed.get(place), open_now and place == count)
        for place, review in enumerate(requested)
    ]
