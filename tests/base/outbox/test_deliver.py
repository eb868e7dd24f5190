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
from huiying.base.outbox.access import channel_for, message_for
from huiying.base.outbox.actions.deliver import (
    BACK_OFF,
    URGENT,
    claim_due,
    drop_messages,
    mark_failed,
    mark_handed_over,
    send_again,
    settle_manually,
)
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.base.outbox.queries import (
    dead_letters,
    standing_alarms,
)
from tests.factories import T0

LEASE = timedelta(minutes=2)
DICE = SystemRandom()


def claim(now=T0, **more):
    return claim_due(now=now, lease=LEASE, **more)


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
    mark_failed(message=message, error="对方未及时应答", now=T0, dice=DICE)
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
        assert not mark_failed(message=message, error="无法连接对方。", now=now, dice=DICE)
        message.refresh_from_db()
        assert wait * 0.8 <= message.next_try_at - now <= wait * 1.2
        assert claim(now + wait * 0.79) == []
        now = message.next_try_at
    (message,) = claim(now)

    assert mark_failed(message=message, error="无法连接对方。", now=now, dice=DICE)

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


def kill(message):
    (claimed,) = [row for row in claim(per_channel=9) if row.pk == message.pk]
    mark_failed(message=claimed, error="渠道已停用。", now=T0, dice=DICE, final=True)
    return claimed


def test_a_dead_message_is_settled_once_by_who_told_the_addressee(queue, channel, yunchuan):
    message = kill(queue())
    told = {"message": message, "how": " 当面告知 ", "officer": yunchuan.lu, "now": T0 + LEASE}

    assert [settle_manually(**told), settle_manually(**told)] == [True, False]

    message.refresh_from_db()
    assert (message.state, message.settled_how) == (MessageState.BY_HAND, "当面告知")
    assert (message.settled_by, message.settled_at) == (yunchuan.lu, T0 + LEASE)
    assert not standing_alarms(channel.bureau_id).exists()
    assert AuditRecord.objects.get(verb="message.by_hand").data == {"how": "当面告知"}


def test_a_message_that_may_still_go_out_is_not_settled_by_hand(queue, yunchuan):
    message = queue()

    assert not settle_manually(message=message, how="电话", officer=yunchuan.lu, now=T0)

    assert [row.pk for row in claim()] == [message.pk]


def test_what_has_not_gone_out_about_a_matter_that_is_over_is_taken_back(queue, channel):
    dead, gone, waiting = kill(queue("dead")), queue("gone"), queue("waiting")
    (claimed, *_rest) = claim()
    mark_handed_over(message=claimed, now=T0)
    other = queue("other", about=About("notice", "2026-0002"))

    def drop(ref):
        about = About("notice", ref)
        return drop_messages(bureau_id=channel.bureau_id, about=about, now=T0 + LEASE)

    assert [drop("2026-0001"), drop("2026-0001")] == [2, 0]

    for row in (dead, gone, waiting):
        row.refresh_from_db()
    assert [row.state for row in (dead, gone, waiting)] == ["DROPPED", "HANDED_OVER", "DROPPED"]
    assert waiting.settled_at == T0 + LEASE
    assert not standing_alarms(channel.bureau_id).exists()
    assert [row.pk for row in claim(T0 + 2 * LEASE)] == [other.pk]


def test_hand_over_is_kept_on_the_channel_and_in_the_history_of_the_matter(queue, channel):
    queue()
    (message,) = claim()

    mark_handed_over(message=message, now=T0)

    channel.refresh_from_db()
    (kept,) = Message.objects.filter(bureau=channel.bureau, about_ref="2026-0001")
    assert (kept.state, kept.handed_over_at, channel.last_ok_at) == ("HANDED_OVER", T0, T0)


def test_obtaining_is_being_allowed(queue, channel, yunchuan, linxi):
    message = queue()

    assert channel_for(yunchuan.admin, channel.pk) == channel
    assert message_for(yunchuan.shen, message.pk) == message
    for officer, door, pk in [
        (linxi.admin, channel_for, channel.pk),
        (linxi.shen, message_for, message.pk),
    ]:
        with pytest.raises(Http404):
            door(officer, pk)
    for officer, door, pk in [
        (yunchuan.lu, channel_for, channel.pk),
        (yunchuan.window, message_for, message.pk),
    ]:
        with pytest.raises(PermissionDenied):
            door(officer, pk)
