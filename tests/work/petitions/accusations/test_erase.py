"""依法删除: by two persons; the keys are gone, the chain still holds."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import verify
from huiying.base.errors import Refused
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.petitions.accusations import EndingAct, EndingGround
from huiying.work.petitions.accusations.actions.ask_ending import Ending, ask_ending
from huiying.work.petitions.accusations.actions.erase import require_to_sign, sign_erasure
from huiying.work.petitions.accusations.actions.open import open_accusation
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from tests.factories import T0
from tests.scenarios.petitions import accuse, name_reception
from tests.work.petitions.accusations.steps import second_handler, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(yunchuan):
    row = name_reception(yunchuan, accuse(yunchuan, with_file=True))
    supplement_accusation(accusation=row, text="还有转账记录。", now=T0)
    transfer(yunchuan, row)
    ending = Ending(EndingAct.ERASE, EndingGround.RETENTION_OVER)
    ask_ending(accusation=row, ending=ending, officer=yunchuan.ji, now=T0)
    return row


def test_the_signature_of_another_destroys_every_key(yunchuan, row):
    sign_erasure(accusation=row, officer=second_handler(yunchuan), now=T0)

    assert row.data_key is None
    assert row.supplements.get().data_key is None
    assert row.files.get().file.data_key is None
    with pytest.raises(Refused, match="已依法删除"):
        open_accusation(accusation=row, reason="再看", officer=yunchuan.ji, now=T0)


def test_number_and_record_stay_and_the_chain_holds(yunchuan, row):
    sign_erasure(accusation=row, officer=yunchuan.leader, now=T0)

    assert verify(bureau_id=-yunchuan.bureau.pk).holds
    assert check_bureau(yunchuan.bureau.pk).holds


@pytest.mark.parametrize("who", ["ji", "admin", "cheng", "window"])
def test_nobody_else_signs(yunchuan, row, who):
    with pytest.raises(Refused, match="另一名"):
        sign_erasure(accusation=row, officer=getattr(yunchuan, who), now=T0)
    assert row.data_key is not None


def test_nothing_is_signed_that_nobody_asked_for(yunchuan):
    row = accuse(yunchuan)
    with pytest.raises(Refused, match="没有待签署"):
        require_to_sign(row, EndingAct.ERASE, yunchuan.leader, T0)
