"""An accusation is sealed at once and has a number that says nothing."""

from __future__ import annotations

import pytest

from huiying.policy.petitions.kinds import PetitionChannel
from huiying.work.petitions.accusations.actions.receive import receive_accusation
from huiying.work.petitions.core.sealed_texts import open_original
from huiying.work.petitions.core.submission import Submission
from tests.factories import T0, make_cast
from tests.scenarios.petitions import ACCUSING_TEXT, original

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)")]


@pytest.fixture
def yunchuan():
    return make_cast("yunchuan", "云川区")


def test_only_the_key_opens_it_and_the_number_counts_nothing(yunchuan):
    sent = Submission(original(ACCUSING_TEXT), None, PetitionChannel.VISIT, T0)
    rows = [
        receive_accusation(
            bureau=yunchuan.bureau, submission=sent, code=code, officer=yunchuan.lu, now=T0
        )
        for code in ("7K3M92QFABCD", "7K3M92QFABCE")
    ]
    row = rows[0]
    opened = open_original(row.bureau_id, row.data_key, row.original)
    assert opened.text == ACCUSING_TEXT
    numbers = {row.number for row in rows}
    assert len(numbers) == 2
    assert all("2026" not in number for number in numbers)
