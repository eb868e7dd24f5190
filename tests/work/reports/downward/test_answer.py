"""The subordinate answers from what a unit fed back: the office drafts, a leader signs."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message
from huiying.work.casework.superior_supervision.models import SuperiorState
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.reports.downward.actions.answer import (
    hash_of_waiting_answer,
    send_answer_again,
    sign_answer,
)
from huiying.work.reports.downward.models import SuperiorAnswer
from tests.work.casework.supervision.steps import answer as feed_back
from tests.work.reports.downward.steps import (
    DUE,
    LATER,
    answer_file,
    answered,
    channel_to,
    draft,
    finished,
    sign_up,
)


def opened(cast, demand, **more):
    return open_supervision(
        origin=Origin(superior=demand), unit=cast.waterworks, demand="查清原因并反馈",
        officer=cast.shen, now=LATER, **{"due": None, **more},
    )  # fmt: skip


def test_a_unit_gets_it_with_the_day_of_the_superior_at_the_latest(yunchuan, demand, water):
    item = opened(yunchuan, demand)
    assert (item.clock.due_at, item.incident, item.superior) == (DUE, water, demand)
    message = Message.objects.filter(about_kind="supervision").first()
    assert message is None or demand.sender in message.body


def test_a_later_day_than_the_superiors_is_refused(yunchuan, demand):
    with pytest.raises(Refused, match="上级要求的期限"):
        opened(yunchuan, demand, due=DUE + timedelta(hours=1))


def test_draft_answer_needs_feedback_that_two_persons_closed(yunchuan, demand):
    with pytest.raises(Refused, match="请先立项督办"):
        draft(yunchuan, demand)
    item = opened(yunchuan, demand)
    feed_back(yunchuan, item, files=False)
    with pytest.raises(Refused, match="尚未销号"):
        draft(yunchuan, demand)
    assert not SuperiorAnswer.objects.exists()


def test_draft_answer_is_for_the_office_and_leaders(yunchuan, demand):
    finished(yunchuan, demand)
    for officer in (yunchuan.lu, yunchuan.water):
        with pytest.raises(PermissionDenied):
            draft(yunchuan, demand, by=officer)


def test_an_accusation_does_not_leave_and_personal_data_are_masked(yunchuan, demand):
    finished(yunchuan, demand)
    with pytest.raises(Refused, match="检举控告"):
        draft(yunchuan, demand, text="有人举报水务局局长受贿。")
    row = draft(yunchuan, demand, text="已联系王秀英，电话13800138000。")
    assert "13800138000" not in row.text


def test_a_title_that_is_words_of_a_post_does_not_leave(yunchuan, demand, water):
    finished(yunchuan, demand)
    row = draft(yunchuan, demand, text=f"关于“{water.title}”，已处置。")
    assert row.text == f"关于“事件{water.number}”，已处置。"


def test_sign_answer_makes_the_file_and_the_superior_is_waited_for(yunchuan, linxi, demand):
    row = answered(yunchuan, demand)

    assert demand.state == SuperiorState.ANSWERED
    content = json.loads(answer_file(row))["content"]
    assert (content["bureau"], content["to"]) == (yunchuan.bureau.name, linxi.bureau.name)
    assert (content["number"], content["step"]) == (demand.sender_number, 1)
    assert (content["version"], content["signed_as"]) == (1, "组长")
    names = [one.name for one in (yunchuan.shen, yunchuan.leader, yunchuan.water)]
    assert not [name for name in names if name in json.dumps(content, ensure_ascii=False)]


def test_who_drafted_it_or_wrote_the_feedback_does_not_sign(yunchuan, demand):
    finished(yunchuan, demand)
    draft(yunchuan, demand, by=yunchuan.leader)
    with pytest.raises(Refused, match="起草人"):
        sign_up(demand, yunchuan.leader)
    for officer in (yunchuan.shen, yunchuan.water):
        with pytest.raises(PermissionDenied):
            sign_up(demand, officer)
    sign_up(demand, yunchuan.cheng)
    assert demand.state == SuperiorState.ANSWERED


def test_a_leader_returns_it_with_a_reason_and_it_is_drafted_anew(yunchuan, demand):
    finished(yunchuan, demand)
    draft(yunchuan, demand)
    with pytest.raises(Refused, match="待领导签发"):
        draft(yunchuan, demand)
    sign_answer(
        demand, approve=False, reason="写明检测结果。", officer=yunchuan.leader, now=LATER,
        shown_hash=hash_of_waiting_answer(demand),
    )  # fmt: skip
    assert draft(yunchuan, demand).version == 1
    with pytest.raises(Stale):
        sign_answer(
            demand, approve=True, reason="", officer=yunchuan.leader, now=LATER,
            shown_hash="0" * 64,
        )  # fmt: skip


def test_it_is_pushed_by_the_channel_to_the_superior(yunchuan, linxi, demand):
    finished(yunchuan, demand)
    channel_to(yunchuan, linxi.bureau.name, "https://superior.example/api/v1/reports")
    row = draft(yunchuan, demand)
    sign_up(demand, yunchuan.leader)
    row.refresh_from_db()
    assert Message.objects.get(about_kind="superior_answer").body.encode() == answer_file(row)


def test_send_answer_again_needs_a_channel_and_an_answer(yunchuan, linxi, demand):
    more = {"superior": demand, "officer": yunchuan.shen, "now": LATER}
    with pytest.raises(Refused, match="尚无已签发"):
        send_answer_again(**more)
    answered(yunchuan, demand)
    with pytest.raises(Refused, match="没有通往上级系统的渠道"):
        send_answer_again(**more)
    channel_to(yunchuan, linxi.bureau.name, "https://superior.example/api/v1/reports")
    assert send_answer_again(**more) == 1
