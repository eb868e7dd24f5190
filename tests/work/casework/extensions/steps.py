"""An application for more time, as its tests make and decide it."""

from __future__ import annotations

from datetime import timedelta

from huiying.policy.grading.grades import Grade
from huiying.work.casework.extensions.actions.extend import ask_extension, decide_extension
from huiying.work.casework.extensions.applications import extension_hash
from huiying.work.casework.extensions.models import Extension
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import take_task

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "两栋楼的水箱要等住户在家才能清洗。"


def major_and_taken(cast):
    major = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, major)
    return major, take_task(cast, make_approved_proposal(cast, major))


def asked(cast, clock, *, days=2, by=None, now=T0 + HOUR) -> Extension:
    until = clock.due_at + days * DAY
    return ask_extension(
        clock=clock, until=until, reason=WHY, officer=by or cast.water, now=now
    )


def decided(row, officer, *, yes=True, reason="", now=T0 + 2 * HOUR):
    return decide_extension(
        extension=row,
        approve=yes,
        reason=reason,
        shown_hash=extension_hash(row),
        officer=officer,
        now=now,
    )
