"""Steps on the way to the end of an incident, as the tests of its gate take them."""

from __future__ import annotations

from datetime import timedelta

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.queries import gate_of
from huiying.work.closing.waivers.actions.waive import decide_waiver
from tests.factories import T0
from tests.scenarios.closing import (
    make_release,
    make_solved_notice,
)
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import (
    incident_of,
)

MINUTE = timedelta(minutes=1)


def lacks(incident, now):
    return {row.condition: row.lack for row in gate_of(incident, now).rows if row.lack}


def close(cast, incident, now, **more):
    return close_incident(incident=incident, officer=cast.shen, now=now, **more)


def one_grave(yunchuan, now=T0):
    """A matter of 较大 that lacks nothing but calm, which nobody knows."""
    incident = incident_of(yunchuan, now=now - MINUTE)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    regrade_with_second(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="又有三个平台转载",
        officer=yunchuan.lu,
        now=now,
    )
    incident.refresh_from_db()
    return incident


def sign(cast, row, officer, now):
    decide_waiver(
        waiver=row,
        approve=True,
        reason="",
        shown_hash=hash_of_content(waiver_content(row)),
        officer=officer,
        now=now,
    )
