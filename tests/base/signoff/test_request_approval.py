"""One request about a matter is open: the newest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Stale
from huiying.base.signoff.models import Decision
from huiying.base.signoff.queries import (
    pending_for,
    request_history,
)
from tests.base.signoff.deciding import OTHER, deciding
from tests.factories import T0


def test_only_the_newest_request_about_a_matter_is_open(put, clock, yunchuan):
    old = put(clock=clock)
    new = put(OTHER, now=T0 + timedelta(minutes=1))

    old.refresh_from_db()
    clock.refresh_from_db()
    assert (old.decision, clock.state) == (Decision.VOID, ClockState.CANCELLED)
    assert list(pending_for(yunchuan.bureau.pk)) == [new]
    assert list(pending_for(yunchuan.bureau.pk, officer=yunchuan.speaker)) == []
    assert list(request_history(yunchuan.bureau.pk, "answer", "2026-0001/1")) == [new, old]
    with pytest.raises(Stale, match="该送审已被处理或撤回"):
        deciding(old, yunchuan.cheng)
