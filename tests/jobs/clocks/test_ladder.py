"""The worker of the clocks reminds who holds the minute, once, and marks what ran out."""

from __future__ import annotations

from datetime import time, timedelta
from functools import partial

import pytest

from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.acknowledge import acknowledge
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import AWAITING_DELIVERY, ClockStep
from huiying.base.outbox.actions.alarm import take_alarm
from huiying.base.outbox.actions.set_own_channel import propose_own_channel, verify_own_channel
from huiying.base.outbox.models import Channel, Message
from huiying.base.outbox.queries import all_channels, channels_of_desk, standing_alarms
from huiying.base.rulebook.actions.edit_draft import adopt_draft, edit_rule
from huiying.jobs.clocks import ladder
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.policy.time.spans import Span
from huiying.reasons.reason import Reason
from huiying.reasons.rendering import render
from tests.factories import T0
from tests.role_grants import hold_only
from tests.scenarios.incidents import notice_clock

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


@pytest.mark.clause("4(3)c")
def test_a_reminder_says_what_how_long_left_on_what_ground_and_in_whose_hands(
    start, channels, yunchuan
):
    start(holder=Holder("区水务局", unit=yunchuan.waterworks, code=AWAITING_DELIVERY))

    assert ladder.turn(T0 + 15 * MINUTE) == 1

    (message,) = Message.objects.all()
    assert message.channel == channels[1]
    assert message.urgent
    assert message.subject == "【催办】通报还剩 15 分钟：事件 2026-0001 云川佳园停水"
    assert "当前经办" in message.body
    assert "30 分钟，依据：《制度》第四条第（三）项（制度）" in message.body
    record = AuditRecord.objects.get(verb="clock.reminded")
    assert (record.actor, record.topic) == ("machine", "incident:2026-0001")
    assert record.data["seconds_left"] == 900


def test_a_clock_that_goes_wrong_never_stops_the_others(start, channels, yunchuan):
    broken = start(ref="2026-0001")
    ClockStep.objects.filter(clock=broken).update(tell="SOMEBODY")  # whom no rule knows
    start(ref="2026-0002")

    assert ladder.turn(T0 + 25 * MINUTE) == 1

    assert [row.about_ref for row in Message.objects.all()] == ["2026-0002"]
    broken.refresh_from_db()
    assert broken.steps.filter(fired_at__isnull=True).exists()


def test_a_turn_that_runs_twice_acts_once(start, channels, yunchuan):
    start()

    for _ in range(3):
        ladder.turn(T0 + 25 * MINUTE)

    assert Message.objects.count() == 1
    assert verbs() == ["clock.reminded"]
    assert alarms(yunchuan) == ["通报还剩 5 分钟：事件 2026-0001 云川佳园停水"]


@pytest.mark.clause("4(3)c")
def test_a_clock_that_ran_out_is_marked_alarmed_and_recorded(start, channels, yunchuan):
    clock = start()
    ladder.turn(T0 + 25 * MINUTE)

    ladder.turn(T0 + 31 * MINUTE)
    ladder.turn(T0 + 32 * MINUTE)

    clock.refresh_from_db()
    assert clock.breached_at == clock.due_at
    assert alarms(yunchuan) == ["通报超时，当前经办：值班员，云川佳园停水"]
    assert verbs() == ["clock.reminded", "clock.reminded", "clock.breached"]
    assert Message.objects.latest("pk").subject.startswith("【升级】通报已超时 1 分钟")


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

    stop_clock(
        clock=clock,
        at=T0 + 26 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 26 * MINUTE,
    )

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
    assert alarms(yunchuan) == ["通报超时，当前经办：值班员，云川佳园停水"]


def test_a_unit_hears_of_one_matter_at_most_once_in_ten_minutes(start, channels, yunchuan):
    unit = Holder("区水务局", unit=yunchuan.waterworks)
    start("RECEIPT_SIGNIFICANT", grade=2, holder=unit, name="签收")
    start("NOTICE_SIGNIFICANT", grade=2, holder=unit)
    start("NOTICE_SIGNIFICANT", grade=2, holder=unit, ref="2026-0002")

    ladder.turn(T0 + 60 * MINUTE)
    told = sorted(Message.objects.values_list("about_ref", flat=True))
    ladder.turn(T0 + 96 * MINUTE)

    assert told == ["2026-0001", "2026-0002"]
    assert Message.objects.count() == 2 + 2 * 2  # and at 80 % the unit and the deputy
    assert verbs().count("clock.reminded") == 6  # what was held back is in the record too


def test_nothing_about_a_major_matter_is_held_back(start, channels, yunchuan):
    unit = Holder("区水务局", unit=yunchuan.waterworks)
    start("RECEIPT_MAJOR", holder=unit, name="签收")
    start(holder=unit)

    ladder.turn(T0 + 15 * MINUTE)

    assert Message.objects.count() == 2


def test_the_reminder_goes_to_who_holds_the_clock_now(start, channels, yunchuan):
    clock = start()
    hand_over_clock(
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
    assert render(ladder.duration(time)) == words


@pytest.mark.clause("4(3)c")
def test_a_clock_climbs_from_the_holder_to_the_deputy_and_the_leader(start, channels, yunchuan):
    clock = start(holder=Holder("区水务局", unit=yunchuan.waterworks))

    for minutes in (15, 24, 31):
        ladder.turn(T0 + minutes * MINUTE)

    told = list(clock.steps.order_by("share").values_list("notified", flat=True))
    assert [step["to"] for step in told] == ["holder", "deputy", "leader"]
    assert [step["who"] for step in told] == [["温若川"], ["程望舒"], ["顾怀川"]]
    desk = Message.objects.filter(channel=channels[0]).order_by("pk")
    assert ["程望舒" in desk[0].body, "顾怀川" in desk[1].body] == [True, True]
    unit = Message.objects.filter(channel=channels[1])
    assert unit.count() == 3, "whoever else is told, the holder hears of it"


def test_the_ladder_is_the_one_of_the_start(start, channels, yunchuan):
    clock = start()
    edit_rule(
        path="deadlines/NOTICE_MAJOR",
        row={
            **to_data(default_book())["deadlines"]["NOTICE_MAJOR"],
            "steps": [{"share": 0.1, "tell": "leader"}],
        },
        shown_revision=0,
        officer=yunchuan.shen,
        now=T0,
    )
    adopt_draft(
        shown_revision=1,
        shown_version=1,
        effective_from=None,
        reason="试",
        officer=yunchuan.admin,
        now=T0,
    )

    assert ladder.turn(T0 + 3 * MINUTE) == 0
    assert [(float(s.share), s.tell) for s in clock.steps.order_by("share")] == [
        (0.5, "holder"),
        (0.8, "deputy"),
        (1.0, "leader"),
    ]
    assert [s.tell for s in start(ref="2026-0002").steps.all()] == ["leader"]


def leave(*people):
    for officer in people:
        officer.is_active = False
        officer.save(update_fields=["is_active"])


def test_from_who_is_away_the_way_leads_up_and_the_page_says_so(start, channels, yunchuan):
    clock = start(holder=Holder("区水务局", unit=yunchuan.waterworks))
    leave(yunchuan.cheng)

    ladder.turn(T0 + 24 * MINUTE)

    told = clock.steps.get(share="0.80").notified
    assert (told["to"], told["away"], told["who"]) == ("leader", ["deputy"], ["顾怀川"])
    assert "副组长不在岗。" in Message.objects.filter(channel=channels[0]).latest("pk").body


def test_with_all_of_them_away_the_administrator_is_told_and_then_the_board(
    start, channels, yunchuan
):
    clock = start()
    leave(yunchuan.lu, yunchuan.cheng, yunchuan.leader)
    ladder.turn(T0 + 15 * MINUTE)
    assert clock.steps.get(share="0.50").notified["to"] == "administrator"

    leave(yunchuan.admin)
    ladder.turn(T0 + 24 * MINUTE)

    assert clock.steps.get(share="0.80").notified["to"] == ""
    assert "无可通知人员：通报还剩 6 分钟：事件 2026-0001 云川佳园停水" in alarms(yunchuan)
    assert "请值守人员接收处理" in Message.objects.latest("pk").body


def test_a_desk_that_nobody_keeps_by_the_roster_is_away(start, channels, yunchuan):
    later = Span(T0 + timedelta(hours=3), T0 + timedelta(hours=9))
    add_shifts(
        bureau=yunchuan.bureau,
        wanted=[PlannedShift(later, yunchuan.lu, yunchuan.cheng, "夜班")],
        actor=MACHINE,
        now=T0,
    )
    clock = start()

    ladder.turn(T0 + 15 * MINUTE)

    told = clock.steps.get(share="0.50").notified
    assert (told["away"], told["to"]) == (["holder"], "deputy")


@pytest.fixture
def slow(start):
    """A significant matter with two hours, in the hands of the desk."""
    return start("NOTICE_SIGNIFICANT", grade=2)


def test_an_acknowledgement_holds_back_the_reminder_but_nothing_above(slow, channels, yunchuan):
    acknowledge(clock=slow, officer=yunchuan.lu, holds=60 * MINUTE, now=T0 + 50 * MINUTE)

    ladder.turn(T0 + 60 * MINUTE)
    assert slow.steps.get(share="0.50").notified == {"held": "陆知远", "messages": 0}
    assert Message.objects.count() == 0
    ladder.turn(T0 + 96 * MINUTE)

    assert slow.steps.get(share="0.80").notified["who"] == ["程望舒"]
    assert "陆知远 10:50 标记办理中。" in Message.objects.get().body


def test_an_acknowledgement_is_not_the_deed_and_lapses(slow, channels, yunchuan):
    acknowledge(clock=slow, officer=yunchuan.lu, holds=15 * MINUTE, now=T0 + 10 * MINUTE)

    assert ladder.turn(T0 + 24 * MINUTE) == 0
    assert ladder.turn(T0 + 25 * MINUTE) == 1
    assert ladder.turn(T0 + 26 * MINUTE) == 0

    (message,) = Message.objects.all()
    assert "陆知远 10:10 标记办理中，目前尚未完成。" in message.body
    assert AuditRecord.objects.filter(verb="clock.ack_lapsed").count() == 1


def test_nothing_holds_back_a_reminder_of_a_major_matter(start, channels, yunchuan):
    clock = start()
    acknowledge(clock=clock, officer=yunchuan.lu, holds=20 * MINUTE, now=T0 + MINUTE)

    ladder.turn(T0 + 15 * MINUTE)

    assert Message.objects.count() == 1


def test_the_acknowledgement_of_a_clock_that_is_met_or_handed_over_says_nothing_more(
    slow, channels, yunchuan
):
    other = notice_clock(yunchuan, "NOTICE_SIGNIFICANT", grade=2, ref="2026-0002")
    for clock in (slow, other):
        acknowledge(clock=clock, officer=yunchuan.lu, holds=15 * MINUTE, now=T0)

    stop_clock(
        clock=slow, at=T0 + MINUTE, reason=Reason("clocks.delivered_on_paper"), now=T0 + MINUTE
    )
    hand_over_clock(
        clock=other, holder=Holder("区水务局", unit=yunchuan.waterworks), now=T0 + MINUTE
    )

    assert ladder.turn(T0 + 20 * MINUTE) == 0


def test_a_second_acknowledgement_takes_the_place_of_the_first(slow, channels, yunchuan):
    for minutes in (0, 10):
        acknowledge(
            clock=slow, officer=yunchuan.lu, holds=15 * MINUTE, now=T0 + minutes * MINUTE
        )

    assert ladder.turn(T0 + 16 * MINUTE) == 0
    assert ladder.turn(T0 + 25 * MINUTE) == 1
    assert slow.acks.count() == 2


def test_whoever_lent_a_role_for_an_absence_is_away_and_the_delegate_is_told(
    start, channels, yunchuan
):
    delegate(
        principal=yunchuan.cheng,
        to=yunchuan.shen,
        absence=DelegationTerms(Role.DEPUTY, T0, T0 + timedelta(days=1), "外出开会"),
        by=yunchuan.cheng,
        now=T0,
    )
    clock = start()

    ladder.turn(T0 + 24 * MINUTE)

    told = clock.steps.get(share="0.80").notified
    assert (told["to"], told["who"]) == ("deputy", ["沈青禾"])


# One's own address ---------------------------------------------------------------------------


def own(officer, **choice):
    for name, value in choice.items():
        setattr(officer, name, value)
    officer.save(update_fields=list(choice))
    code = propose_own_channel(
        officer=officer, kind="SMTP", address="qin@yunchuan.example", now=T0 - MINUTE
    )
    row = verify_own_channel(officer=officer, code=code, now=T0)
    Message.objects.filter(channel=row).delete()
    return row


def told_own(channel) -> int:
    return Message.objects.filter(channel=channel).count()


@pytest.mark.parametrize(
    ("choice", "grade", "told"),
    [
        ({}, 1, 1),
        ({"major_only": True}, 1, 0),
        ({"major_only": True}, 3, 1),
        ({"quiet_from": time(9), "quiet_until": time(12)}, 1, 0),
        ({"quiet_from": time(22), "quiet_until": time(7)}, 1, 1),
        ({"quiet_from": time(9), "quiet_until": time(12)}, 3, 1),
    ],
)
def test_an_own_address_is_told_as_its_officer_chose_and_of_major_always(
    start, channels, yunchuan, choice, grade, told
):
    channel = own(yunchuan.water, **choice)
    start(holder=Holder("区水务局", unit=yunchuan.waterworks), grade=grade)

    ladder.turn(T0 + 15 * MINUTE)  # 10:15 in 云川

    assert told_own(channel) == told
    assert Message.objects.filter(channel=channels[1]).count() == 1, "the unit always hears"


def test_who_keeps_the_desk_is_told_at_his_own_address_and_who_does_not_is_not(
    start, channels, yunchuan
):
    yunchuan.shen.grants.update(role=Role.DUTY_OFFICER)
    mine, other = own(yunchuan.lu), own(yunchuan.shen)
    span = Span(T0, T0 + 60 * MINUTE)
    add_shifts(
        bureau=yunchuan.bureau, wanted=[PlannedShift(span, yunchuan.lu)], actor=MACHINE, now=T0
    )
    start()

    ladder.turn(T0 + 15 * MINUTE)

    assert (told_own(mine), told_own(other)) == (1, 0)


def test_no_step_reaches_the_late_holder_under_another_role(start, channels, yunchuan):
    start(holder=Holder("程望舒", officer=yunchuan.cheng))

    ladder.turn(T0 + 25 * MINUTE)

    told = ClockStep.objects.get(tell="deputy").notified
    assert (told["away"], told["to"], told["who"]) == (["deputy"], "leader", ["顾怀川"])


def test_nor_does_it_when_he_stands_in_for_the_deputy(start, channels, yunchuan):
    absence = DelegationTerms(Role.DEPUTY, T0, T0 + 60 * MINUTE, "出差")
    delegate(
        principal=yunchuan.cheng, to=yunchuan.shen, absence=absence, by=yunchuan.cheng, now=T0
    )
    start(holder=Holder("沈青禾", officer=yunchuan.shen))

    ladder.turn(T0 + 25 * MINUTE)

    assert ClockStep.objects.get(tell="deputy").notified["who"] == ["顾怀川"]


def test_the_duty_officer_who_is_deputy_too_is_not_the_next_step(start, channels, yunchuan):
    hold_only(yunchuan.cheng, Role.DUTY_OFFICER, Role.DEPUTY)
    start()

    ladder.turn(T0 + 25 * MINUTE)

    assert ClockStep.objects.get(tell="deputy").notified["who"] == ["顾怀川"]


def test_a_deputy_is_told_at_his_own_channel_in_place_of_his_units(start, channels, yunchuan):
    yunchuan.cheng.unit = yunchuan.waterworks
    yunchuan.cheng.save(update_fields=["unit"])
    mine = own(yunchuan.cheng)
    start()

    ladder.turn(T0 + 24 * MINUTE)  # 80 % of half an hour

    desk, unit = channels
    assert told_own(mine) == 1
    assert told_own(desk) == 1, "the desk always hears"
    assert told_own(unit) == 0


def test_in_quiet_hours_his_unit_is_told_for_him(start, channels, yunchuan):
    yunchuan.cheng.unit = yunchuan.waterworks
    yunchuan.cheng.save(update_fields=["unit"])
    mine = own(yunchuan.cheng, quiet_from=time(9), quiet_until=time(12))
    start(grade=1)

    ladder.turn(T0 + 24 * MINUTE)

    assert (told_own(mine), told_own(channels[1])) == (0, 1)


def test_an_address_that_was_not_verified_is_told_nothing(start, channels, yunchuan):
    propose_own_channel(
        officer=yunchuan.water, kind="SMTP", address="q@yunchuan.example", now=T0 - MINUTE
    )
    start(holder=Holder("区水务局", unit=yunchuan.waterworks))

    ladder.turn(T0 + 15 * MINUTE)

    assert Message.objects.filter(channel__officer=yunchuan.water).count() == 1, "the code"


def test_an_own_address_is_no_channel_of_the_desk(yunchuan):
    own(yunchuan.lu)

    assert not channels_of_desk(yunchuan.bureau.pk).exists()
    assert not all_channels(yunchuan.bureau.pk).exists()
