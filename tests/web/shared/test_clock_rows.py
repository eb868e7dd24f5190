"""Clocks in words, in the language of the page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.queries import clock_row
from huiying.web.shared.clock_rows import used_words
from tests.factories import T0
from tests.scenarios.incidents import notice_clock

MINUTE = timedelta(minutes=1)


@pytest.mark.django_db
def test_who_used_how_much_time_is_english_on_an_english_page(yunchuan):
    clock = notice_clock(yunchuan, holder=Holder(code=Role.SPOKESPERSON))
    water = Holder("区水务局", unit=yunchuan.waterworks)
    hand_over_clock(clock=clock, holder=water, now=T0 + 20 * MINUTE)

    with override("en"):
        words = used_words(clock_row(clock, T0 + 30 * MINUTE))

    assert words == "Spokesperson 20 min, 区水务局 10 min"
