"""What went to the other installation has arrived when its receipt says so, or people do."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.work.reports.downward.actions.confirm_arrival import (
    confirm_pushed,
    record_answer_arrival,
)
from huiying.work.reports.downward.actions.issue import draft_issue
from huiying.work.reports.downward.models import IssuedStep, SuperiorAnswer
from tests.work.reports.downward.steps import (
    DEMAND,
    DUE,
    LATER,
    answered,
    channel_to,
    draft,
    finished,
    sign,
    sign_up,
    step_file,
    take_answer,
    take_step,
)

SOON = LATER + timedelta(minutes=5)


@pytest.fixture
def pushed(yunchuan, linxi, arrived):
    """A 督办 that was pushed: its message, and the receipt of the subordinate."""
    channel_to(linxi, yunchuan.bureau.name, "https://below.example/api/v1/supervisions")
    row = draft_issue(report=arrived, demand=DEMAND, due=DUE, officer=linxi.shen, now=LATER)
    sign(row, linxi.leader)
    message = Message.objects.select_related("channel").get(about_kind="issued_supervision")
    return message, take_step(yunchuan, step_file(row)).receipt


def test_confirm_pushed_notes_the_receipt_of_a_step_once(pushed):
    message, receipt = pushed
    assert confirm_pushed(message=message, receipt=receipt, now=SOON)
    step = IssuedStep.objects.get()
    assert (step.received_at, "SD2026-0001" in step.received_label) == (SOON, True)
    assert not confirm_pushed(message=message, receipt=receipt, now=SOON)


@pytest.mark.parametrize(
    "other", [{"number": "XD2026-0099"}, {"version": 7}, {"report_hash": "0" * 64}]
)
def test_a_receipt_of_another_file_proves_nothing(pushed, other):
    message, receipt = pushed
    assert not confirm_pushed(message=message, receipt={**receipt, **other}, now=SOON)
    assert IssuedStep.objects.get().received_at is None


def test_the_receipt_of_the_superior_stops_the_time_of_the_subordinate(yunchuan, linxi, demand):
    finished(yunchuan, demand)
    channel_to(yunchuan, linxi.bureau.name, "https://superior.example/api/v1/reports")
    draft(yunchuan, demand)
    sign_up(demand, yunchuan.leader)
    message = Message.objects.select_related("channel").get(about_kind="superior_answer")
    receipt = take_answer(linxi, message.body.encode()).receipt
    demand.clock.refresh_from_db()
    assert demand.clock.state == ClockState.RUNNING, "that it was signed is no arrival"

    assert confirm_pushed(message=message, receipt=receipt, now=SOON)
    demand.clock.refresh_from_db()
    assert demand.clock.state == ClockState.MET
    assert SuperiorAnswer.objects.get().received_at == SOON


def test_record_answer_arrival_notes_a_file_that_was_handed_over(yunchuan, demand):
    more = {"superior": demand, "officer": yunchuan.shen, "now": SOON}
    with pytest.raises(Refused, match="未签发"):
        record_answer_arrival(who="市局督查室", at=SOON, **more)
    answered(yunchuan, demand)
    with pytest.raises(Refused, match="时间须在签发之后"):
        record_answer_arrival(who="市局督查室", at=LATER - timedelta(hours=1), **more)
    record_answer_arrival(who="市局督查室", at=SOON, **more)
    row = SuperiorAnswer.objects.get()
    assert (row.received_label, row.recorded_by) == ("市局督查室", yunchuan.shen)
    demand.clock.refresh_from_db()
    assert demand.clock.state == ClockState.MET
    with pytest.raises(Stale):
        record_answer_arrival(who="市局督查室", at=SOON, **more)
