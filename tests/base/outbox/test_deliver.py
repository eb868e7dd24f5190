"""Messages, alarms and what becomes of them."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import SystemRandom

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.about import About
from huiying.base.outbox.access import alarm_for, channel_for, message_for
from huiying.base.outbox.actions.alarm import (
    end_alarms,
    raise_alarm,
    take_alarm,
    take_alarms_about,
)
from huiying.base.outbox.actions.deliver import (
    BACK_OFF,
    URGENT,
    claim_due,
    mark_failed,
    mark_handed_over,
    send_again,
)
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import BoardAlarm, Channel, Message, MessageState
from huiying.base.outbox.queries import (
    channels_of,
    channels_of_desk,
    dead_letters,
    messages_about,
    standing_alarms,
)
from tests.factories import T0

LEASE = timedelta(minutes=2)
DICE = SystemRandom()


def claim(now=T0, **more):
    return claim_due(now=now, lease=LEASE, **more)


def test_the_same_key_twice_is_one_message(queue, channel):
    first, second = queue(), queue(body="别的文字")

    assert (first.state, second) == (MessageState.QUEUED, None)
    assert Message.objects.get().body == "请核实并处置。"


def test_a_message_never_leaves_through_another_bureaus_channel(channel, linxi):
    with pytest.raises(ValueError, match="another bureau"):
        queue_message(
            bureau_id=linxi.bureau.pk,
            channel=channel,
            key="k",
            subject="",
            body="",
            about=About("notice", "1"),
            urgent=False,
            now=T0,
        )


def test_two_workers_never_claim_the_same_message(queue):
    queue()

    assert len(claim()) == 1
    assert claim() == []


def test_a_claim_that_nobody_marked_is_due_again_after_its_lease(queue):
    queue()
    (lost,) = claim()

    (again,) = claim(T0 + LEASE)

    assert (again.pk, again.attempts) == (lost.pk, 2)
    assert not mark_handed_over(message=lost, now=T0 + LEASE)
    assert mark_handed_over(message=again, now=T0 + LEASE)


@pytest.mark.parametrize(("urgent", "hours"), [(False, 8), (True, 1)])
def test_a_message_of_a_clock_that_was_set_back_waits_for_nothing(queue, urgent, hours):
    queue(urgent=urgent, now=T0 + timedelta(hours=hours))

    (message,) = claim()
    assert claim() == []
    mark_failed(message=message, error="没有应答", now=T0, dice=DICE)
    waits = URGENT if urgent else BACK_OFF
    assert claim(T0 + waits[0] / 2) == []
    assert len(claim(T0 + waits[0] * 2)) == 1


def test_urgent_messages_go_first_and_one_channel_never_takes_all(queue, channel, yunchuan):
    for n in range(5):
        queue(f"slow{n}")
    other = Channel.objects.create(
        bureau=yunchuan.bureau, kind="WEBHOOK", name="值班台", target="http://127.0.0.1:9/"
    )
    queue("urgent", channel=other, urgent=True)

    assert [message.key for message in claim()] == ["urgent", "slow0", "slow1"]
    assert claim(busy=Counter({channel.pk: 2})) == []


def test_a_failed_message_waits_longer_each_time_and_then_a_person_must_see_to_it(
    queue, channel
):
    queue()
    now = T0
    for wait in BACK_OFF:
        (message,) = claim(now)
        assert not mark_failed(message=message, error="连接不上对方。", now=now, dice=DICE)
        message.refresh_from_db()
        assert wait * 0.8 <= message.next_try_at - now <= wait * 1.2
        assert claim(now + wait * 0.79) == []
        now = message.next_try_at
    (message,) = claim(now)

    assert mark_failed(message=message, error="连接不上对方。", now=now, dice=DICE)

    assert [row.pk for row in dead_letters(channel.bureau_id)] == [message.pk]
    (alarm,) = standing_alarms(channel.bureau_id)
    assert "请改用电话" in alarm.text
    record = AuditRecord.objects.get(verb="message.dead")
    assert (record.topic, record.data["attempts"]) == ("notice:2026-0001", 6)
    assert channel.target not in str(record.data)


def test_a_dead_message_can_be_sent_again_by_an_officer(queue, channel, yunchuan):
    queue()
    (message,) = claim()
    mark_failed(message=message, error="渠道已停用。", now=T0, dice=DICE, final=True)

    assert send_again(message=message, officer=yunchuan.lu, now=T0 + LEASE)
    assert not send_again(message=message, officer=yunchuan.lu, now=T0 + LEASE)

    assert not standing_alarms(channel.bureau_id).exists()
    (again,) = claim(T0 + LEASE)
    assert mark_handed_over(message=again, now=T0 + LEASE)


def test_hand_over_is_kept_on_the_channel_and_in_the_history_of_the_matter(queue, channel):
    queue()
    (message,) = claim()

    mark_handed_over(message=message, now=T0)

    channel.refresh_from_db()
    (kept,) = messages_about(channel.bureau_id, "2026-0001")
    assert (kept.state, kept.handed_over_at, channel.last_ok_at) == ("HANDED_OVER", T0, T0)


def test_channels_of_a_unit_and_of_the_desk_are_apart(channel, yunchuan):
    desk = Channel.objects.create(
        bureau=yunchuan.bureau, kind="SMTP", name="值班邮箱", target="duty@yunchuan.example"
    )
    Channel.objects.filter(pk=channel.pk).update(active=True)

    assert list(channels_of(yunchuan.waterworks)) == [channel]
    assert list(channels_of_desk(yunchuan.bureau.pk)) == [desk]
    Channel.objects.update(active=False)
    assert not channels_of(yunchuan.waterworks).exists()


def alarm(cast, key="major:1", ref="77001"):
    return raise_alarm(
        bureau_id=cast.bureau.pk,
        key=key,
        text="建议重大:停水",
        about=About("candidate", ref),
        now=T0,
    )


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


def test_obtaining_is_being_allowed(queue, channel, yunchuan, linxi):
    row, message = alarm(yunchuan), queue()

    assert alarm_for(yunchuan.lu, row.pk) == row
    assert channel_for(yunchuan.admin, channel.pk) == channel
    assert message_for(yunchuan.shen, message.pk) == message
    for officer, door, pk in [
        (linxi.lu, alarm_for, row.pk),
        (linxi.admin, channel_for, channel.pk),
        (linxi.shen, message_for, message.pk),
    ]:
        with pytest.raises(Http404):
            door(officer, pk)
    for officer, door, pk in [
        (yunchuan.auditor, alarm_for, row.pk),
        (yunchuan.lu, channel_for, channel.pk),
        (yunchuan.window, message_for, message.pk),
    ]:
        with pytest.raises(PermissionDenied):
            door(officer, pk)
