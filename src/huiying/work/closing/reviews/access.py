"""The only way a screen gets a review or one of its lessons: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.closing.reviews.models import AfterReview, Lesson, ReviewState
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused


def review_for(officer: Officer, number: str, *, to: Capability) -> AfterReview:
    """Return a review: a finished one is for everybody who sees incidents, to learn from.

    Raises:
        Http404, PermissionDenied.
    """
    rows = AfterReview.objects.select_related("incident", "started_by", "finished_by")
    review = row_for(officer, rows, to=to, number=number)
    if review.state != ReviewState.FINISHED:
        incident_for(officer, review.incident.number, to=Capability.SEE_INCIDENTS)
    refuse_recused(officer, review.incident, to=to)
    return review


def lesson_for(officer: Officer, pk: int, *, to: Capability) -> Lesson:
    """Return a lesson; REPORT_BACK is for the unit that sees to it.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Lesson.objects.select_related("review__incident", "unit")
    lesson = row_for(officer, rows, to=to, pk=pk)
    if to == Capability.REPORT_BACK and lesson.unit_id != officer.unit_id:
        raise NotAllowed(to)
    refuse_recused(officer, lesson.review.incident, to=to)
    return lesson
