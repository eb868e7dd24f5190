"""What would take an accusation out of sight waits for another person."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.policy.petitions.accusations import EndingAct, EndingGround
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.accusations.actions.ask_ending import (
    Ending,
    ask_ending,
    refuse_ending,
)
from huiying.work.petitions.accusations.queries import endings_to_sign
from tests.factories import T0
from tests.scenarios.petitions import accuse, ask_to_hand_back, name_reception
from tests.work.petitions.accusations.steps import second_handler, transfer, verbs_of

pytestmark = pytest.mark.django_db


def ask(cast, row, *ending):
    ask_ending(accusation=row, ending=Ending(*ending), officer=cast.ji, now=T0)


def test_another_handler_or_the_leader_signs_and_who_asked_does_not(yunchuan):
    row = ask_to_hand_back(yunchuan, name_reception(yunchuan, accuse(yunchuan)))
    for officer in (second_handler(yunchuan), yunchuan.leader):
        assert endings_to_sign(officer, T0) == [row]
    for officer in (yunchuan.ji, yunchuan.cheng, yunchuan.admin, yunchuan.shen):
        assert endings_to_sign(officer, T0) == []


def test_the_leader_learns_of_none_before_it_is_named_who_is_accused(yunchuan):
    ask_to_hand_back(yunchuan, accuse(yunchuan))
    assert endings_to_sign(yunchuan.leader, T0) == []


def test_an_accused_leader_learns_of_none(yunchuan):
    row = accuse(yunchuan)
    row.accused_officers.add(yunchuan.leader)
    ask_to_hand_back(yunchuan, name_reception(yunchuan, row))
    assert endings_to_sign(yunchuan.leader, T0) == []


def test_one_thing_waits_at_a_time(yunchuan):
    row = ask_to_hand_back(yunchuan, accuse(yunchuan))
    with pytest.raises(Refused, match="已有一项"):
        ask(yunchuan, row, EndingAct.ERASE, EndingGround.REQUESTED)


def test_a_ground_belongs_to_its_act(yunchuan):
    with pytest.raises(Refused, match="不适用"):
        ask(yunchuan, accuse(yunchuan), EndingAct.ERASE, EndingGround.SERVICE)


def test_what_was_transferred_is_not_handed_back(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan))
    transfer(yunchuan, row)
    with pytest.raises(Refused, match="已转送"):
        ask(yunchuan, row, EndingAct.HAND_BACK, EndingGround.SERVICE, PetitionKind.CLAIM)


def test_what_waits_for_a_transfer_is_not_over_its_retention(yunchuan):
    with pytest.raises(Refused, match="保管期限"):
        ask(yunchuan, accuse(yunchuan), EndingAct.ERASE, EndingGround.RETENTION_OVER)


def test_not_signed_it_goes_on_as_before(yunchuan):
    row = ask_to_hand_back(yunchuan, name_reception(yunchuan, accuse(yunchuan)))
    refuse_ending(accusation=row, officer=yunchuan.leader, now=T0)
    transfer(yunchuan, row)
    assert "accusation.ending_refused" in verbs_of(row)
