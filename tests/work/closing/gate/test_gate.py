"""An incident closes only through its gate, and opens again only by an officer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.closing.gate import Condition, ConditionState, UnmetReason
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import ResponseValue
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.grading.actions.decide_value import NoAnswer, decide_value
from tests.module_rows import module_rows
from tests.scenarios.closing import (
    make_release,
    make_solved_notice,
    make_waiver,
)
from tests.scenarios.grading import regrade_with_second, sign_waiting
from tests.scenarios.incidents import (
    docket_of,
    incident_of,
)
from tests.work.closing.gate.steps import close, lacks, one_grave

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def test_a_claim_that_is_not_verified_holds_the_gate(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    docket_of(yunchuan, incident, now=now)

    assert lacks(incident, now) == {Condition.SOLVED: UnmetReason.NOT_VERIFIED}


standing_rows, rows, yunchuan, grave = module_rows(one_grave)


def test_an_unknown_usual_level_is_not_calm_and_closes_by_a_waiver_alone(yunchuan, grave, now):
    before = {row.condition: row.state for row in gate_of(grave, now).rows}
    with pytest.raises(Refused, match="未知不视为平息"):
        close(yunchuan, grave, now)

    waiver = make_waiver(yunchuan, grave, Condition.CALM, now=now)
    row = close(yunchuan, grave, now)

    assert before[Condition.CALM] == ConditionState.UNKNOWN
    assert row.gate[-1] == {
        "condition": "CALM",
        "state": "WAIVED",
        "lack": "USUAL_UNKNOWN",
        "waiver": waiver.number,
    }


@pytest.mark.clause("6b")
def test_no_public_answer_is_asked_for_where_the_response_value_says_so(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    before = lacks(incident, now)
    decide_value(
        incident=incident,
        value=ResponseValue.OFFLINE,
        grounds=frozenset(),
        reason="只是一户咨询，已电话答复。",
        no_answer=NoAnswer("PRIVACY", now.date() + timedelta(days=30)),
        officer=yunchuan.lu,
        now=now,
    )
    sign_waiting(incident, now=now)

    close(yunchuan, incident, now)

    assert Condition.ANSWERED in before
    assert [kept["condition"] for kept in Closing.objects.get().gate] == ["SOLVED"]


def test_an_upgrade_takes_the_force_of_a_waiver(yunchuan, grave, now):
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    regrade_with_second(
        incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now
    )
    grave.refresh_from_db()

    assert lacks(grave, now)[Condition.CALM] == UnmetReason.USUAL_UNKNOWN
    with pytest.raises(Refused, match="未知不视为平息"):
        close(yunchuan, grave, now)
