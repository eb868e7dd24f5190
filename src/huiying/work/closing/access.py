"""The only way a screen gets a row of closing: a waiver, a proposal to reopen, a breach.

In:   an officer, a number, a capability.    Out:  the row, or 404 / 403.
Cost: one query; one more for an act.
"""

from __future__ import annotations

from huiying.base.accounts.access import NotAllowed, row_for
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer
from huiying.work.closing.models import (
    AfterReview,
    Breach,
    Lesson,
    ReopenProposal,
    ReviewState,
    Waiver,
)
from huiying.work.closing.queries import sees_all_breaches
from huiying.work.incidents.access import incident_for, keep_out


def waiver_for(officer: Officer, number: str, *, to: Capability) -> Waiver:
    """Return a waiver of an incident that the officer may see.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Waiver.objects.select_related(
        "incident", "asked_by", "signoff__clock", "signoff__decided_by"
    )
    waiver = row_for(officer, rows, to=to, number=number)
    incident_for(officer, waiver.incident.number, to=Capability.SEE_INCIDENTS)
    keep_out(officer, waiver.incident, to=to)
    return waiver


def reopening_for(officer: Officer, pk: int, *, to: Capability) -> ReopenProposal:
    """Return a proposal of the machine to reopen an incident.

    Raises:
        Http404, PermissionDenied.
    """
    rows = ReopenProposal.objects.select_related("closing__incident")
    proposal = row_for(officer, rows, to=to, pk=pk)
    keep_out(officer, proposal.closing.incident, to=to)
    return proposal


def breach_for(officer: Officer, number: str, *, to: Capability) -> Breach:
    """Return a breach; of a unit's officer only his unit's own, and so for REPORT_BACK.

    Raises:
        Http404, PermissionDenied.
    """
    rows = Breach.objects.select_related("incident", "unit", "clock", "recorded_by")
    breach = row_for(officer, rows, to=to, number=number)
    own = breach.unit_id is not None and breach.unit_id == officer.unit_id
    if not own and (to == Capability.REPORT_BACK or not sees_all_breaches(officer)):
        raise NotAllowed(to)
    if breach.incident is not None:
        keep_out(officer, breach.incident, to=to)
    return breach


def review_for(officer: Officer, number: str, *, to: Capability) -> AfterReview:
    """Return a review: a finished one is for everybody who sees incidents, to learn from.

    Raises:
        Http404, PermissionDenied.
    """
    rows = AfterReview.objects.select_related("incident", "started_by", "finished_by")
    review = row_for(officer, rows, to=to, number=number)
    if review.state != ReviewState.FINISHED:
        incident_for(officer, review.incident.number, to=Capability.SEE_INCIDENTS)
    keep_out(officer, review.incident, to=to)
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
    keep_out(officer, lesson.review.incident, to=to)
    return lesson
