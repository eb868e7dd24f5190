"""Adding to a petition: sealed under a key of its own, masked, refused when nothing is owed."""

from __future__ import annotations

import pytest

from huiying.base.errors import Classified, Refused
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.core.models import Supplement
from huiying.work.petitions.core.sealed_texts import open_original
from huiying.work.petitions.petitions.actions.supplement import supplement_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
MORE = "我叫李晓雪，昨天又去了一次，还是没修好，电话13800138000。"


@pytest.fixture
def petition(yunchuan):
    return submit(yunchuan).row


def test_it_is_sealed_and_masked_as_the_petition_is(petition):
    row = supplement_petition(petition=petition, text=MORE, now=T0)
    assert "13800138000" not in str(Supplement.objects.values().get())
    assert (
        open_original(row.bureau_id, row.data_key, row.original, petition.number).text == MORE
    )
    assert bytes(row.data_key) != bytes(petition.data_key)
    assert row.text_checked_at is None


def test_it_is_a_step_and_moves_the_revision_but_no_period(petition):
    before, due = petition.revision, petition.clock.due_at
    supplement_petition(petition=petition, text=MORE, now=T0)
    assert petition.revision == before + 1
    assert petition.steps.last().kind == StepKind.SUPPLEMENTED
    assert petition.clock.due_at == due


def test_nothing_is_added_to_what_was_withdrawn(petition):
    withdraw_petition(petition=petition, now=T0)
    with pytest.raises(Refused, match="已经办完或撤回"):
        supplement_petition(petition=petition, text=MORE, now=T0)
    assert not Supplement.objects.exists()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("  ", Refused),
        ("很" * 20_001, Refused),
        (ACCUSING_TEXT, Refused),
        ("机密★10年 安排", Classified),
    ],
)
def test_what_cannot_be_added_is_refused(petition, text, error):
    with pytest.raises(error):
        supplement_petition(petition=petition, text=text, now=T0)
    assert not Supplement.objects.exists()
