"""The desk says that no alarm reaches who is on duty, and what one person changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.actions.set_channel import add_channel, edit_channel
from huiying.base.outbox.models import BoardAlarm
from tests.base.accounts.roster.shifts import put
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
DESK = reverse("console:desk")
SILENT = "无告警通道：值班人员离开屏幕时收不到任何警报。"
HOUR = timedelta(hours=1)


def channel(cast, name="值班邮箱", **more):
    return add_channel(
        bureau=cast.bureau,
        unit=None,
        kind="SMTP",
        name=name,
        target="duty@yunchuan.example",
        actor=MACHINE,
        now=T0,
        **more,
    )


@pytest.mark.parametrize("who", ["lu", "shen", "leader", "admin"])
def test_the_desk_says_loudly_that_no_alarm_reaches_who_is_on_duty(yunchuan, who):
    put(yunchuan, yunchuan.lu, 0, 8)

    page = page_of(signed_in(getattr(yunchuan, who)).get(DESK))
    assert SILENT in page
    assert 'role="alert"' in page

    channel(yunchuan)
    assert SILENT not in page_of(signed_in(getattr(yunchuan, who)).get(DESK))


def test_a_channel_that_one_person_alone_set_does_not_quiet_the_desk(yunchuan):
    channel(yunchuan, by=yunchuan.admin)

    assert SILENT in page_of(signed_in(yunchuan.lu).get(DESK))


def test_a_hole_in_the_roster_now_is_loud(yunchuan):
    channel(yunchuan)

    page = page_of(signed_in(yunchuan.lu).get(DESK))
    assert "未安排值班，当前无人值守。" in page
    assert 'role="alert"' in page


def test_a_channel_taken_from_the_desk_stands_there_until_another_person_saw_it(yunchuan):
    first = channel(yunchuan)
    channel(yunchuan, "值班电话")
    edit_channel(
        channel=first,
        unit=None,
        name=first.name,
        target="",
        active=False,
        actor=yunchuan.admin.audit_actor(),
        by=yunchuan.admin,
        now=T0,
    )
    alarm, lu = BoardAlarm.objects.get(), signed_in(yunchuan.lu)
    seen = reverse("console:change-seen", args=[alarm.pk])
    words = f"{yunchuan.admin.name}停用值班台告警渠道“值班邮箱”。"

    assert words in page_of(lu.get(DESK))
    assert words in page_of(lu.get(seen))
    assert signed_in(yunchuan.admin).post(seen).status_code == 403
    assert lu.post(seen, {"seen": "1"}).status_code == 302

    assert words not in page_of(lu.get(DESK))
