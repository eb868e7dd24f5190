"""The countdown board: order, totals, ledger, whose hands, number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.accounts.roles.queries import roles_of
from huiying.base.clocks.actions.fire import mark_breaches
from huiying.base.clocks.actions.hand_over import hand_over_clock
from huiying.base.clocks.actions.start import Holder, PastHold
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.board import ClockLook, HoldSpan, minute_ledger
from huiying.base.clocks.models import SYSTEM, Clock, ClockState
from huiying.base.clocks.queries import board, board_totals, clocks_of_subject
from huiying.reasons.reason import Reason
from tests.factories import T0

MINUTE = timedelta(minutes=1)


def test_the_board_shows_least_time_left_first_and_counts_what_is_late(start, yunchuan):
    start("NOTICE_ORDINARY", ref="2026-0003")
    start("NOTICE_MAJOR", ref="2026-0001")
    start("NOTICE_MAJOR", ref="2026-0002", at=T0 + 20 * MINUTE)
    now = T0 + 36 * MINUTE

    rows = board(yunchuan.bureau.pk, now)

    assert [(row.subject_ref, row.look) for row in rows] == [
        ("2026-0001", ClockLook.LATE),
        ("2026-0002", ClockLook.SOON),
        ("2026-0003", ClockLook.RUNNING),
    ]
    assert [row.seconds_left for row in rows[:2]] == [-360, 840]
    totals = board_totals(yunchuan.bureau.pk, now)
    assert (totals.late, totals.soon, totals.running) == (1, 1, 3)


def test_another_bureaus_clocks_are_not_on_the_board(start, yunchuan, linxi):
    start(cast=linxi)

    assert board(yunchuan.bureau.pk, T0) == []
    assert board_totals(yunchuan.bureau.pk, T0).running == 0


def test_a_clock_before_its_breach_was_marked_looks_the_same_as_after(start, yunchuan):
    start()
    now = T0 + 31 * MINUTE

    before = board(yunchuan.bureau.pk, now)[0]
    mark_breaches(now=now)
    after = board(yunchuan.bureau.pk, now)[0]

    assert (before.look, before.segments) == (after.look, after.segments)
    assert (before.breached_at, after.breached_at) == (None, T0 + 30 * MINUTE)


def test_the_ledger_shows_who_used_which_share_of_the_time(start, yunchuan):
    clock = start(earlier=[PastHold(Holder(code=SYSTEM), T0, T0 + 3 * MINUTE)])
    hand_over_clock(clock=clock, holder=Holder("办公室"), now=T0 + 15 * MINUTE)

    (row,) = board(yunchuan.bureau.pk, T0 + 18 * MINUTE)

    parts = [(p.holder, round(p.share, 3), p.current, p.left) for p in row.segments]
    assert parts == [
        ("系统", 0.1, False, False),
        ("值班员", 0.4, False, False),
        ("办公室", 0.1, True, False),
        ("", 0.4, False, True),
    ]
    assert (row.holder, row.held_since) == ("办公室", T0 + 15 * MINUTE)
    assert row.spoken == "系统 3 分钟、值班员 12 分钟、办公室 3 分钟"


def test_the_time_after_the_end_is_a_stretch_of_its_own(start, yunchuan):
    start()

    (row,) = board(yunchuan.bureau.pk, T0 + 36 * MINUTE)

    assert [(p.minutes, p.late) for p in row.segments] == [(30, False), (6, True)]


def test_mine_are_my_own_my_units_and_my_roles_clocks(start, yunchuan):
    start(ref="desk")
    start(ref="water", holder=Holder("区水务局", unit=yunchuan.waterworks))
    start(ref="deputy", holder=Holder("程望舒 · 副组长", officer=yunchuan.cheng))

    def mine(officer):
        return [row.subject_ref for row in board(yunchuan.bureau.pk, T0, mine=officer)]

    assert mine(yunchuan.lu) == ["desk"]
    assert mine(yunchuan.water) == ["water"]
    assert mine(yunchuan.cheng) == ["deputy"]
    assert mine(yunchuan.speaker) == []


def test_the_horizon_hides_the_far_ones_and_never_the_late_ones(start, yunchuan):
    start("NOTICE_ORDINARY", ref="far")
    start(ref="late", at=T0 - timedelta(days=2))

    rows = board(yunchuan.bureau.pk, T0, horizon=timedelta(hours=2))

    assert [row.subject_ref for row in rows] == ["late"]


@pytest.mark.parametrize("clocks", [1, 30])
def test_the_board_takes_three_queries_however_many_clocks_run(
    start, yunchuan, clocks, django_assert_num_queries
):
    for n in range(clocks):
        clock = start(ref=f"2026-{n:04d}")
        hand_over_clock(clock=clock, holder=Holder("办公室"), now=T0 + MINUTE)
    roles_of(yunchuan.lu)

    with django_assert_num_queries(3):
        rows = board(yunchuan.bureau.pk, T0 + 5 * MINUTE)
    with django_assert_num_queries(1):
        board(yunchuan.bureau.pk, T0, mine=yunchuan.lu)
    with django_assert_num_queries(1):
        board_totals(yunchuan.bureau.pk, T0)

    assert len(rows) == clocks


def test_the_clocks_of_a_subject_keep_their_results(start, yunchuan):
    first = start("NOTICE_ORDINARY")
    stop_clock(
        clock=first,
        at=T0 + 9 * MINUTE,
        reason=Reason("clocks.delivered_on_paper"),
        now=T0 + 9 * MINUTE,
    )
    start("NOTICE_MAJOR", at=T0 + 10 * MINUTE)

    rows = clocks_of_subject(yunchuan.bureau.pk, "2026-0001", T0 + 20 * MINUTE)

    assert [(row.look, row.runs, row.words) for row in rows] == [
        (ClockLook.MET, False, "按时完成"),
        (ClockLook.SOON, True, "即将到期"),
    ]
    assert rows[0].seconds_used == 540


@given(
    cuts=st.lists(st.integers(0, 5000), max_size=6),
    looked=st.integers(0, 6000),
    stopped=st.booleans(),
)
def test_the_shares_of_a_ledger_always_add_up_to_one(cuts, looked, stopped):
    end = T0 + timedelta(seconds=looked)
    clock = Clock(
        starts_at=T0,
        due_at=T0 + 30 * MINUTE,
        state=ClockState.MET if stopped else ClockState.RUNNING,
        stopped_at=end if stopped else None,
    )
    edges = [T0, *(T0 + timedelta(seconds=second) for second in sorted(cuts))]
    ends = [*edges[1:], end if stopped else None]
    holds = [
        HoldSpan(f"第{n}手", a, b) for n, (a, b) in enumerate(zip(edges, ends, strict=True))
    ]

    parts = minute_ledger(clock, holds, end)

    if parts:
        assert sum(part.share for part in parts) == pytest.approx(1)
        assert all(0 < part.share <= 1 for part in parts)
        moments = [parts[0].from_at, *(part.to_at for part in parts)]
        assert moments == sorted(moments)
        assert all(part.from_at >= clock.due_at for part in parts if part.late)
        assert parts[-1].to_at == (end if stopped else max(end, clock.due_at))
