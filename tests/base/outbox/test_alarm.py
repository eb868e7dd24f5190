"""An alarm stands until an officer takes it or its cause is over."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import (
    end_alarms,
    raise_alarms,
    take_alarm,
    take_alarms_about,
    tell_of_change,
)
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import BoardAlarm, Message
from huiying.base.outbox.queries import standing_alarms
from huiying.reasons.reason import reason, to_data
from tests.base.outbox.alarms import alarm
from tests.factories import T0

LEASE = timedelta(minutes=2)


def test_an_alarm_stands_until_one_officer_takes_it(yunchuan):
    row = alarm(yunchuan)

    assert alarm(yunchuan) is None
    assert take_alarm(alarm=row, officer=yunchuan.lu, now=T0 + timedelta(seconds=40))
    assert not take_alarm(alarm=row, officer=yunchuan.shen, now=T0 + LEASE)

    row.refresh_from_db()
    assert row.taken_by == yunchuan.lu
    assert not standing_alarms(yunchuan.bureau.pk).exists()
    assert AuditRecord.objects.get(verb="alarm.taken").data == {"waited_seconds": 40}
    assert alarm(yunchuan) is None  # taken is not to be raised again


def test_deciding_a_matter_takes_all_its_alarms(yunchuan):
    alarm(yunchuan)
    alarm(yunchuan, key="clock:5:due")
    alarm(yunchuan, key="major:2", ref="77002")

    taken = take_alarms_about(
        bureau_id=yunchuan.bureau.pk, ref="77001", officer=yunchuan.lu, now=T0
    )

    assert taken == 2
    assert [row.key for row in standing_alarms(yunchuan.bureau.pk)] == ["major:2"]


def test_an_alarm_whose_cause_is_over_is_off_the_board_and_only_that_one(yunchuan):
    for key in ("clock:5:due", "clock:50:due"):
        alarm(yunchuan, key=key)

    assert end_alarms(bureau_id=yunchuan.bureau.pk, key_prefix="clock:5:", now=T0) == 1
    assert [row.key for row in standing_alarms(yunchuan.bureau.pk)] == ["clock:50:due"]
    assert not take_alarm(
        alarm=BoardAlarm.objects.get(key="clock:5:due"), officer=yunchuan.lu, now=T0
    )


def test_another_bureaus_officer_cannot_take_an_alarm(yunchuan, linxi):
    row = alarm(yunchuan)

    assert not take_alarm(alarm=row, officer=linxi.lu, now=T0)


def proposed(lead, count, ref):
    found = reason("incidents.major_proposed", lead=lead, count=count)
    return f"major:{ref}", found, About("candidate", ref)


def test_alarms_are_raised_together_with_the_reason_of_each(yunchuan):
    alarms = [proposed("停水", 3, "77001"), proposed("排队", 5, "77002")]

    raise_alarms(bureau_id=yunchuan.bureau.pk, alarms=alarms, now=T0)

    rows = standing_alarms(yunchuan.bureau.pk).order_by("key")
    assert [(row.key, row.about_ref) for row in rows] == [
        ("major:77001", "77001"),
        ("major:77002", "77002"),
    ]
    assert "停水" in rows[0].text
    assert rows[0].reason == to_data(alarms[0][1])


def test_of_alarms_raised_together_one_that_was_raised_before_stays_as_it_is(yunchuan, linxi):
    taken = alarm(yunchuan, key="major:77001")
    take_alarm(alarm=taken, officer=yunchuan.lu, now=T0)
    alarms = [proposed("停水", 9, "77001"), proposed("排队", 5, "77002")]

    for cast in (yunchuan, yunchuan, linxi):
        raise_alarms(bureau_id=cast.bureau.pk, alarms=alarms, now=T0 + LEASE)

    standing = [row.about_ref for row in standing_alarms(yunchuan.bureau.pk)]
    assert standing == ["77002"]
    taken.refresh_from_db()
    assert taken.text.startswith("建议定为重大：停水")
    assert taken.taken_by == yunchuan.lu
    assert standing_alarms(linxi.bureau.pk).count() == 2


def test_a_change_is_told_to_others_once_and_stands_until_one_of_them_saw_it(yunchuan):
    add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班邮箱",
        target="duty@yunchuan.example",
        actor=MACHINE,
        now=T0,
    )
    why = reason("alarms.superior_changed", name="市信访局", by=yunchuan.admin.name)
    about = About("superior", "superior:1")

    for _again in range(2):
        tell_of_change(reason=why, about=about, by=yunchuan.admin, now=T0)

    [message] = Message.objects.all()
    assert (message.urgent, message.channel.name) == (True, "值班邮箱")
    assert "市信访局" in message.body
    row = standing_alarms(yunchuan.bureau.pk).get()
    assert take_alarm(alarm=row, officer=yunchuan.lu, now=T0)
