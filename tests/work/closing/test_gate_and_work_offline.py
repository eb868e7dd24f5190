"""Tasks, promises and what came in elsewhere hold the gate until they are settled (Art. 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.policy.closing import Condition, Lack
from huiying.policy.grading import Grade
from huiying.policy.offline import Outcome
from huiying.work.closing.actions.close import close_incident
from huiying.work.closing.gates import gate_of
from huiying.work.incidents.actions.grade import regrade
from tests.deeds import (
    approved_proposal,
    consulted,
    incident_of,
    restart,
    solved,
    told_in_public,
    waived,
)
from tests.factories import T0
from tests.offline_deeds import bound, promised, taken, tried
from tests.standing import once

pytestmark = [pytest.mark.django_db, pytest.mark.clause("7")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_warm():
    restart()


def told(cast):
    restart()
    incident = incident_of(cast, now=T0 - timedelta(minutes=1))
    solved(cast, incident, now=T0)
    told_in_public(cast, incident, now=T0)
    return incident


standing_rows, rows, yunchuan, answered = once(told)


def graver(cast, incident, now):
    regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="又有人反映",
        officer=cast.lu,
        now=now,
    )
    incident.refresh_from_db()


def lack_of(incident, condition, now):
    return {row.condition: row.lack for row in gate_of(incident, now).rows}[condition]


def test_a_ticket_whose_sender_was_not_answered_holds_the_gate(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    ticket = bound(yunchuan, answered, now=now)
    tried(yunchuan, ticket, Outcome.NOT_REACHED, now=now)
    before = lack_of(answered, Condition.PETITIONERS, now)

    tried(yunchuan, ticket, Outcome.ANSWERED, now=now)

    assert before == Lack.REFERENCES_OPEN
    assert lack_of(answered, Condition.PETITIONERS, now) is None


def test_a_task_that_is_not_done_holds_the_gate(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    consulted(yunchuan, answered, now=now)
    taken(yunchuan, approved_proposal(yunchuan, answered, now=now), now=now)

    assert lack_of(answered, Condition.SOLVED, now) == Lack.TASKS_OPEN


def test_a_promise_holds_the_gate_only_when_its_day_is_over(yunchuan, answered, now):
    promised(yunchuan, answered, days=3, now=now)

    assert lack_of(answered, Condition.SOLVED, now) is None
    assert lack_of(answered, Condition.SOLVED, now + 4 * DAY) == Lack.PROMISES_BROKEN


def test_a_promise_runs_on_after_the_incident_is_closed(yunchuan, answered, now):
    row = promised(yunchuan, answered, days=3, now=now)

    close_incident(incident=answered, officer=yunchuan.shen, now=now)

    assert Clock.objects.get(pk=row.clock_id).state == ClockState.RUNNING


def test_a_waiver_lets_an_unanswered_ticket_be(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    bound(yunchuan, answered, now=now)
    waived(yunchuan, answered, Condition.PETITIONERS, now=now)
    waived(yunchuan, answered, Condition.CALM, now=now)

    row = close_incident(incident=answered, officer=yunchuan.shen, now=now)

    assert [kept["state"] for kept in row.gate] == ["MET", "MET", "WAIVED", "WAIVED"]
