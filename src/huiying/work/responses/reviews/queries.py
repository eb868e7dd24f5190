"""Read what was submitted before, and which reviews those on duty can sign together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may, with_delegated_roles
from huiying.base.accounts.roster.queries import shifts_within
from huiying.policy.grading.grades import Grade
from huiying.policy.release.reviews import Reader, fillable_beside_author, reviews_of
from huiying.policy.time.spans import Span
from huiying.work.responses.core.models import Draft
from huiying.work.responses.reviews.models import Submission

NIGHT = timedelta(hours=16)  # from the end of the working day to the next morning
GRADES = (Grade.ORDINARY, Grade.SIGNIFICANT, Grade.MAJOR)


def previous_submission(draft: Draft) -> Submission | None:
    """Return what was submitted before the present request, if it was submitted before."""
    rows = draft.submissions.select_related("signoff__decided_by")
    return rows.exclude(signoff_id=draft.signoff_id).order_by("-at", "-pk").first()


def earlier_submission(submission: Submission, pk: int) -> Submission | None:
    """Return another submission of the same draft by its key, if it is the older one."""
    rows = Submission.objects.filter(draft_id=submission.draft_id, pk__lt=submission.pk)
    return rows.filter(pk=pk).first()


@dataclass(frozen=True, slots=True)
class ReviewersOnDuty:
    """Who is on duty, and how many of the reviews of each grade they can fill."""

    readers: tuple[Reader, ...]
    rows: tuple[tuple[Grade, int, int], ...]  # grade, filled, needed


def reviewers_on_duty(bureau_id: int, now: datetime) -> ReviewersOnDuty:
    """Return what those on duty from now until the next morning can sign between them."""
    people: dict[int, Officer] = {}
    for shift in shifts_within(bureau_id, Span(now, now + NIGHT)):
        for officer in (shift.officer, shift.leader):
            if officer is not None and officer.is_active:
                people.setdefault(officer.pk, with_delegated_roles(officer, now))
    readers = tuple(_reader(officer) for officer in people.values())
    rows = []
    for grade in GRADES:
        reviews = reviews_of(grade)
        rows.append((grade, fillable_beside_author(reviews, readers), len(reviews)))
    return ReviewersOnDuty(readers, tuple(rows))


def _reader(officer: Officer) -> Reader:
    return Reader(
        officer.name or officer.username,
        drafts=may(officer, Capability.DRAFT),
        reviews=may(officer, Capability.REVIEW),
        approves=may(officer, Capability.APPROVE),
    )
