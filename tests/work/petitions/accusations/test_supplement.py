"""Adding to an accusation: sealed at once, no word of it in the clear."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import AccusationSupplement
from huiying.work.petitions.core.models import Petition, Supplement
from huiying.work.petitions.core.sealed_texts import open_original
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, submit

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
MORE = "上周三又收了一次，在办公室。"


def test_it_is_sealed_and_stands_apart_from_petitions(yunchuan):
    accusation = submit(yunchuan, ACCUSING_TEXT).row
    row = supplement_accusation(accusation=accusation, text=MORE, now=T0)
    assert "又收了一次" not in str(AccusationSupplement.objects.values().get())
    assert open_original(row.bureau_id, row.data_key, row.original).text == MORE
    assert not Petition.objects.exists()
    assert not Supplement.objects.exists()
    assert not Clock.objects.exists()


def test_nothing_is_added_without_a_word_or_to_what_was_erased(yunchuan):
    accusation = submit(yunchuan, ACCUSING_TEXT).row
    with pytest.raises(Refused):
        supplement_accusation(accusation=accusation, text=" ", now=T0)
    type(accusation).objects.filter(pk=accusation.pk).update(erased_at=T0)
    with pytest.raises(Refused, match="删除"):
        supplement_accusation(accusation=accusation, text=MORE, now=T0)
    assert not AccusationSupplement.objects.exists()
