"""An edit takes the force of an approval, and a newer request that of the one before."""

from __future__ import annotations

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.signoff.actions.void import void, void_about
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.base.signoff.queries import current_approval
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


def test_a_void_request_takes_its_clock_off_the_board(put, clock):
    request = put(clock=clock)

    void(request=request, reason=Reason("clocks.answer_changed"), now=T0)

    stopped = Clock.objects.get(pk=clock.pk)
    assert (stopped.state, stopped.stop_reason) == (
        ClockState.CANCELLED,
        {"code": "clocks.answer_changed"},
    )


def test_a_newer_request_voids_the_open_ones_and_what_was_approved_stands(put, yunchuan, linxi):
    approved = deciding(put(), yunchuan.cheng)
    pending, others = put(OTHER), put(OTHER, about="2026-0002/1")

    def void_open(cast, kind="answer"):
        return void_about(bureau_id=cast.bureau.pk, kind=kind, about_ref="2026-0001/1", now=T0)

    assert [void_open(linxi), void_open(yunchuan, "guidance")] == [0, 0]
    assert [void_open(yunchuan), void_open(yunchuan)] == [1, 0]
    decisions = [
        SignoffRequest.objects.get(pk=row.pk).decision for row in (approved, pending, others)
    ]
    assert decisions == [Decision.APPROVED, Decision.VOID, Decision.PENDING]
