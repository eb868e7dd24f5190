"""Another person signs for a new code: neither who asked, nor anybody of the handling unit."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.codes import CodeState
from huiying.work.petitions.code_replacements.actions.decide import (
    decide_code,
    replacement_hash,
)
from huiying.work.petitions.petitions.queries import find_by_code
from tests.factories import T0
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import submit
from tests.work.petitions.code_replacements.steps import (
    approve,
    given_out,
    requested,
    stand_in_for_the_window,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan)


def test_until_it_is_given_out_the_old_code_goes_on(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    approve(yunchuan, row)
    assert row.state(T0) == CodeState.APPROVED
    assert find_by_code(yunchuan.bureau, receipt.code) == receipt.row


def test_nobody_signs_what_he_asked_for(yunchuan, receipt):
    row = requested(yunchuan, receipt.row, officer=yunchuan.lu)
    with pytest.raises(Refused):
        approve(yunchuan, row, officer=yunchuan.lu)
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.PENDING


def test_who_stands_in_for_the_handling_unit_has_no_part_in_it(yunchuan, receipt):
    petition = forwarded(yunchuan, receipt.row)
    row = requested(yunchuan, petition)
    stand_in_for_the_window(yunchuan, yunchuan.shen, yunchuan.lu)
    with pytest.raises(Refused, match="承办单位人员"):
        approve(yunchuan, row)
    approve(yunchuan, row, officer=yunchuan.leader)
    with pytest.raises(Refused, match="承办单位人员"):
        given_out(yunchuan, row)


def test_a_request_that_another_page_showed_is_not_signed(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    given = {"approve": True, "reason": "", "officer": yunchuan.lu, "now": T0}
    with pytest.raises(Stale):
        decide_code(row, shown_hash="0" * 64, **given)
    assert decide_code(row, shown_hash=replacement_hash(row), **given)
