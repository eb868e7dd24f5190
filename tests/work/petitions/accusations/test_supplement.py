"""补充材料: sealed as the accusation itself; its files leave no trace elsewhere."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import RunningNumber
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Classified, Refused
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import AccusationSupplement
from tests.factories import T0
from tests.scenarios.petitions import accuse
from tests.work.petitions.accusations.steps import verbs_of

pytestmark = pytest.mark.django_db


def test_nothing_of_a_supplement_stands_in_the_clear(yunchuan):
    row = accuse(yunchuan)
    supplement_accusation(accusation=row, text="还有转账记录。", now=T0)
    assert "转账" not in str(list(AccusationSupplement.objects.values()))
    assert verbs_of(row)[-1] == "accusation.supplemented"


def test_a_file_of_an_accusation_takes_no_number_and_no_record_of_others(yunchuan):
    before = AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).count()
    row = accuse(yunchuan, with_file=True)
    assert row.files.get().file.number.startswith("-")
    assert not RunningNumber.objects.filter(kind="file").exists()
    assert AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).count() == before


@pytest.mark.parametrize(("text", "words"), [("  ", "请写明"), ("长" * 20_001, "20000")])
def test_what_says_nothing_or_too_much_is_refused(yunchuan, text, words):
    with pytest.raises(Refused, match=words):
        supplement_accusation(accusation=accuse(yunchuan), text=text, now=T0)


def test_a_classified_text_leaves_nothing(yunchuan):
    row = accuse(yunchuan)
    with pytest.raises(Classified):
        supplement_accusation(accusation=row, text="机密★10年 关于某某的通报", now=T0)
    assert not row.supplements.exists()
