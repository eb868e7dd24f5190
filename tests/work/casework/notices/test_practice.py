"""A practice notice is sent to the desk, signed once, and counted nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, SignedLink
from huiying.work.casework.notices.actions.practice import (
    practice_signed,
    send_practice,
    sign_practice,
)
from huiying.work.casework.notices.models import Notice

pytestmark = pytest.mark.django_db


def send(cast, now):
    return send_practice(bureau=cast.bureau, officer=cast.admin, now=now)


def test_it_needs_a_channel_of_the_desk(yunchuan, now):
    with pytest.raises(Refused, match="未配置消息渠道"):
        send(yunchuan, now)


def test_it_goes_out_marked_and_is_signed_once(yunchuan, now):
    add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班台邮箱",
        target="desk@xinfang.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    assert send(yunchuan, now) == 1
    with pytest.raises(Refused, match="5 分钟"):
        send(yunchuan, now + timedelta(minutes=1))
    link = SignedLink.objects.get(purpose="practice")

    with pytest.raises(Refused, match="姓名"):
        sign_practice(link=link, name=" ", now=now)
    sign_practice(link=link, name="陈一鸣", now=now)

    with pytest.raises(Stale):
        sign_practice(link=link, name="陈一鸣", now=now)
    assert Message.objects.get(about_kind="practice").subject == "【演练】通报"
    assert practice_signed(yunchuan.bureau.pk)
    assert not Notice.objects.exists()
