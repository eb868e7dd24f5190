"""The 全宗号 of a bureau: checked, and without effect on numbers that exist."""

from __future__ import annotations

import pytest

from huiying.base.errors import Refused
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed

pytestmark = pytest.mark.django_db


def test_the_fonds_number_is_checked_and_earlier_numbers_stay(yunchuan):
    first = filed(yunchuan, a_closed_matter(yunchuan))
    for wrong in ("", "全宗", "A" * 13, "x-1"):
        with pytest.raises(Refused, match="全宗号格式有误"):
            set_fonds(fonds=wrong, officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused, match="未变更"):
        set_fonds(fonds="X018", officer=yunchuan.shen, now=LATER)

    set_fonds(fonds="y2", officer=yunchuan.shen, now=LATER)

    first.refresh_from_db()
    assert first.number.startswith("X018-")
