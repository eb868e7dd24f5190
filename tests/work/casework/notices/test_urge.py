"""The desk reminds a unit, sends a notice again, or records that it signed by telephone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.urge import (
    awaits_unit,
    remind_unit,
    resend_notice,
    sign_by_phone,
)
from huiying.work.casework.notices.models import NoticeState
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify, send_back

pytestmark = pytest.mark.django_db
standing_rows, rows, yunchuan, incident = module_rows(confirmed)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def notice(yunchuan, incident, now):
    return notify(incident, yunchuan.reception, yunchuan.lu, now)


@pytest.fixture
def channel(yunchuan, now):
    return add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.reception,
        kind="SMTP",
        name="科室邮箱",
        target="duty@jiefang.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )


def call(cast, notice, now, who="接访窗口", at=None):
    sign_by_phone(notice=notice, who=who, at=at or now, officer=cast.lu, now=now)
    notice.refresh_from_db()


def test_both_messages_need_a_channel_and_wait_five_minutes(yunchuan, notice, channel, now):
    for act in (remind_unit, resend_notice):
        assert act(notice=notice, officer=yunchuan.lu, now=now + MINUTE) == 1
        with pytest.raises(Refused, match="5 分钟"):
            act(notice=notice, officer=yunchuan.lu, now=now + 2 * MINUTE)
        assert act(notice=notice, officer=yunchuan.lu, now=now + 7 * MINUTE) == 1
    channel.active = False
    channel.save()
    with pytest.raises(Refused, match="电话催办"):
        remind_unit(notice=notice, officer=yunchuan.lu, now=now + 20 * MINUTE)


def test_a_reminder_says_what_is_waited_for(yunchuan, notice, channel, now):
    call(yunchuan, notice, now + MINUTE)

    remind_unit(notice=notice, officer=yunchuan.lu, now=now + 2 * MINUTE)

    assert "尽快反馈核实与处置情况" in Message.objects.get(subject__startswith="【催办").body


def test_who_reported_or_returned_is_not_reminded(yunchuan, notice, channel, now):
    call(yunchuan, notice, now + MINUTE)
    assert awaits_unit(notice)
    report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="人手不足。",
        handled="",
        evidence="",
        officer=yunchuan.window,
        now=now + 2 * MINUTE,
    )
    notice.refresh_from_db()

    assert not awaits_unit(notice)
    with pytest.raises(Refused, match="无须催办"):
        remind_unit(notice=notice, officer=yunchuan.lu, now=now + 3 * MINUTE)


def test_a_call_signs_and_names_who_answered_and_who_noted(yunchuan, notice, now):
    with pytest.raises(Refused, match="接听岗位"):
        call(yunchuan, notice, now + MINUTE, who=" ")
    call(yunchuan, notice, now + MINUTE)

    assert notice.state == NoticeState.SIGNED
    assert notice.signatory == f"接访窗口（电话签收，{yunchuan.lu.name}登记）"
    with pytest.raises(Stale):
        call(yunchuan, notice, now + 2 * MINUTE)


def test_a_call_before_the_notice_or_of_tomorrow_signs_nothing(yunchuan, notice, now):
    for at in (now - MINUTE, now + timedelta(days=1)):
        with pytest.raises(Refused):
            call(yunchuan, notice, now + MINUTE, at=at)


def test_a_returned_notice_is_not_signed_by_telephone(yunchuan, notice, now):
    send_back(notice, yunchuan.window, now + MINUTE)

    with pytest.raises(Stale):
        call(yunchuan, notice, now + 2 * MINUTE)


def test_the_unit_is_told_on_its_channels_what_was_signed_in_its_name(
    yunchuan, notice, channel, now
):
    call(yunchuan, notice, now + MINUTE)

    message = Message.objects.get(subject__startswith="【已登记电话签收")
    assert message.channel == channel
    assert f"{yunchuan.lu.name}登记：接访窗口于" in message.body
    assert "情况不符的，请立即致电值班电话" in message.body
