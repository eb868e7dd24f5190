"""不属检举控告: by a second signature it becomes a petition of the day it was received."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.petitions.kinds import PetitionChannel
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.sealed_texts import open_original
from huiying.work.petitions.petitions.actions.hand_back import sign_handing_back
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, ask_to_hand_back, name_reception, submit
from tests.work.petitions.accusations.steps import second_handler, verbs_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


def test_the_code_that_was_given_out_finds_the_petition(yunchuan):
    receipt = submit(yunchuan, ACCUSING_TEXT, kind=None, channel=PetitionChannel.WEB)
    row = receipt.row
    supplement_accusation(accusation=row, text="窗口在一楼。", now=T0)
    ask_to_hand_back(yunchuan, row)
    later = T0 + timedelta(days=3)

    petition = sign_handing_back(accusation=row, officer=second_handler(yunchuan), now=later)

    assert find_by_code(yunchuan.bureau, receipt.code) == petition
    assert petition.received_at == T0
    assert petition.clock.due_at == receipt.due_at
    assert petition.text_checked_at is None
    text = open_original(
        petition.bureau_id, petition.data_key, petition.original, petition.number
    ).text
    assert text == ACCUSING_TEXT
    assert petition.supplements.get().text == "窗口在一楼。"


def test_nothing_is_left_of_the_accusation_but_its_record(yunchuan):
    row = ask_to_hand_back(yunchuan, submit(yunchuan, ACCUSING_TEXT, kind=None).row)
    sign_handing_back(accusation=row, officer=second_handler(yunchuan), now=T0)
    stored = Accusation.objects.get(pk=row.pk)
    assert (stored.data_key, stored.original, stored.code_digest) == (None, None, "")
    assert verbs_of(row)[-1] == "accusation.handed_back"
    assert check_bureau(yunchuan.bureau.pk).holds


def test_who_asked_does_not_sign(yunchuan):
    row = name_reception(yunchuan, submit(yunchuan, ACCUSING_TEXT, kind=None).row)
    ask_to_hand_back(yunchuan, row)
    with pytest.raises(Refused, match="另一名"):
        sign_handing_back(accusation=row, officer=yunchuan.ji, now=T0)
    assert not Petition.objects.exists()
