"""查看原件: with a reason, recorded each time, without a word of it in the record."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.petitions.accusations.actions.open import (
    open_accusation,
    open_accusation_file,
)
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from tests.factories import T0
from tests.scenarios.petitions import ACCUSING_TEXT, accuse
from tests.work.petitions.accusations.steps import verbs_of

pytestmark = pytest.mark.django_db


def test_a_reason_opens_the_original_with_what_was_added(yunchuan):
    row = accuse(yunchuan)
    supplement_accusation(accusation=row, text="还有转账记录。", now=T0)

    opened = open_accusation(accusation=row, reason="确定接收机关", officer=yunchuan.ji, now=T0)

    assert opened.original.text == ACCUSING_TEXT
    assert [text.text for _at, text in opened.supplements] == ["还有转账记录。"]
    assert verbs_of(row)[-1] == "accusation.opened"
    assert "确定接收机关" not in str(list(AuditRecord.objects.values()))


def test_without_a_reason_it_stays_shut(yunchuan):
    row = accuse(yunchuan)
    with pytest.raises(Refused, match="理由"):
        open_accusation(accusation=row, reason=" ", officer=yunchuan.ji, now=T0)
    assert verbs_of(row) == ["accusation.received"]


def test_a_file_that_is_opened_is_recorded(yunchuan):
    row = accuse(yunchuan, with_file=True)
    open_accusation_file(row=row.files.get(), officer=yunchuan.ji, now=T0)
    assert verbs_of(row)[-1] == "accusation.file_opened"
