"""A petition that is erased, or moved to the accusations, ends a request for a code."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.codes import CodeState
from huiying.work.petitions.code_replacements.actions.close import close_replacement
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.erasure.actions.erase import erase_petition
from tests.factories import T0
from tests.scenarios.petitions import moved_to_accusations, submit
from tests.work.petitions.code_replacements.steps import (
    approve,
    requested,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def receipt(yunchuan):
    return submit(yunchuan)


def test_an_erased_petition_gets_no_code(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    erase_petition(petition=row.petition, officer=None, now=T0)
    row.refresh_from_db()
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.VOID
    assert row.state(T0) == CodeState.ENDED
    with pytest.raises(Stale):
        approve(yunchuan, row)
    with pytest.raises(Refused):
        requested(yunchuan, Petition.objects.get(pk=receipt.row.pk))


def test_what_accuses_somebody_takes_its_request_along(yunchuan, receipt):
    row = requested(yunchuan, receipt.row)
    moved_to_accusations(yunchuan, row.petition)
    assert open_replacement(receipt.row) is None
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.VOID


def test_without_a_request_nothing_happens(yunchuan, receipt):
    close_replacement(receipt.row, T0)
    assert open_replacement(receipt.row) is None
