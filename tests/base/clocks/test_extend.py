"""A running clock gets a later end that was decided in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.actions.extend import extend_clock
from huiying.base.clocks.actions.fire import claim_due_steps, mark_breaches
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import raise_alarm
from huiying.base.outbox.queries import standing_alarms
from huiying.reasons.reason import Reason
from tests.base.clocks.ledger import ledger_of
from tests.factories import T0

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)

WHY = Reason("incidents.major_proposed", {"lead": "停水", "count": 1})


def extend(clock, due=T0 + HOUR, *, seen=T0 + 30 * MINUTE, now=T0 + 20 * MINUTE):
    return extend_clock(clock=clock, seen=seen, due=due, now=now)


def test_the_end_moves_and_start_rule_and_holder_stay(start):
    clock = start()

    assert extend(clock)

    assert (clock.starts_at, clock.due_at) == (T0, T0 + HOUR)
    assert (clock.rule_code, clock.amount) == ("NOTICE_MAJOR", "30 分钟")
    assert ledger_of(clock) == [("值班员", T0, None)]


def test_the_ladder_is_laid_over_the_whole_time_and_what_lies_ahead_fires_again(start):
    clock = start()
    assert [float(step.share) for step in claim_due_steps(now=T0 + 15 * MINUTE)] == [0.5]

    extend(clock)

    assert [step.at for step in clock.steps.order_by("share")] == [
        T0 + minutes * MINUTE for minutes in (30, 48, 60)
    ]
    assert claim_due_steps(now=T0 + 29 * MINUTE) == []
    assert [float(step.share) for step in claim_due_steps(now=T0 + 30 * MINUTE)] == [0.5]


def test_its_alarms_leave_the_board_and_others_stay(start, yunchuan):
    clock = start()
    for key in (f"clock:{clock.pk}:0.50", f"clock:{clock.pk}0:0.50"):
        about = About("incident", "2026-0001")
        raise_alarm(bureau_id=yunchuan.bureau.pk, key=key, reason=WHY, about=about, now=T0)

    extend(clock)

    standing = [alarm.key for alarm in standing_alarms(yunchuan.bureau.pk)]
    assert standing == [f"clock:{clock.pk}0:0.50"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": T0 + 29 * MINUTE},
        {"due": T0 + 30 * MINUTE},
        {"now": T0 + 31 * MINUTE},
    ],
    ids=["another end was seen", "no later end", "it ran out"],
)
def test_an_extension_that_does_not_fit_changes_nothing(start, wrong):
    clock = start()

    assert not extend(clock, **wrong)

    clock.refresh_from_db()
    assert clock.due_at == T0 + 30 * MINUTE


def test_a_clock_that_stopped_or_was_marked_late_is_not_extended(start):
    stopped, late = start(), start(ref="2026-0002")
    stop_clock(clock=stopped, at=T0, reason=Reason("clocks.delivered_on_paper"), now=T0)
    mark_breaches(now=T0 + 31 * MINUTE)

    assert not extend(stopped)
    assert not extend(late), "a breach is never undone"
