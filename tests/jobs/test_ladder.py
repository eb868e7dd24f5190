"""The worker of the clocks reminds who holds the minute, once, and marks what ran out."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.actions.hand_over import hand_over
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.outbox.actions.alarm import take_alarm
from huiying.base.outbox.models import Channel, Message
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs import ladder
from tests.deeds import notice_clock
from tests.factories import T0

MINUTE = timedelta(minutes=1)


@pytest.fixture
def channels(yunchuan):
    def add(unit, name):
        return Channel.objects.create(
            bureau=yunchuan.bureau,
            unit=unit,
            kind="SMTP",
            name=name,
            target="duty@yunchuan.example",
        )

    return add(None, "值班邮箱"), add(yunchuan.waterworks, "水务局邮箱")


@pytest.fixture
def start(yunchuan):
    return partial(notice_clock, yunchuan)


def alarms(cast):
    return [alarm.text for alarm in standing_alarms(cast.bureau.pk)]


def verbs():
    names = ("clock.reminded", "clock.breached")
    return list(
        AuditRecord.objects.filter(verb__in=names)
        .order_by("seq")
        .values_list("verb", flat=True)
    )


@pytest.mark.clause("4(3)")
def test_a_reminder_says_what_how_long_left_on_what_ground_and_in_whose_hands(
    start, channels, yunchuan
):
    start(holder=Holder("待送达区水务局", unit=yunchuan.waterworks))

    assert ladder.turn(T0 + 15 * MINUTE) == 1

    (message,) = Message.objects.all()
    assert message.channel == channels[1]
    assert message.urgent
    assert message.subject == "【催办】通报还剩 15 分钟：2026-0001 云川佳园停水"
    assert "现在在待送达区水务局手中" in message.body
    assert "30 分钟，依据：《制度》第四条第（三）项（制度）" in message.body
    record = AuditRecord.objects.get(verb="clock.reminded")
    assert (record.actor, record.topic) == ("machine", "incident:2026-0001")
    assert record.data["seconds_left"] == 900


def test_a_turn_that_runs_twice_acts_once(start, channels, yunchuan):
    start()

    for _ in range(3):
        ladder.turn(T0 + 25 * MINUTE)

    assert Message.objects.count() == 1
    assert verbs() == ["clock.reminded"]
    assert alarms(yunchuan) == ["通报还剩 5 分钟：2026-0001 云川佳园停水"]


@pytest.mark.clause("4(3)")
def test_a_clock_that_ran_out_is_marked_alarmed_and_recorded(start, channels, yunchuan):
    clock = start()
    ladder.turn(T0 + 25 * MINUTE)

    ladder.turn(T0 + 31 * MINUTE)
    ladder.turn(T0 + 32 * MINUTE)

    clock.refresh_from_db()
    assert clock.breached_at == clock.due_at
    assert alarms(yunchuan) == ["通报超时，在值班员手中：云川佳园停水"]
    assert verbs() == ["clock.reminded", "clock.reminded", "clock.breached"]
    assert Message.objects.latest("pk").subject.startswith("【催办】通报已超时 1 分钟")


def test_a_late_alarm_that_was_taken_does_not_come_back(start, yunchuan):
    start()
    ladder.turn(T0 + 31 * MINUTE)
    (alarm,) = standing_alarms(yunchuan.bureau.pk)
    take_alarm(alarm=alarm, officer=yunchuan.lu, now=T0 + 32 * MINUTE)

    ladder.turn(T0 + 40 * MINUTE)

    assert alarms(yunchuan) == []


def test_a_clock_that_is_met_takes_its_alarm_off_the_board(start, yunchuan):
    clock = start()
    ladder.turn(T0 + 25 * MINUTE)
    assert alarms(yunchuan)

    stop_clock(clock=clock, at=T0 + 26 * MINUTE, reason="已送达", now=T0 + 26 * MINUTE)

    assert alarms(yunchuan) == []
    assert ladder.turn(T0 + 60 * MINUTE) == 0


def test_after_an_outage_the_rungs_that_passed_are_one_reminder(start, channels, yunchuan):
    start()

    ladder.turn(T0 + timedelta(hours=5))

    (message,) = Message.objects.all()
    assert "已超时 4 小时 30 分" in message.subject
    assert AuditRecord.objects.get(verb="clock.reminded").data["shares"] == [
        "0.50",
        "0.80",
        "1.00",
    ]
    assert alarms(yunchuan) == ["通报超时，在值班员手中：云川佳园停水"]


def test_a_unit_hears_of_one_matter_at_most_once_in_ten_minutes(start, channels, yunchuan):
    unit = Holder("区水务局", unit=yunchuan.waterworks)
    start("RECEIPT_SIGNIFICANT", grade=2, holder=unit, name="签收")
    start("NOTICE_SIGNIFICANT", grade=2, holder=unit)
    start("NOTICE_SIGNIFICANT", grade=2, holder=unit, ref="2026-0002")

    ladder.turn(T0 + 60 * MINUTE)
    told = sorted(Message.objects.values_list("about_ref", flat=True))
    ladder.turn(T0 + 96 * MINUTE)

    assert told == ["2026-0001", "2026-0002"]
    assert Message.objects.count() == 4
    assert verbs().count("clock.reminded") == 6  # what was held back is in the record too


def test_nothing_about_a_major_matter_is_held_back(start, channels, yunchuan):
    unit = Holder("区水务局", unit=yunchuan.waterworks)
    start("RECEIPT_MAJOR", holder=unit, name="签收")
    start(holder=unit)

    ladder.turn(T0 + 15 * MINUTE)

    assert Message.objects.count() == 2


def test_the_reminder_goes_to_who_holds_the_clock_now(start, channels, yunchuan):
    clock = start()
    hand_over(
        clock=clock,
        holder=Holder("区水务局", unit=yunchuan.waterworks),
        now=T0 + 2 * MINUTE,
    )

    ladder.turn(T0 + 15 * MINUTE)

    assert Message.objects.get().channel == channels[1]


def test_the_record_names_an_officer_by_public_id_alone(start, yunchuan):
    start(holder=Holder("程望舒 · 副组长", officer=yunchuan.cheng))

    ladder.turn(T0 + 31 * MINUTE)

    records = AuditRecord.objects.filter(verb__startswith="clock.")
    assert {row.data["holder"] for row in records} == {f"officer:{yunchuan.cheng.pk}"}
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_unit_without_a_channel_is_still_on_the_board(start, yunchuan):
    start(holder=Holder("区水务局", unit=yunchuan.waterworks))

    ladder.turn(T0 + 24 * MINUTE)

    assert len(alarms(yunchuan)) == 1
    assert AuditRecord.objects.get(verb="clock.reminded").data["messages"] == 0


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=59), "0 分钟"),
        (timedelta(minutes=59, seconds=59), "59 分钟"),
        (timedelta(hours=3, minutes=5), "3 小时 5 分"),
        (timedelta(days=2, hours=4), "2 天 4 小时"),
    ],
)
def test_lengths_are_told_in_words(time, words):
    assert ladder.length(time) == words
