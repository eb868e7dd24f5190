"""受理: the sixty days of the decision begin when who sent it was told."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.core.models import PetitionStep
from huiying.work.petitions.periods.actions.accept import accept_petition
from tests.factories import T0
from tests.work.petitions.periods.steps import DAY, TODAY, forward, registered

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_the_receipt_is_met_and_sixty_days_begin(yunchuan):
    row = registered(yunchuan)
    receipt = forward(yunchuan, row)

    decision = accept_petition(petition=row, accepted=TODAY, officer=yunchuan.shen, now=T0)

    receipt.refresh_from_db()
    assert receipt.state == ClockState.MET
    assert (decision.rule_code, decision.amount) == ("PETITION_DECISION", "60 日")
    assert (row.stage, row.accepted_on) == (PetitionStage.ACCEPTED, TODAY)
    assert PetitionStep.objects.filter(petition=row, kind="ACCEPTED").exists()


def test_who_forwarded_it_does_not_accept_it(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    with pytest.raises(Refused, match="转送、交办的人不得登记受理"):
        accept_petition(petition=row, accepted=TODAY, officer=yunchuan.lu, now=T0)


def test_it_is_not_accepted_before_it_was_received(yunchuan):
    row = registered(yunchuan)
    forward(yunchuan, row)
    with pytest.raises(Refused, match="受理日期不得早于收到日期"):
        accept_petition(petition=row, accepted=TODAY - DAY, officer=yunchuan.lu, now=T0)


def test_what_was_not_forwarded_is_not_accepted(yunchuan):
    with pytest.raises(Refused, match="不在待受理告知状态"):
        accept_petition(
            petition=registered(yunchuan), accepted=TODAY, officer=yunchuan.lu, now=T0
        )
