"""An incident closes only through its gate, and opens again only by an officer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import Condition, ConditionState, UnmetReason
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import ResponseValue
from huiying.work.closing.core.models import Closing
from huiying.work.closing.gate.queries import gate_of
from huiying.work.closing.waivers.actions.waive import ask_waiver
from huiying.work.closing.waivers.queries import waiver_signers
from huiying.work.incidents.grading.actions.decide_value import decide_value
from huiying.work.incidents.grading.actions.regrade import regrade
from tests.module_rows import module_rows
from tests.role_grants import hold
from tests.scenarios.closing import (
    make_release,
    make_solved_notice,
    make_waiver,
)
from tests.scenarios.incidents import (
    docket_of,
    incident_of,
)
from tests.work.closing.gate.steps import close, lacks, one_grave, sign

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
    with pytest.raises(Refused, match="未知不算平息"):
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


@pytest.mark.clause("7")
def test_no_public_answer_is_asked_for_where_the_response_value_says_so(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    before = lacks(incident, now)
    decide_value(
        incident=incident,
        value=ResponseValue.OFFLINE,
        grounds=frozenset(),
        reason="只是一户咨询，已电话答复。",
        officer=yunchuan.lu,
        now=now,
    )
    incident.refresh_from_db()

    close(yunchuan, incident, now)

    assert Condition.ANSWERED in before
    assert [kept["condition"] for kept in Closing.objects.get().gate] == ["SOLVED"]


def test_who_asks_never_signs_though_he_holds_both_roles(yunchuan, grave, now):
    hold(yunchuan.shen, Role.LEADER)

    with pytest.raises(Refused, match="不能审定自己的"):
        make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.shen, now=now)
    assert yunchuan.shen not in waiver_signers(grave.waivers.get(), now)


def lend(cast, who, now):
    """Let the leader lend his role for an absence, when there is no deputy any more."""
    Officer.objects.filter(pk=cast.cheng.pk).update(is_active=False)
    delegate(
        principal=cast.leader,
        to=who,
        absence=DelegationTerms(Role.LEADER, now, now + timedelta(days=3), "赴省学习"),
        by=cast.leader,
        now=now,
    )


def test_the_last_leader_is_absent_and_who_stands_in_signs_for_him(yunchuan, grave, now):
    lend(yunchuan, yunchuan.speaker, now)

    row = make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.speaker, now=now)

    assert row.signoff.decision == Decision.APPROVED
    record = timeline(bureau_id=grave.bureau_id, topic=f"signoff:waiver:{row.number}").first()
    assert record.data["stands_for"] == [f"officer:{yunchuan.leader.pk}"]


def test_who_asked_never_signs_as_a_stand_in_and_the_waiver_waits(yunchuan, grave, now):
    lend(yunchuan, yunchuan.shen, now)

    with pytest.raises(Refused, match="不能审定自己的"):
        make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.shen, now=now)

    row = grave.waivers.get()
    assert waiver_signers(row, now) == [yunchuan.leader]
    Officer.objects.filter(pk=yunchuan.leader.pk).update(is_active=False)
    assert waiver_signers(row, now) == []


def test_an_upgrade_takes_the_force_of_a_waiver(yunchuan, grave, now):
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    regrade(incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now)
    grave.refresh_from_db()

    assert lacks(grave, now)[Condition.CALM] == UnmetReason.USUAL_UNKNOWN
    with pytest.raises(Refused, match="未知不算平息"):
        close(yunchuan, grave, now)


def test_a_leader_who_saw_another_grade_waives_nothing(yunchuan, grave, now):
    row = ask_waiver(
        incident=grave, condition=Condition.CALM, reason="满意", officer=yunchuan.shen, now=now
    )
    regrade(incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now)

    with pytest.raises(Stale, match="等级有变"):
        sign(yunchuan, row, yunchuan.leader, now)


def test_a_waiver_is_asked_once_and_only_for_what_lacks(yunchuan, grave, now):
    def ask(condition):
        return ask_waiver(
            incident=grave, condition=condition, reason="满意", officer=yunchuan.shen, now=now
        )

    ask(Condition.CALM)

    with pytest.raises(Refused, match="已经在等"):
        ask(Condition.CALM)
    with pytest.raises(Refused, match="已经满足"):
        ask(Condition.SOLVED)
