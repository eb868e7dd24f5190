"""Readers see which body speaks: a part of the bureau carries its name, others do not."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Bureau, Unit, UnitKind
from huiying.web.shared.answers import speaker_words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def bureau(yunchuan):
    Unit.objects.create(bureau=yunchuan.bureau, name="水务局", kind=UnitKind.AGENCY)
    return Bureau.objects.get(pk=yunchuan.bureau.pk)


@pytest.mark.parametrize(
    ("unit", "public"),
    [
        ("来访接待科", "云川区信访局来访接待科"),
        ("水务局", "水务局"),
        ("区水务局", "云川区水务局"),
        ("云川区水务局", "云川区水务局"),
        ("云川区信访局办公室", "云川区信访局办公室"),
        ("以前的科", "以前的科"),
    ],
)
def test_only_a_unit_of_the_bureau_carries_its_name(bureau, unit, public):
    assert speaker_words(bureau, unit) == public


def test_a_unit_of_the_bureau_that_is_out_of_use_still_carries_its_name(bureau):
    Unit.objects.filter(name="来访接待科").update(active=False)
    assert speaker_words(bureau, "来访接待科") == "云川区信访局来访接待科"
