"""Which bureaus report to this one: each once, never itself, out of use and back."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused, Stale
from huiying.work.reports.exchange.actions.edit_subordinate import (
    add_subordinate,
    set_subordinate_active,
)
from huiying.work.reports.exchange.models import Subordinate
from tests.factories import T0
from tests.scenarios.exchange import subordinate_of


def test_add_subordinate_registers_a_name_once(linxi):
    subordinate_of(linxi, " 云川区信访局 ")
    with pytest.raises(Refused, match="已登记"):
        subordinate_of(linxi, "云川区信访局")
    assert Subordinate.objects.get().name == "云川区信访局"


@pytest.mark.parametrize("name", ["", "  ", "甲" * 81])
def test_a_name_that_is_empty_or_too_long_is_refused(linxi, name):
    with pytest.raises(Refused, match="名称"):
        subordinate_of(linxi, name)


def test_a_bureau_is_not_its_own_subordinate(linxi):
    with pytest.raises(Refused, match="本局"):
        add_subordinate(bureau=linxi.bureau, name=linxi.bureau.name, officer=linxi.shen, now=T0)


def test_set_subordinate_active_happens_once(linxi):
    row = subordinate_of(linxi, "云川区信访局")
    stamp = {"row": row, "active": False, "revision": 0, "officer": linxi.shen, "now": T0}
    set_subordinate_active(**stamp)
    with pytest.raises(Stale):
        set_subordinate_active(**stamp)
    assert not Subordinate.objects.get().active
