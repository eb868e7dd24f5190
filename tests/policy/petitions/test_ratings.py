"""The seven days in which a rating may be changed."""

from __future__ import annotations

from huiying.policy.petitions.ratings import CHANGE_DAYS, may_change_until
from tests.factories import T0


def test_a_rating_may_be_changed_for_seven_days():
    assert CHANGE_DAYS == 7
    assert (may_change_until(T0) - T0).days == 7
