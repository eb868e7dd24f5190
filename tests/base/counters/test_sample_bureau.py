"""After two bureaus lived through everything, each counter is equal to a count."""

from __future__ import annotations

import pytest

from huiying.base.counters.actions.rebuild import differing_slots
from huiying.base.counters.kinds import every_kind
from huiying.base.counters.models import CounterValue
from tests.factories import T0
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_after_all_acts_of_a_bureau_its_counters_are_equal_to_a_count(yunchuan, tmp_path):
    make_sample_bureau(yunchuan, T0, tmp_path)

    assert {kind.code: differing_slots(yunchuan.bureau.pk, kind) for kind in every_kind()} == {
        kind.code: {} for kind in every_kind()
    }
    counted = set(CounterValue.objects.filter(value__gt=0).values_list("kind", flat=True))
    assert counted == {kind.code for kind in every_kind()}
