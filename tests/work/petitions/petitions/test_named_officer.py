"""A petition that names the officer on duty: he neither registers it nor learns who sent it."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.reveal_original import (
    may_reveal,
    reveal_original,
)
from tests.factories import T0
from tests.scenarios.petitions import register, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
NAMED = "综合办公室沈 青禾对我态度恶劣，材料三个月不转。"
"""Rules of words do not take this for an accusation; the name has a space in it."""


@pytest.fixture
def row(yunchuan):
    found = submit(yunchuan, NAMED).row
    assert isinstance(found, Petition)
    return found


def test_another_officer_registers_it(yunchuan, row):
    with pytest.raises(Refused, match="写到您本人"):
        register(yunchuan, row, officer=yunchuan.shen)
    row.refresh_from_db()
    assert row.stage == PetitionStage.RECEIVED

    register(yunchuan, row, officer=yunchuan.lu)
    assert row.stage == PetitionStage.REGISTERED


def test_whom_it_names_does_not_learn_who_sent_it(yunchuan, row):
    assert not may_reveal(yunchuan.shen, row, T0)
    with pytest.raises(Refused, match="写到您本人"):
        reveal_original(petition=row, reason="核对", officer=yunchuan.shen, now=T0)
    assert may_reveal(yunchuan.lu, row, T0)


def test_a_name_in_the_title_alone_is_enough(yunchuan):
    row = submit(yunchuan, title="投诉沈青禾").row
    with pytest.raises(Refused, match="写到您本人"):
        register(yunchuan, row, officer=yunchuan.shen)


def test_whoever_accuses_him_in_plain_words_reaches_no_desk_of_his(yunchuan):
    row = submit(yunchuan, "举报综合办公室沈青禾收受红包，压件不转。", kind=None).row
    assert isinstance(row, Accusation)
    assert not Petition.objects.exists()
