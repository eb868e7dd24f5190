"""Tasks, promises and what came in elsewhere hold the gate until they are settled (Art. 7)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.policy.closing.gate import Condition, UnmetReason
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import ContactOutcome, ReferenceKind
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.gate.queries import gate_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.closing import make_release, make_solved_notice, make_waiver
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import incident_of, restart_workers
from tests.scenarios.tasks import (
    deliver_opinion,
    make_contact,
    make_reference,
    promise_of,
    take_task,
)
from tests.work.casework.notices.steps import notify

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told(cast):
    restart_workers()
    incident = incident_of(cast, now=T0 - timedelta(minutes=1))
    make_solved_notice(cast, incident, now=T0)
    make_release(cast, incident, now=T0)
    return incident


standing_rows, rows, yunchuan, answered = module_rows(told)


def graver(cast, incident, now):
    regrade_with_second(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="又有人反映",
        officer=cast.lu,
        now=now,
    )
    incident.refresh_from_db()


def lack_of(incident, condition, now):
    return {row.condition: row.lack for row in gate_of(incident, now).rows}[condition]


@pytest.mark.clause("7c")
def test_a_ticket_whose_sender_was_not_answered_holds_the_gate(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    ticket = make_reference(yunchuan, answered, now=now)
    make_contact(yunchuan, ticket, ContactOutcome.NOT_REACHED, now=now)
    before = lack_of(answered, Condition.PETITIONERS, now)

    make_contact(yunchuan, ticket, ContactOutcome.ANSWERED, now=now)

    assert before == UnmetReason.REFERENCES_OPEN
    assert lack_of(answered, Condition.PETITIONERS, now) is None


@pytest.mark.clause("7b")
def test_a_task_that_is_not_done_holds_the_gate(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    make_signed_minutes(yunchuan, answered, now=now)
    take_task(yunchuan, make_approved_proposal(yunchuan, answered, now=now), now=now)

    assert lack_of(answered, Condition.SOLVED, now) == UnmetReason.TASKS_OPEN


@pytest.mark.clause("7b")
def test_a_promise_holds_the_gate_only_when_its_day_is_over(yunchuan, answered, now):
    promise_of(yunchuan, answered, days=3, now=now)

    assert lack_of(answered, Condition.SOLVED, now) is None
    assert lack_of(answered, Condition.SOLVED, now + 4 * DAY) == UnmetReason.PROMISES_BROKEN


def test_a_promise_runs_on_after_the_incident_is_closed(yunchuan, answered, now):
    row = promise_of(yunchuan, answered, days=3, now=now)

    close_incident(incident=answered, officer=yunchuan.shen, now=now)

    assert Clock.objects.get(pk=row.clock_id).state == ClockState.RUNNING


def test_a_waiver_lets_an_unanswered_ticket_be(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    make_reference(yunchuan, answered, now=now)
    make_waiver(yunchuan, answered, Condition.PETITIONERS, now=now)
    make_waiver(yunchuan, answered, Condition.CALM, now=now)

    row = close_incident(incident=answered, officer=yunchuan.shen, now=now)

    assert [kept["state"] for kept in row.gate] == ["MET", "MET", "WAIVED", "WAIVED"]


@pytest.mark.clause("7b")
def test_a_unit_that_is_notified_again_reports_again_before_the_closing(
    yunchuan, answered, now
):
    graver(yunchuan, answered, now)
    unit = answered.notices.get().unit
    notify(answered, unit, yunchuan.lu, now + DAY)

    assert lack_of(answered, Condition.SOLVED, now + DAY) == UnmetReason.NOT_REPORTED


def letter_about(cast, incident, now):
    return bind_reference(
        incident=incident,
        origin=ReferenceKind.VISIT,
        outside_number="来访 3",
        label="登记窗口排队",
        officer=cast.lu,
        now=now,
    )


@pytest.mark.clause("7c")
@pytest.mark.parametrize("grade", ["一般", "较大"])
def test_no_matter_closes_while_a_petitioner_waits_for_the_written_opinion(
    yunchuan, answered, now, grade
):
    if grade == "较大":
        graver(yunchuan, answered, now)
        make_waiver(yunchuan, answered, Condition.CALM, now=now)
    letter = letter_about(yunchuan, answered, now)
    make_contact(yunchuan, letter, ContactOutcome.ANSWERED, now=now)

    with pytest.raises(Refused, match="书面处理意见书"):
        close_incident(incident=answered, officer=yunchuan.shen, now=now)
    deliver_opinion(yunchuan, letter, now=now)
    row = close_incident(incident=answered, officer=yunchuan.shen, now=now)

    assert row.incident == answered


@pytest.mark.clause("7c")
def test_nobody_waives_what_a_petitioner_is_owed(yunchuan, answered, now):
    graver(yunchuan, answered, now)
    letter_about(yunchuan, answered, now)

    with pytest.raises(Refused, match="信访人的法定期限未结束"):
        make_waiver(yunchuan, answered, Condition.PETITIONERS, now=now)


def test_a_waiver_for_a_ticket_does_not_cover_a_letter_that_comes_later(
    yunchuan, answered, now
):
    graver(yunchuan, answered, now)
    make_reference(yunchuan, answered, now=now)
    make_waiver(yunchuan, answered, Condition.PETITIONERS, now=now)
    make_waiver(yunchuan, answered, Condition.CALM, now=now)
    letter_about(yunchuan, answered, now)

    with pytest.raises(Refused, match="书面处理意见书"):
        close_incident(incident=answered, officer=yunchuan.shen, now=now)
