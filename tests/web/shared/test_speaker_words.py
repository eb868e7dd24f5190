"""Readers see which body speaks: a section carries the bureau's name, other bodies do not."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.web.shared.answers import speaker_words

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("unit", "public"),
    [
        ("来访接待科", "云川区信访局来访接待科"),
        ("综合办公室", "云川区信访局综合办公室"),
        ("水务局", "水务局"),
        ("疾控中心", "疾控中心"),
        ("自来水公司", "自来水公司"),
        ("市政府办公室", "市政府办公室"),
        ("市委办公室", "市委办公室"),
        ("区水务局", "云川区水务局"),
        ("云川区水务局", "云川区水务局"),
        ("云川区信访局办公室", "云川区信访局办公室"),
    ],
)
def test_only_a_section_carries_the_name_of_the_bureau(yunchuan, unit, public):
    assert speaker_words(yunchuan.bureau, unit) == public


def test_a_change_of_the_list_changes_no_published_name(yunchuan):
    before = [speaker_words(yunchuan.bureau, name) for name in ("来访接待科", "水务局")]
    Unit.objects.create(bureau=yunchuan.bureau, name="水务局", kind=UnitKind.SECTION)
    Unit.objects.filter(name="来访接待科").update(name="接待科", kind=UnitKind.AGENCY)
    assert [speaker_words(yunchuan.bureau, name) for name in ("来访接待科", "水务局")] == before
