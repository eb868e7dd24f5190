"""A loop of its own sees that the workers do not do their work, and says so itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection

from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.acknowledge import acknowledge
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import take_alarm
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import BoardAlarm, Channel
from huiying.base.outbox.queries import standing_alarms
from huiying.jobs import scheduler
from huiying.jobs.clocks import ladder
from huiying.jobs.upkeep import watchdog
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Arrival, Lane
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.scenarios.incidents import notice_clock, source_of

MINUTE = timedelta(minutes=1)


@pytest.fixture
def hook(yunchuan):
    with serving(Hook()) as peer:
        Channel.objects.create(
            bureau=yunchuan.bureau, kind="WEBHOOK", name="值班群", target=peer.url
        )
        yield peer


@pytest.fixture
def start(yunchuan):
    return partial(notice_clock, yunchuan)


@pytest.fixture
def posted(yunchuan):
    post_one = RawItem(text="佳园停水三天了", external_key="1")
    accept_posts(
        source=source_of(yunchuan),
        items=[post_one],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=T0,
    )


def look(watching, minutes):
    moment = T0 + minutes * MINUTE
    return watching.turn(moment, moment)


def alarms(cast):
    return [
        alarm.text
        for alarm in standing_alarms(cast.bureau.pk)
        if alarm.key.startswith("watchdog:")
    ]


def test_a_scheduler_that_stopped_is_told_on_the_board_and_outside(yunchuan, start, hook):
    running = scheduler.start(frozenset({"ladder"}))
    running.shutdown(wait=True)  # nobody reminds from here on
    start()

    assert look(watchdog.Watch(), 40) == 1

    (text,) = alarms(yunchuan)
    assert "项时限到期未提醒" in text
    assert [b"urgent" in body for _path, _headers, body in hook.got] == [True]


def test_an_acknowledgement_that_lapsed_and_reminded_nobody_is_overdue(yunchuan, start):
    clock = start("NOTICE_SIGNIFICANT", grade=2)
    acknowledge(clock=clock, officer=yunchuan.lu, holds=15 * MINUTE, now=T0)

    assert look(watchdog.Watch(), 16) == 0
    assert look(watchdog.Watch(), 18) == 1


def test_work_that_is_done_in_time_raises_nothing(yunchuan, start, hook):
    start()
    ladder.turn(T0 + 40 * MINUTE)

    assert look(watchdog.Watch(), 40) == 0
    assert (alarms(yunchuan), hook.got) == ([], [])


def test_a_little_lateness_is_no_trouble(yunchuan, hook):
    channel = Channel.objects.get(bureau=yunchuan.bureau)
    queue_message(
        bureau_id=yunchuan.bureau.pk,
        channel=channel,
        key="k",
        subject="通报",
        body="请核实",
        about=About("notice", "2026-0001"),
        urgent=True,
        now=T0,
    )

    assert look(watchdog.Watch(), 1) == 0
    assert look(watchdog.Watch(), 3) == 1
    assert "1 条消息发送失败" in alarms(yunchuan)[0]


def test_live_posts_that_nobody_places_are_seen(yunchuan, hook, posted):
    assert look(watchdog.Watch(), 5) == 1
    assert "1 条新帖未归组" in alarms(yunchuan)[0]


def test_one_trouble_is_told_every_ten_minutes_and_its_end_once(yunchuan, start, hook):
    start()
    watching = watchdog.Watch()
    for minute in (40, 41, 45, 51):
        look(watching, minute)
    assert len(hook.got) == 2
    assert len(alarms(yunchuan)) == 1

    ladder.turn(T0 + 52 * MINUTE)
    look(watching, 52)
    look(watching, 53)

    assert len(hook.got) == 3
    assert alarms(yunchuan) == []


def test_a_trouble_is_told_again_when_the_clock_was_set_back(yunchuan, start, hook):
    start()
    watching = watchdog.Watch()
    for hours in (8, 0):
        watching.turn(T0 + 40 * MINUTE, T0 + 60 * hours * MINUTE)

    assert len(hook.got) == 2


def test_an_alarm_that_somebody_took_is_not_raised_again(yunchuan, start, hook):
    start()
    watching = watchdog.Watch()
    look(watching, 40)
    alarm = BoardAlarm.objects.get(bureau=yunchuan.bureau, key__startswith="watchdog:")
    take_alarm(alarm=alarm, officer=yunchuan.lu, now=T0 + 41 * MINUTE)

    look(watching, 60)

    assert alarms(yunchuan) == []


def test_a_channel_that_does_not_answer_keeps_the_alarm_on_the_board(yunchuan, start, hook):
    hook.status = 500
    start()

    assert look(watchdog.Watch(), 40) == 1
    assert len(alarms(yunchuan)) == 1


@pytest.mark.any_database
@pytest.mark.skipif(connection.vendor != "sqlite", reason="a switch of SQLite")
def test_a_disk_that_takes_nothing_holds_no_letter_up(yunchuan, start, hook):
    start()
    watching = watchdog.Watch()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 1")  # reads go on, every change is refused
        try:
            assert (look(watching, 40), look(watching, 41)) == (1, 1)
            assert (len(hook.got), alarms(yunchuan)) == (1, [])
        finally:
            cursor.execute("PRAGMA query_only = 0")

    look(watching, 42)

    assert len(alarms(yunchuan)) == 1, "what could not be written is written later"
    assert len(hook.got) == 1


def test_one_bureau_whose_warning_fails_keeps_no_other_from_its_own(
    yunchuan, linxi, start, monkeypatch
):
    start()
    notice_clock(linxi)
    told, send = [], watchdog._send

    def fails_for_the_first(bureau, *letter):
        told.append(bureau.slug)
        if len(told) == 1:
            raise RuntimeError("a plug-in that breaks")
        send(bureau, *letter)

    monkeypatch.setattr(watchdog, "_send", fails_for_the_first)

    assert look(watchdog.Watch(), 40) == 2
    assert len(told) == 2


def test_nothing_that_waits_is_touched_by_who_watches(yunchuan, hook, posted):
    look(watchdog.Watch(), 5)

    assert Arrival.objects.count() == 1
