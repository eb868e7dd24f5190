"""A new code is asked for by who handles petitions, who says how the sender was recognised."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.policy.petitions.codes import CodeState, Recognition
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.models import Petition
from tests.factories import T0
from tests.scenarios.petitions import submit
from tests.work.petitions.code_replacements.steps import (
    approve,
    given_out,
    requested,
    send_back,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan)


def test_roles_without_the_right_are_refused(yunchuan, receipt):
    for officer in (yunchuan.window, yunchuan.leader, yunchuan.admin):
        with pytest.raises(PermissionDenied):
            requested(yunchuan, receipt.row, officer=officer)
    row = requested(yunchuan, receipt.row)
    for officer in (yunchuan.window, yunchuan.admin, yunchuan.auditor):
        with pytest.raises(PermissionDenied):
            approve(yunchuan, row, officer=officer)
    approve(yunchuan, row)
    with pytest.raises(PermissionDenied):
        given_out(yunchuan, row, officer=yunchuan.leader)


def test_by_a_contact_only_where_one_was_given(yunchuan):
    unnamed = submit(yunchuan, name="", phone="").row
    with pytest.raises(Refused, match="本人当面"):
        requested(yunchuan, unnamed, way=Recognition.BY_CONTACT)
    assert requested(yunchuan, submit(yunchuan).row, way=Recognition.BY_CONTACT).number


@pytest.mark.parametrize("words", ["", "  ", "字" * 201])
def test_it_says_how_the_sender_was_recognised(yunchuan, receipt, words):
    with pytest.raises(Refused):
        requested(yunchuan, receipt.row, identity=words)


def test_one_request_at_a_time(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    with pytest.raises(Refused, match=row.number):
        requested(yunchuan, receipt.row)


def test_a_stale_page_asks_for_nothing(yunchuan, receipt):
    with pytest.raises(Stale):
        requested(yunchuan, receipt.row, revision=receipt.row.revision - 1)
    assert open_replacement(receipt.row) is None


def test_what_was_returned_gives_nothing_out_and_may_be_asked_anew(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    send_back(yunchuan, row)
    assert row.state(T0) == CodeState.RETURNED
    with pytest.raises(Refused, match="未经另一人签署"):
        given_out(yunchuan, row)
    assert requested(yunchuan, Petition.objects.get(pk=receipt.row.pk)).number != row.number
