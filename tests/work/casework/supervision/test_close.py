"""销号: accepted by one person, signed by another; nothing else ends the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.closing.gate import Condition, UnmetReason
from huiying.web.console.approvals.decision_pages import decisions_waiting_for
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.closing.gate.queries import gate_of
from tests.factories import T0
from tests.work.casework.instructions.steps import DAY
from tests.work.casework.supervision.steps import accept, answer, sign

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def running(item):
    return Clock.objects.get(pk=item.clock_id).state == ClockState.RUNNING


@pytest.fixture
def accepted(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item)
    return item


@pytest.mark.clause("7b")
def test_one_accepts_another_signs_and_then_the_clock_stops(yunchuan, major, item):
    answer(yunchuan, item)
    accept(yunchuan, item)
    waiting = [row.url for row in decisions_waiting_for(yunchuan.leader)]
    assert running(item)

    sign(item, yunchuan.leader, now=T0 + HOUR)

    clock = Clock.objects.get(pk=item.clock_id)
    lacks = {row.condition: row.lack for row in gate_of(major, T0).rows}
    assert waiting == [f"/desk/supervision/{item.number}/"]
    assert (item.state, item.closed_by) == (SupervisionState.CLOSED, yunchuan.leader)
    assert (clock.state, clock.stopped_at) == (ClockState.MET, T0 + HOUR)
    assert lacks[Condition.SOLVED] != UnmetReason.SUPERVISION_OPEN
    assert AuditRecord.objects.get(verb="supervision.closed").data["requested_by"] == "沈青禾"


def test_who_opened_it_or_asked_for_it_does_not_sign(yunchuan, accepted):
    assert not list(decisions_waiting_for(yunchuan.shen))
    with pytest.raises(Refused, match="不得审定本人"):
        sign(accepted, yunchuan.shen)
    for officer in (yunchuan.lu, yunchuan.water, yunchuan.auditor):
        with pytest.raises(PermissionDenied):
            sign(accepted, officer)
    assert running(accepted)


def test_a_leader_who_asked_for_it_does_not_sign_either(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item, by=yunchuan.leader)

    with pytest.raises(Refused):
        sign(item, yunchuan.leader)
    sign(item, yunchuan.cheng)
    assert item.state == SupervisionState.CLOSED


def test_who_opened_it_does_not_sign_what_a_leader_asked_for(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item, by=yunchuan.leader)

    assert not list(decisions_waiting_for(yunchuan.shen))
    with pytest.raises(Refused, match="不得审定本人"):
        sign(item, yunchuan.shen)
    assert running(item)


def test_who_stands_in_for_who_asked_does_not_sign(yunchuan, item):
    leave = DelegationTerms(Role.LEADER, T0, T0 + DAY, "出差")
    delegate(
        principal=yunchuan.leader, to=yunchuan.speaker, absence=leave, by=yunchuan.leader,
        now=T0,
    )  # fmt: skip
    stand_in = with_delegated_roles(yunchuan.speaker, T0 + HOUR)
    answer(yunchuan, item)
    accept(yunchuan, item, by=yunchuan.leader)

    with pytest.raises(Refused, match="代行"):
        sign(item, stand_in, now=T0 + HOUR)
    sign(item, yunchuan.cheng, now=T0 + HOUR)


def test_the_delegate_of_a_leader_on_leave_signs_in_his_place(yunchuan, accepted):
    leave = DelegationTerms(Role.LEADER, T0, T0 + DAY, "出差")
    delegate(
        principal=yunchuan.leader, to=yunchuan.speaker, absence=leave, by=yunchuan.leader,
        now=T0,
    )  # fmt: skip

    sign(accepted, with_delegated_roles(yunchuan.speaker, T0 + HOUR), now=T0 + HOUR)

    approved = AuditRecord.objects.filter(verb="signoff.approved").latest("seq")
    assert approved.data["stands_for"] == [f"officer:{yunchuan.leader.pk}"]


def test_without_an_answer_nothing_is_asked_for(yunchuan, item):
    with pytest.raises(Refused, match="尚未反馈"):
        accept(yunchuan, item)
    assert running(item)


def test_it_is_not_closed_with_a_reason_and_the_office_looks_again(yunchuan, accepted):
    with pytest.raises(Refused, match="理由"):
        sign(accepted, yunchuan.leader, yes=False)

    sign(accepted, yunchuan.leader, yes=False, reason="检测单缺日期")

    assert (accepted.state, accepted.accepted) == (SupervisionState.REPORTED, None)
    assert running(accepted)
    accept(yunchuan, accepted)
    sign(accepted, yunchuan.cheng)
    assert accepted.state == SupervisionState.CLOSED


def test_a_second_click_or_another_text_than_was_shown_changes_nothing(yunchuan, accepted):
    with pytest.raises(Stale):
        sign(accepted, yunchuan.leader, shown="0" * 64)
    sign(accepted, yunchuan.leader)
    with pytest.raises(Stale):
        sign(accepted, yunchuan.cheng)


def test_late_stays_late(yunchuan, item):
    late = item.clock.due_at + HOUR
    answer(yunchuan, item, now=late)
    accept(yunchuan, item, now=late)

    sign(item, yunchuan.leader, now=late)

    assert Clock.objects.get(pk=item.clock_id).breached_at == item.clock.due_at


def test_the_database_itself_closes_nothing_without_two_persons(yunchuan, item):
    for values in (
        {"state": "CLOSED"},
        {"state": "CLOSED", "closed_by": yunchuan.shen, "closed_at": T0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Supervision.objects.filter(pk=item.pk).update(**values)
    answer(yunchuan, item)
    accept(yunchuan, item)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=item.pk).update(
            state="CLOSED", closed_by=yunchuan.shen, closed_at=T0
        )
    sign(item, yunchuan.leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Supervision.objects.filter(pk=item.pk).update(state="OPEN")
