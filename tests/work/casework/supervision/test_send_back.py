"""退回补充、改派、催办: until the answer is enough; the clock runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.clocks.models import Clock, ClockHold, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Message, SignedLink
from huiying.work.casework.supervision.actions.send_back import (
    reassign_supervision,
    remind_supervised,
    return_feedback,
)
from huiying.work.casework.supervision.models import SupervisionState
from huiying.work.casework.supervision.unit_messages import PURPOSE
from tests.factories import T0
from tests.work.casework.instructions.test_give import post_box
from tests.work.casework.supervision.steps import accept, answer, supervise

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def send_back(item, officer, *, reason="未附检测单", now=T0 + HOUR, revision=None):
    return_feedback(
        supervision=item, reason=reason, officer=officer, now=now, revision=revision
    )


def hand_on(item, unit, officer, *, reason="供水职责已划转", now=T0 + HOUR):
    reassign_supervision(supervision=item, unit=unit, reason=reason, officer=officer, now=now)


def test_what_is_not_enough_goes_back_with_a_reason(yunchuan, item):
    post_box(yunchuan, yunchuan.waterworks, T0)
    answer(yunchuan, item)

    with pytest.raises(Refused, match="请填写退回理由"):
        send_back(item, yunchuan.shen, reason=" ")
    send_back(item, yunchuan.shen)

    clock = Clock.objects.get(pk=item.clock_id)
    assert (item.state, item.returns) == (SupervisionState.OPEN, 1)
    assert (clock.state, clock.holder_unit) == (ClockState.RUNNING, yunchuan.waterworks)
    assert "未附检测单" in Message.objects.get(about_kind="supervision").body
    holders = ClockHold.objects.filter(clock=clock).values_list("holder_name", "holder_code")
    assert list(holders) == [("区水务局", ""), ("", "office"), ("区水务局", "")]


def test_who_answered_or_is_of_the_unit_does_not_judge(yunchuan, instruction):
    item = supervise(yunchuan, instruction, unit=yunchuan.office)
    answer(yunchuan, item, by=yunchuan.shen)

    with pytest.raises(Refused, match="承办单位及反馈人不得审核"):
        send_back(item, yunchuan.shen)
    with pytest.raises(Refused, match="承办单位及反馈人不得审核"):
        accept(yunchuan, item, by=yunchuan.shen)
    for officer in (yunchuan.lu, yunchuan.water):
        with pytest.raises(PermissionDenied):
            send_back(item, officer)
    send_back(item, yunchuan.leader)


def test_there_must_be_an_answer_and_the_page_must_be_of_today(yunchuan, item):
    with pytest.raises(Refused, match="待反馈"):
        send_back(item, yunchuan.shen)
    answer(yunchuan, item)
    with pytest.raises(Stale):
        send_back(item, yunchuan.shen, revision=0)


def test_another_unit_takes_it_over_and_the_time_is_counted_on(yunchuan, item):
    post_box(yunchuan, yunchuan.waterworks, T0)
    remind_supervised(supervision=item, officer=yunchuan.shen, now=T0)
    item.unit.active = False
    item.unit.save(update_fields=["active"])

    hand_on(item, yunchuan.reception, yunchuan.shen)

    clock = Clock.objects.get(pk=item.clock_id)
    assert (item.unit, item.state) == (yunchuan.reception, SupervisionState.OPEN)
    assert (clock.holder_unit, clock.due_at) == (yunchuan.reception, item.clock.due_at)
    assert not SignedLink.objects.filter(purpose=PURPOSE, revoked_at__isnull=True).exists()
    answer(yunchuan, item, by=yunchuan.window)
    assert item.state == SupervisionState.REPORTED


def test_it_is_handed_on_to_another_active_unit_with_a_reason(yunchuan, linxi, item):
    with pytest.raises(Refused, match="请选择其他单位"):
        hand_on(item, yunchuan.waterworks, yunchuan.shen)
    with pytest.raises(Refused, match="未找到该单位"):
        hand_on(item, linxi.reception, yunchuan.shen)
    with pytest.raises(Refused, match="请填写改派理由"):
        hand_on(item, yunchuan.reception, yunchuan.shen, reason="")
    with pytest.raises(PermissionDenied):
        hand_on(item, yunchuan.reception, yunchuan.leader)


def test_what_waits_for_a_signature_is_not_handed_on(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item)

    with pytest.raises(Refused, match="待销号"):
        hand_on(item, yunchuan.reception, yunchuan.shen)


def test_a_unit_is_reminded_once_in_five_minutes(yunchuan, item):
    with pytest.raises(Refused, match="未配置消息渠道"):
        remind_supervised(supervision=item, officer=yunchuan.shen, now=T0)
    post_box(yunchuan, yunchuan.waterworks, T0)

    assert remind_supervised(supervision=item, officer=yunchuan.shen, now=T0) == 1
    with pytest.raises(Refused, match="5 分钟内已发送过"):
        remind_supervised(supervision=item, officer=yunchuan.shen, now=T0 + MINUTE)
    answer(yunchuan, item)
    with pytest.raises(Refused, match="无须催办"):
        remind_supervised(supervision=item, officer=yunchuan.shen, now=T0 + HOUR)


def test_an_accusation_is_no_reason_to_return_or_reassign(yunchuan, item):
    answer(yunchuan, item)
    words = "群众举报该局长贪污，请重查"
    with pytest.raises(Refused, match="检举控告"):
        return_feedback(supervision=item, reason=words, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="检举控告"):
        reassign_supervision(
            supervision=item,
            unit=yunchuan.reception,
            reason=words,
            officer=yunchuan.shen,
            now=T0,
        )
