"""Grades that take two signatures, signed by two people of the cast."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.candidates.actions.confirm import confirm_candidate
from huiying.work.incidents.candidates.actions.set_aside import SET_ASIDE_KIND, set_aside
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.set_aside_requests import set_aside_hash
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.requests import request_hash, waiting_requests


def deputy_of(incident: Incident) -> Officer:
    """Return the deputy leader of the incident's bureau."""
    return holders_of(incident.bureau_id, Role.DEPUTY)[0]


def sign_waiting(incident: Incident, *, now: datetime, by: Officer | None = None) -> None:
    """Let a second person sign what waits: the deputy leader, if nobody else is named."""
    for row in waiting_requests(incident):
        GRADING_KIND.approve(
            row,
            shown_hash=request_hash(row),
            officer=by or deputy_of(incident),
            now=now,
        )
    incident.refresh_from_db()


def confirm_with_second(
    *, candidate: Candidate, grade: Grade, now: datetime, **given: Any
) -> Incident:
    """Confirm a candidate with a grade, signed by a second person where it takes two."""
    incident = confirm_candidate(
        candidate=candidate, grade=grade, ground=GradeGround.VERIFIED, now=now, **given
    )
    sign_waiting(incident, now=now)
    return incident


def regrade_with_second(*, incident: Incident, now: datetime, **given: Any) -> None:
    """Change a grade, signed by a second person where it takes two."""
    regrade(incident=incident, ground=GradeGround.VERIFIED, now=now, **given)
    sign_waiting(incident, now=now)


def set_aside_with_second(*, candidate: Candidate, now: datetime, **given: Any) -> None:
    """Set a candidate aside, signed by a second duty or office officer where it takes two."""
    row = set_aside(candidate=candidate, now=now, **given)
    if row is not None:
        by = row.requested_by
        roles = (Role.OFFICE, Role.DUTY_OFFICER)
        people = [one for role in roles for one in holders_of(candidate.bureau_id, role)]
        second = next(one for one in people if one.pk != by.pk)
        shown = set_aside_hash(row)
        SET_ASIDE_KIND.approve(row, shown_hash=shown, officer=second, now=now)
    candidate.refresh_from_db()
