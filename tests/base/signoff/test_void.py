"""An edit takes the force of an approval."""

from __future__ import annotations

from huiying.base.signoff.actions.void import void
from huiying.base.signoff.queries import (
    current_approval,
)
from huiying.reasons.reason import Reason
from tests.base.signoff.deciding import HASH, OTHER, deciding
from tests.factories import T0


def test_an_edit_voids_an_approval(put, yunchuan):
    request = deciding(put(), yunchuan.cheng)
    args = (yunchuan.bureau.pk, "answer", "2026-0001/1")

    assert current_approval(*args, HASH) == request
    assert current_approval(*args, OTHER) is None
    assert void(request=request, reason=Reason("clocks.answer_changed"), now=T0)
    assert not void(request=request, reason=Reason("clocks.answer_changed"), now=T0)
    assert current_approval(*args, HASH) is None
    assert request.decided_by == yunchuan.cheng
