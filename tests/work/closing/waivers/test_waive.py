"""豁免: another officer asks, a leader signs or returns it, and never the same person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.queries import records_of, timeline
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import Condition
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.waivers.actions.waive import ask_waiver, decide_waiver
from huiying.work.closing.waivers.queries import waiver_signers
from tests.module_rows import module_rows
from tests.role_grants import hold
from tests.scenarios.closing import make_waiver
from tests.scenarios.grading import regrade_with_second
from tests.work.closing.gate.steps import close, lacks, one_grave, sign

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, grave = module_rows(one_grave)


def ask(cast, incident, now, condition=Condition.CALM, reason="满意"):
    return ask_waiver(
        incident=incident, condition=condition, reason=reason, officer=cast.shen, now=now
    )


def send_back(row, officer, now, reason="再等三天"):
    decide_waiver(
        waiver=row,
        approve=False,
        reason=reason,
        shown_hash=hash_of_content(waiver_content(row)),
        officer=officer,
        now=now,
    )


def test_a_waiver_waits_for_a_leader_and_is_on_record(yunchuan, grave, now):
    row = ask(yunchuan, grave, now, reason=" 电话回访十户都满意 ")

    assert (row.requested_by, row.reason) == (yunchuan.shen, "电话回访十户都满意")
    assert row.signoff.decision == Decision.PENDING
    assert row.signoff.clock.subject_ref == grave.number
    assert Condition.CALM in lacks(grave, now)
    record = records_of(bureau_id=grave.bureau_id).first()
    assert record.verb == "waiver.asked"
    assert record.data == {"condition": "CALM", "reason": "电话回访十户都满意"}


def test_a_waiver_needs_a_reason_and_an_incident_that_could_be_closed(yunchuan, grave, now):
    with pytest.raises(Refused, match="须写明理由"):
        ask(yunchuan, grave, now, reason=" ")
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    close(yunchuan, grave, now)
    with pytest.raises(Refused, match="事件暂不能办结"):
        ask(yunchuan, grave, now)

    assert grave.waivers.count() == 1


def test_a_returned_waiver_has_its_reason_and_another_may_be_asked(yunchuan, grave, now):
    row = ask(yunchuan, grave, now)
    with pytest.raises(Refused):
        send_back(row, yunchuan.leader, now, reason="")
    send_back(row, yunchuan.leader, now)

    row.refresh_from_db()
    assert (row.signoff.decision, row.signoff.reason) == (Decision.RETURNED, "再等三天")
    assert Condition.CALM in lacks(grave, now)
    record = records_of(bureau_id=grave.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("waiver.returned", "再等三天")
    assert ask(yunchuan, grave, now, reason="又等了三天").number != row.number


def test_of_two_leaders_one_decides(yunchuan, grave, now):
    row = ask(yunchuan, grave, now)
    sign(yunchuan, row, yunchuan.leader, now)

    with pytest.raises(Refused):
        send_back(row, yunchuan.cheng, now)

    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.APPROVED


def test_who_asks_never_signs_though_he_holds_both_roles(yunchuan, grave, now):
    hold(yunchuan.shen, Role.LEADER)

    with pytest.raises(Refused, match="不得审定本人稿件"):
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

    with pytest.raises(Refused, match="不得审定本人稿件"):
        make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.shen, now=now)

    row = grave.waivers.get()
    assert waiver_signers(row, now) == [yunchuan.leader]
    Officer.objects.filter(pk=yunchuan.leader.pk).update(is_active=False)
    assert waiver_signers(row, now) == []


def test_a_leader_who_saw_another_grade_waives_nothing(yunchuan, grave, now):
    row = ask(yunchuan, grave, now)
    regrade_with_second(
        incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now
    )

    with pytest.raises(Stale, match="事件等级已变更"):
        sign(yunchuan, row, yunchuan.leader, now)


def test_a_waiver_is_asked_once_and_only_for_what_lacks(yunchuan, grave, now):
    ask(yunchuan, grave, now)

    with pytest.raises(Refused, match="已经在等"):
        ask(yunchuan, grave, now)
    with pytest.raises(Refused, match="已满足或已豁免"):
        ask(yunchuan, grave, now, Condition.SOLVED)
