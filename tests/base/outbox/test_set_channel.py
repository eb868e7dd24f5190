"""A channel is added, changed and tried; what it keeps secret is on no record."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.alarm import take_alarm
from huiying.base.outbox.actions.set_channel import (
    add_channel,
    confirm_channel,
    edit_channel,
    trial_of,
    try_channel,
)
from huiying.base.outbox.models import Channel, Message
from huiying.base.outbox.queries import (
    alarm_channels_of_desk,
    channels_of,
    channels_of_desk,
    standing_alarms,
    unconfirmed_channels,
    without_alarm_channel,
)
from huiying.base.personnel.actions.reset_sign_in import reset_password
from tests.factories import PASSWORD, T0

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
    Channel.objects.filter(pk=channel.pk).update(last_error="无法连接对方。")

    edit(yunchuan, channel, name="夜班手机", active=False)
    assert (channel.name, channel.active, channel.secret) == ("夜班手机", False, KEY)
    assert (channel.recipient, channel.last_error) == ("13900001234", "无法连接对方。")

    edit(yunchuan, channel, recipient="13900005678")
    assert (channel.recipient, channel.last_error) == ("13900005678", "")
    assert channel.target == GATEWAY["target"]
    assert AuditRecord.objects.filter(verb="channel.changed").count() == 2


def test_a_trial_says_that_it_is_one_and_is_queued_once_a_moment(yunchuan):
    channel = add(yunchuan)
    trial = {"channel": channel, "actor": yunchuan.admin.audit_actor(), "now": T0}

    message = try_channel(**trial)
    with pytest.raises(Refused, match="刚发送过测试消息"):
        try_channel(**trial)

    assert Message.objects.get() == message
    assert (message.subject, message.urgent) == ("测试：水务局值班手机", False)
    assert (message.about_kind, message.about_ref) == ("channel", trial_of(channel).ref)
    assert AuditRecord.objects.filter(verb="channel.tried").count() == 1


def test_a_channel_that_is_off_is_not_tried(yunchuan):
    channel = add(yunchuan)
    edit(yunchuan, channel, active=False)

    with pytest.raises(Refused, match="渠道已停用"):
        try_channel(channel=channel, actor=yunchuan.admin.audit_actor(), now=T0)

    assert not Message.objects.exists()


@pytest.fixture
def other(yunchuan):
    """A second administrator."""
    return add_officer(
        bureau=yunchuan.bureau,
        username="second-admin",
        name="季常",
        password=PASSWORD,
        roles=frozenset({Role.ADMINISTRATOR}),
        actor=MACHINE,
        now=T0,
        bootstrap=True,
    )


def confirm(channel, officer, revision=None):
    confirm_channel(
        channel=channel,
        revision=channel.revision if revision is None else revision,
        officer=officer,
        now=T0,
    )
    channel.refresh_from_db()


def test_a_units_channel_that_one_officer_set_carries_nothing_until_another_confirms(yunchuan):
    channel = add(yunchuan, yunchuan.waterworks, by=yunchuan.admin)

    assert not channels_of(yunchuan.waterworks).exists()
    assert list(unconfirmed_channels(yunchuan.bureau.pk)) == [channel]
    assert try_channel(channel=channel, actor=yunchuan.admin.audit_actor(), now=T0)

    confirm(channel, yunchuan.leader)

    assert list(channels_of(yunchuan.waterworks)) == [channel]
    assert not unconfirmed_channels(yunchuan.bureau.pk).exists()
    record = AuditRecord.objects.get(verb="channel.confirmed")
    assert record.actor == f"officer:{yunchuan.leader.pk}"
    assert record.data == {"set_by": [f"officer:{yunchuan.admin.pk}"]}


def test_what_a_command_sets_and_the_desks_own_need_nobody(yunchuan):
    seeded = add(yunchuan, yunchuan.waterworks)
    desk = add(yunchuan, name="值班手机")

    assert list(channels_of(yunchuan.waterworks)) == [seeded]
    assert list(alarm_channels_of_desk(yunchuan.bureau.pk)) == [desk]
    with pytest.raises(Refused, match="或已确认"):
        confirm(desk, yunchuan.leader)


def test_the_desks_own_counts_once_a_second_person_confirmed_it(yunchuan):
    desk = add(yunchuan, by=yunchuan.admin, name="值班手机")

    assert list(channels_of_desk(yunchuan.bureau.pk)) == [desk], (
        "it carries alarms all the same"
    )
    assert not alarm_channels_of_desk(yunchuan.bureau.pk).exists()
    assert without_alarm_channel(yunchuan.bureau.pk, [yunchuan.lu.pk])

    confirm(desk, yunchuan.leader)
    assert not without_alarm_channel(yunchuan.bureau.pk, [yunchuan.lu.pk])


SILENCES = [
    {"active": False},
    {"target": "https://sms.elsewhere.example/send"},
    {"recipient": "13900005678"},
    {"secret": "another-secret-0123456789"},
]


@pytest.mark.parametrize("changed", SILENCES)
def test_nobody_takes_the_last_channel_that_counts_from_the_desk(yunchuan, changed):
    desk = add(yunchuan, name="值班手机")
    add(yunchuan, by=yunchuan.admin, name="自己的手机")

    with pytest.raises(Refused, match="最后一个经确认的告警渠道"):
        edit(yunchuan, desk, by=yunchuan.admin, **changed)
    with pytest.raises(Refused, match="最后一个经确认的告警渠道"):
        edit(yunchuan, desk, by=yunchuan.admin, unit=yunchuan.waterworks)

    desk.refresh_from_db()
    assert (desk.active, desk.recipient, desk.confirmed) == (True, "13900001234", True)
    assert not AuditRecord.objects.filter(verb="channel.changed").exists()


@pytest.mark.parametrize("changed", SILENCES)
def test_one_of_two_goes_at_once_and_is_told_until_another_person_saw_it(yunchuan, changed):
    desk = add(yunchuan, name="值班手机")
    other = add(yunchuan, name="值班电话")

    edit(yunchuan, desk, by=yunchuan.admin, **changed)

    alarm = standing_alarms(yunchuan.bureau.pk).get()
    assert yunchuan.admin.name in alarm.text
    assert "“值班手机”" in alarm.text
    assert Message.objects.filter(channel=other, urgent=True).exists()
    Officer.objects.filter(pk=yunchuan.lu.pk).update(
        password_reset_by=yunchuan.admin, password_reset_at=T0
    )
    with pytest.raises(Refused, match="变更人员以外的人员"):
        take_alarm(alarm=alarm, officer=Officer.objects.get(pk=yunchuan.lu.pk), now=T0)
    assert take_alarm(alarm=alarm, officer=yunchuan.shen, now=T0)


def test_the_record_says_what_it_was_and_what_it_is_and_no_key(yunchuan):
    channel = add(yunchuan, yunchuan.waterworks)

    edit(yunchuan, channel, by=yunchuan.admin, recipient="13900005678", secret="k" * 20)

    data = AuditRecord.objects.get(verb="channel.changed").data
    assert data["before"]["target"] == "https://sms.yunchuan.example… → …1234"
    assert data["after"]["target"] == "https://sms.yunchuan.example… → …5678"
    assert data["secret_changed"]
    assert "kkkk" not in str(data)
    assert "1390000" not in str(data)


def test_a_channel_whose_last_message_failed_reaches_nobody(yunchuan):
    channel = add(yunchuan)
    Channel.objects.update(last_error="网关拒绝")

    assert without_alarm_channel(yunchuan.bureau.pk, [])
    Channel.objects.filter(pk=channel.pk).update(last_error="")
    assert not without_alarm_channel(yunchuan.bureau.pk, [])


@pytest.mark.parametrize(
    "changed",
    [
        {"target": "https://sms.elsewhere.example/send"},
        {"recipient": "13900005678"},
        {"secret": "another-secret-0123456789"},
    ],
)
def test_who_changes_where_it_leads_or_its_key_stops_it(yunchuan, changed):
    channel = add(yunchuan, yunchuan.waterworks)

    edit(yunchuan, channel, by=yunchuan.admin, **changed)

    assert (channel.confirmed, channel.set_by) == (False, [yunchuan.admin.pk])
    assert not channels_of(yunchuan.waterworks).exists()


def test_a_channel_of_the_desk_that_is_given_to_a_unit_waits_too(yunchuan):
    channel = add(yunchuan)
    add(yunchuan, name="值班电话")

    edit(yunchuan, channel, by=yunchuan.admin, unit=yunchuan.waterworks)

    assert channel.awaits_confirmation


def test_another_name_and_off_and_on_need_nobody(yunchuan):
    channel = add(yunchuan, yunchuan.waterworks)

    edit(yunchuan, channel, by=yunchuan.admin, name="夜班手机", active=False)
    edit(yunchuan, channel, by=yunchuan.admin, active=True)

    assert list(channels_of(yunchuan.waterworks)) == [channel]


def test_nobody_confirms_what_he_set_himself_nor_without_a_role_for_it(yunchuan, other):
    channel = add(yunchuan, yunchuan.waterworks, by=yunchuan.admin)
    edit(yunchuan, channel, by=other, secret="another-secret-0123456789")

    for officer in (yunchuan.admin, other):
        with pytest.raises(
            Refused, match="须由未填写、未修改过该渠道的另一位系统管理员或组长确认"
        ):
            confirm(channel, officer)
    with pytest.raises(PermissionDenied):
        confirm(channel, yunchuan.lu)

    confirm(channel, yunchuan.leader)
    assert (channel.confirmed, channel.set_by) == (True, [])
    with pytest.raises(Refused, match="或已确认"):
        confirm(channel, other)


def test_who_could_act_with_the_account_of_another_does_not_confirm_by_it(yunchuan, other):
    channel = add(yunchuan, yunchuan.waterworks, by=yunchuan.admin)
    Officer.objects.filter(pk=other.pk).update(last_login=T0)
    reset = Officer.objects.get(pk=other.pk)
    reset_password(
        officer=reset,
        password="x7mq-3nvx-9kpd",
        by=yunchuan.admin,
        now=T0,
        signed_by=yunchuan.cheng,
    )

    with pytest.raises(Refused, match="须由未填写、未修改过该渠道的另一位系统管理员或组长确认"):
        confirm(channel, Officer.objects.get(pk=other.pk))

    assert not channels_of(yunchuan.waterworks).exists()


def test_what_was_changed_since_it_was_shown_is_not_confirmed(yunchuan):
    channel = add(yunchuan, yunchuan.waterworks, by=yunchuan.admin)
    shown = channel.revision
    edit(yunchuan, channel, by=yunchuan.admin, recipient="13900005678")

    with pytest.raises(Stale, match="该渠道已被更新"):
        confirm(channel, yunchuan.leader, shown)

    channel.refresh_from_db()
    assert channel.awaits_confirmation
