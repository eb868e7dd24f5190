"""A leader who did not draft it signs a step; it goes down as a file or by push."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.policy.core.hashing import hash_of_content
from huiying.work.reports.downward.actions.issue import draft_step
from huiying.work.reports.downward.actions.sign_step import send_step_again
from huiying.work.reports.downward.models import IssuedState, IssuedStep, StepAct
from tests.factories import T0
from tests.work.reports.downward.steps import (
    DEMAND,
    DUE,
    LATER,
    answer_file,
    answered,
    channel_to,
    draft,
    finished,
    go_on,
    issue,
    sign,
    sign_up,
    step_file,
    take_answer,
    take_step,
)


def test_the_signed_file_says_who_asks_whom_what_until_when(linxi, yunchuan, order, report):
    file = json.loads(step_file(order))

    assert (file["format"], file["schema"]) == ("huiying.supervision", 1)
    assert file["hash"] == hash_of_content(file["content"])
    content = file["content"]
    assert (content["bureau"], content["to"]) == (linxi.bureau.name, yunchuan.bureau.name)
    assert (content["number"], content["act"], content["step"]) == (order.number, "ISSUED", 1)
    assert (content["report"], content["demand"]) == (report.number, DEMAND)
    assert content["signed_as"] == "组长"
    names = [one.name for one in (linxi.shen, linxi.leader, linxi.lu)]
    assert not [name for name in names if name in json.dumps(file, ensure_ascii=False)]
    assert (order.state, order.clock.due_at) == (IssuedState.ISSUED, DUE)


def test_who_drafted_it_or_does_not_lead_signs_nothing(linxi, arrived):
    row = issue(linxi, arrived, by=linxi.leader)
    with pytest.raises(Refused, match="起草人"):
        sign(row, linxi.leader)
    for officer in (linxi.shen, linxi.lu):
        with pytest.raises(PermissionDenied):
            sign(row, officer)
    sign(row, linxi.cheng)
    assert IssuedStep.objects.get().signed_by == linxi.cheng


def test_another_text_than_was_shown_is_not_signed(linxi, arrived):
    row = issue(linxi, arrived)
    with pytest.raises(Stale):
        sign(row, linxi.leader, shown="0" * 64)
    assert IssuedStep.objects.get().signed_at is None


def test_a_leader_returns_it_with_a_reason_and_it_never_went_down(linxi, arrived):
    row = issue(linxi, arrived)
    sign(row, linxi.leader, yes=False, reason="先电话了解。")
    row.refresh_from_db()
    assert row.state == IssuedState.DROPPED
    issue(linxi, arrived)  # another one may be drafted


def test_a_signed_step_is_never_changed_or_deleted(order):
    rows = IssuedStep.objects.filter(supervision=order)
    for change in (
        {"content": {}}, {"content_hash": "0" * 64}, {"words": "改"}, {"signed_at": T0},
        {"dropped_at": LATER},
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()


def test_without_a_channel_it_is_a_file_and_with_one_it_is_pushed(linxi, yunchuan, arrived):
    channel_to(linxi, yunchuan.bureau.name, "https://below.example/api/v1/supervisions")
    row = issue(linxi, arrived)
    sign(row, linxi.leader)

    message = Message.objects.get(about_kind="issued_supervision")
    assert message.body.encode() == step_file(row)
    assert message.about_ref == row.number


def test_send_step_again_needs_a_channel(linxi, yunchuan, order):
    with pytest.raises(Refused, match="没有通往下级系统的渠道"):
        send_step_again(supervision=order, officer=linxi.shen, now=LATER)
    channel_to(linxi, yunchuan.bureau.name, "https://below.example/api/v1/supervisions")
    assert send_step_again(supervision=order, officer=linxi.shen, now=LATER) == 1


def test_a_return_starts_another_time_and_a_closing_ends_it(yunchuan, linxi, order, demand):
    first = order.clock
    take_answer(linxi, answer_file(answered(yunchuan, demand)))
    order.refresh_from_db()
    go_on(linxi, order, StepAct.RETURNED)
    first.refresh_from_db()
    assert (first.state, order.clock.state) == (ClockState.MET, ClockState.RUNNING)
    assert order.state == IssuedState.ISSUED

    take_step(yunchuan, step_file(order))
    finished(yunchuan, demand)
    again = draft(yunchuan, demand, text="补充：水质检测合格。")
    sign_up(demand, yunchuan.leader)
    again.refresh_from_db()
    take_answer(linxi, answer_file(again))
    order.refresh_from_db()
    go_on(linxi, order, StepAct.CLOSED, words="反馈属实。")
    assert (order.state, order.clock.state) == (IssuedState.CLOSED, ClockState.MET)


def test_a_withdrawal_takes_the_time_off(linxi, order):
    go_on(linxi, order, StepAct.WITHDRAWN, words="报告已更正。")
    assert (order.state, order.clock.state) == (IssuedState.WITHDRAWN, ClockState.CANCELLED)


def test_an_answer_that_came_after_the_draft_is_not_closed_over(yunchuan, linxi, order, demand):
    first = answered(yunchuan, demand)
    take_answer(linxi, answer_file(first))
    order.refresh_from_db()
    draft_step(
        supervision=order, act=StepAct.CLOSED, words="已办结。", officer=linxi.shen, now=LATER
    )
    take_answer(linxi, answer_file(first, version=2, text="更正：检测未合格。"))
    with pytest.raises(Stale, match="又报来反馈"):
        sign(order, linxi.leader)
    order.refresh_from_db()
    assert order.state == IssuedState.ANSWERED
