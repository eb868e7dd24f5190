"""A clock that the law lets stand: nothing fires meanwhile, and it ends later."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.pause import (
    pause_clock,
    resume_clock,
    resume_over_pauses,
)
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.board import ClockLook
from huiying.base.clocks.models import ClockPause
from huiying.base.clocks.outcomes import overdue_count
from huiying.base.clocks.queries import board_totals, clock_row
from huiying.base.errors import Refused
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from tests.factories import T0

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def stand(cast, clock, now=T0 + 2 * DAY, **more):
    said = {
        "ground": "HEARING",
        "reason": "定于下周听证",
        "asked": "双方到会并提交证据",
        "until": (T0 + 20 * DAY).date(),
        "officer": cast.shen,
    } | more
    return pause_clock(clock=clock, now=now, **said)


def go_on(cast, clock, now):
    return resume_clock(clock=clock, reason="听证结束", officer=cast.cheng, now=now)


@pytest.fixture
def review(start):
    return start("PETITION_REVIEW")  # 24 November + 30 days = 24 December 2026, a Thursday


def test_what_stood_is_not_counted_and_nothing_fires_meanwhile(yunchuan, review):
    stand(yunchuan, review)
    later = T0 + 19 * DAY
    row = clock_row(review, later)

    assert claim_due_steps(now=later) == []
    assert mark_breaches(now=later) == 0
    assert overdue_count(yunchuan.bureau.pk, ["PETITION_REVIEW"], later) == 0
    assert board_totals(yunchuan.bureau.pk, later).late == 0
    assert (row.look, row.stands_for) == (ClockLook.PAUSED, "举行听证")
    assert row.seconds_left == int((review.due_at - (T0 + 2 * DAY)).total_seconds())

    go_on(yunchuan, review, T0 + 9 * DAY)

    assert review.due_at == end_of_day(date(2026, 12, 31)), "7 days later"
    [first, *_rest] = review.steps.order_by("share")
    assert first.at == T0 + (end_of_day(date(2026, 12, 24)) - T0) / 2 + 7 * DAY
    assert first.parked_at is None
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_the_ledger_says_whose_time_it_was_and_when_it_was_nobodys(yunchuan, review):
    stand(yunchuan, review)
    go_on(yunchuan, review, T0 + 9 * DAY)

    parts = clock_row(review, T0 + 10 * DAY).segments

    assert [(part.holder, part.to_at - part.from_at, part.stood) for part in parts[:3]] == [
        ("值班员", 2 * DAY, False),
        ("", 7 * DAY, True),
        ("值班员", 1 * DAY, False),
    ]
    assert sum(part.share for part in parts) == pytest.approx(1)


@pytest.mark.parametrize("code", ["NOTICE_MAJOR", "FIRST_RESPONSE", "PETITION_DECISION"])
def test_no_other_clock_can_be_stopped(yunchuan, start, code):
    with pytest.raises(Refused, match="法规未规定此类时限可据此暂停"):
        stand(yunchuan, start(code), now=T0)
    assert not ClockPause.objects.exists()


def test_who_may_not_and_what_cannot_be_stopped(yunchuan, review):
    with pytest.raises(PermissionDenied):
        stand(yunchuan, review, officer=yunchuan.lu)
    with pytest.raises(Refused, match="法规未规定此类时限可据此暂停"):
        stand(yunchuan, review, ground="DETAILS")
    with pytest.raises(Refused, match="请填写暂停理由"):
        stand(yunchuan, review, reason=" ")
    with pytest.raises(Refused, match="要求补充或办理的事项"):
        stand(yunchuan, review, asked=" ")
    with pytest.raises(Refused, match="暂停截止日期不得早于今日"):
        stand(yunchuan, review, until=T0.date())
    with pytest.raises(Refused, match="该时限未在计时、已暂停或已超时"):
        stand(yunchuan, review, now=T0 + 40 * DAY, until=(T0 + 41 * DAY).date())
    stand(yunchuan, review)
    with pytest.raises(Refused, match="该时限未在计时、已暂停或已超时"):
        stand(yunchuan, review)
    go_on(yunchuan, review, T0 + 3 * DAY)
    with pytest.raises(Refused, match="该时限未处于暂停状态"):
        go_on(yunchuan, review, T0 + 3 * DAY)


def test_a_pause_ends_by_itself_on_the_day_that_was_named(yunchuan, review):
    stand(yunchuan, review, until=date(2026, 12, 2))  # from 26 November: seven days
    over = datetime(2026, 12, 3, tzinfo=LOCAL)
    assert resume_over_pauses(over - timedelta(seconds=1)) == 0

    assert resume_over_pauses(over + 3 * DAY) == 1, "the job was late, the period is not"

    review.refresh_from_db()
    assert review.paused_at is None
    assert review.due_at == end_of_day(date(2026, 12, 31)), "7 days later"
    pause = review.pauses.get()
    assert (pause.to_at, pause.ended_by) == (over, None)
    assert pause.ended_why == {"code": "clocks.pause_over"}
    assert AuditRecord.objects.get(verb="clock.resumed_by_itself").data["days"] == 7
    assert resume_over_pauses(over + 4 * DAY) == 0


def test_what_is_done_after_a_pause_was_over_is_not_made_on_time(yunchuan, review):
    stand(yunchuan, review, until=date(2026, 11, 26))  # one day: due on 25 December
    late = T0 + 40 * DAY

    stop_clock(clock=review, at=late, reason=Reason("clocks.answered"), now=late)

    assert review.breached_at is not None


def test_no_pause_is_longer_in_all_than_its_ground_allows(yunchuan, review):
    with pytest.raises(Refused, match="累计不得超过 30 日"):
        stand(yunchuan, review, until=date(2026, 12, 26))  # the 31st day
    stand(yunchuan, review, until=date(2026, 12, 15))  # 20 days
    resume_over_pauses(T0 + 30 * DAY)
    review.refresh_from_db()

    now = T0 + 30 * DAY
    with pytest.raises(Refused, match="还可暂停 10 日"):
        stand(yunchuan, review, now=now, until=date(2027, 1, 3))  # the 11th day more
    stand(yunchuan, review, now=now, until=date(2027, 1, 2))

    assert AuditRecord.objects.filter(verb="clock.paused").count() == 2


def test_a_pause_of_before_that_names_no_day_ends_with_its_bound(yunchuan, review):
    stand(yunchuan, review)
    ClockPause.objects.update(until_at=None)

    assert resume_over_pauses(T0 + 31 * DAY) == 0
    assert resume_over_pauses(T0 + 33 * DAY) == 1


def test_what_is_done_while_it_stands_is_done_in_time(yunchuan, review):
    stand(yunchuan, review)
    done = T0 + 15 * DAY

    stop_clock(clock=review, at=done, reason=Reason("clocks.answered"), now=done)

    assert clock_row(review, done).look == ClockLook.MET
    assert review.breached_at is None
    assert review.paused_at is None
    pause = review.pauses.get()
    assert (pause.to_at, pause.ended_why) == (done, {"code": "clocks.answered"})
