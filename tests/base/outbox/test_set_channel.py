"""A channel is added, changed and tried; what it keeps secret is on no record."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_channel import (
    add_channel,
    edit_channel,
    trial_of,
    try_channel,
)
from huiying.base.outbox.models import Channel, Message
from tests.factories import T0

pytestmark = pytest.mark.django_db
KEY = "gateway-secret-0123456789"
GATEWAY = {
    "kind": "SMS",
    "name": "水务局值班手机",
    "target": "https://sms.yunchuan.example/send",
    "recipient": "13900001234",
    "secret": KEY,
}


def add(cast, unit=None, **changed):
    return add_channel(
        bureau=cast.bureau,
        unit=unit,
        actor=cast.admin.audit_actor(),
        now=T0,
        **(GATEWAY | changed),
    )


def edit(cast, channel, **changed):
    shown = {"unit": channel.unit, "name": channel.name, "target": "", "active": True}
    edit_channel(
        channel=Channel.objects.get(pk=channel.pk),
        actor=cast.admin.audit_actor(),
        now=T0,
        **(shown | changed),
    )
    channel.refresh_from_db()


def test_a_channel_is_added_and_its_record_tells_nothing_of_its_address(yunchuan):
    channel = add(yunchuan, yunchuan.waterworks, name=" 水务局值班手机 ")

    record = AuditRecord.objects.get(verb="channel.added")
    assert (channel.name, channel.unit) == ("水务局值班手机", yunchuan.waterworks)
    assert (channel.secret, channel.recipient) == (KEY, "13900001234")
    assert record.data == {"kind": "SMS", "active": True}


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": " "}, "为空或已被使用"),
        ({"target": "sms://13900001234"}, "网址"),
        ({"recipient": "值班手机"}, "只用数字"),
        ({"secret": "short"}, "至少 16 个字符"),
    ],
)
def test_a_channel_that_could_not_work_is_neither_added_nor_made_of_one(yunchuan, changed, why):
    with pytest.raises(Refused, match=why):
        add(yunchuan, **changed)
    assert not Channel.objects.exists()
    channel = add(yunchuan)

    with pytest.raises(Refused, match=why):
        edit(yunchuan, channel, **changed)

    channel.refresh_from_db()
    kept = {name: getattr(channel, name) for name in GATEWAY}
    assert kept == GATEWAY


def test_a_name_is_used_once_and_a_unit_is_of_the_bureau(yunchuan, linxi):
    add(yunchuan)
    other = add(yunchuan, name="夜班手机")

    for changed, why in (
        ({"name": "水务局值班手机"}, "已被使用"),
        ({"name": "甲", "unit": linxi.office}, "不属于本局"),
    ):
        with pytest.raises(Refused, match=why):
            add(yunchuan, **changed)
        with pytest.raises(Refused, match=why):
            edit(yunchuan, other, **changed)

    assert add(linxi).name == "水务局值班手机"
    assert Channel.objects.filter(bureau=yunchuan.bureau).count() == 2


def test_what_is_left_empty_stays_and_a_new_number_forgets_the_last_error(yunchuan):
    channel = add(yunchuan)
    Channel.objects.filter(pk=channel.pk).update(last_error="连接不上对方。")

    edit(yunchuan, channel, name="夜班手机", active=False)
    assert (channel.name, channel.active, channel.secret) == ("夜班手机", False, KEY)
    assert (channel.recipient, channel.last_error) == ("13900001234", "连接不上对方。")

    edit(yunchuan, channel, recipient="13900005678")
    assert (channel.recipient, channel.last_error) == ("13900005678", "")
    assert channel.target == GATEWAY["target"]
    assert AuditRecord.objects.filter(verb="channel.changed").count() == 2


def test_a_trial_says_that_it_is_one_and_is_queued_once_a_moment(yunchuan):
    channel = add(yunchuan)
    trial = {"channel": channel, "actor": yunchuan.admin.audit_actor(), "now": T0}

    message = try_channel(**trial)
    with pytest.raises(Refused, match="刚刚已经试发过"):
        try_channel(**trial)

    assert Message.objects.get() == message
    assert (message.subject, message.urgent) == ("试发：水务局值班手机", False)
    assert (message.about_kind, message.about_ref) == ("channel", trial_of(channel).ref)
    assert AuditRecord.objects.filter(verb="channel.tried").count() == 1


def test_a_channel_that_is_off_is_not_tried(yunchuan):
    channel = add(yunchuan)
    edit(yunchuan, channel, active=False)

    with pytest.raises(Refused, match="渠道已停用"):
        try_channel(channel=channel, actor=yunchuan.admin.audit_actor(), now=T0)

    assert not Message.objects.exists()
