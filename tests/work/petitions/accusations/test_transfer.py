"""登记转送: to the body by rank, once, after it is recorded who is accused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.policy.petitions.accusations import AccusationState
from huiying.work.petitions.accusations.actions.transfer import transfer_accusation
from huiying.work.petitions.accusations.queries import overdue_accusations
from tests.factories import T0
from tests.scenarios.petitions import accuse, ask_to_hand_back, name_reception
from tests.work.petitions.accusations.steps import transfer, verbs_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_a_transfer_names_body_number_way_and_day(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))

    transfer(yunchuan, row)

    assert transfer_accusation  # the act that the step calls
    assert row.state == AccusationState.TRANSFERRED
    assert (row.transferred_to, row.body) == ("云川区纪委监委", "DISTRICT")
    assert verbs_of(row)[-1] == "accusation.transferred"


def test_the_rank_is_not_known_before_it_is_named_who_is_accused(yunchuan):
    with pytest.raises(Refused, match="须先登记涉及的单位"):
        transfer(yunchuan, accuse(yunchuan))


def test_it_is_transferred_once(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))
    transfer(yunchuan, row)
    with pytest.raises(Refused, match="未重复登记"):
        transfer(yunchuan, row)


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_lies_between_receipt_and_today(yunchuan, days):
    row = name_reception(yunchuan, accuse(yunchuan))
    with pytest.raises(Refused, match="转送日期"):
        transfer(yunchuan, row, on=(T0 + timedelta(days=days)).date())


def test_what_waits_for_a_signature_is_not_transferred(yunchuan):
    row = ask_to_hand_back(yunchuan, name_reception(yunchuan, accuse(yunchuan)))
    with pytest.raises(Refused, match="待另一人签署"):
        transfer(yunchuan, row)


def test_after_fifteen_days_it_is_overdue_for_its_handlers_alone(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))
    later = row.transfer_due + timedelta(minutes=1)
    assert overdue_accusations(yunchuan.ji, row.transfer_due) == 0
    assert overdue_accusations(yunchuan.ji, later) == 1
    assert overdue_accusations(yunchuan.leader, later) == 0
