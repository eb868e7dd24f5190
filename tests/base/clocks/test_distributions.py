"""Histograms and weeks of clocks: what the database counts is what Python counts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random
from statistics import median

import pytest
from django.utils import timezone

from huiying.base.clocks.counters import LENGTH, MET, rounded_up
from huiying.base.clocks.distributions import (
    ClockFilter,
    Outcomes,
    clocks_behind,
    distributions_of,
    edges_of,
    outcomes_by_unit,
    outcomes_by_week,
)
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.counters.actions.rebuild import rebuild_counters

CODES = ("NOTICE_MAJOR", "NOTICE_ORDINARY")
LIMIT = timedelta(minutes=30)
DAYS = 40


def clock(cast, start, length, *, code="NOTICE_MAJOR", state=ClockState.MET):
    return Clock(
        bureau=cast.bureau,
        kind="notice",
        name="通报",
        amount="30 分钟",
        basis="制度第四条",
        standing="regulation",
        rule_code=code,
        rule_version="1",
        starts_at=start,
        due_at=start + LIMIT,
        state=state,
        stopped_at=None if state == ClockState.RUNNING else start + length,
        subject_kind="incident",
        subject_ref="2026-0001",
        subject_label="演示",
    )


@pytest.fixture
def clocks(yunchuan, now):
    """Two hundred clocks of every kind, some at the very edge of a bin."""
    chance = Random(22)  # noqa: S311 - a test that is the same each time
    exact = [timedelta(minutes=minutes) for minutes in (5, 10, 30, 45, 120)]
    rows = []
    for _each in range(200):
        start = now - timedelta(minutes=chance.randrange(DAYS * 24 * 60))
        length = chance.choice([*exact, timedelta(seconds=chance.randrange(4 * 3600))])
        state = chance.choice([ClockState.MET] * 6 + [ClockState.RUNNING, ClockState.CANCELLED])
        rows.append(clock(yunchuan, start, length, code=chance.choice(CODES), state=state))
    return stored(yunchuan, rows)


def stored(cast, rows):
    """Store clocks as they are, and count them."""
    made = Clock.objects.bulk_create(rows)
    for kind in (MET, LENGTH):
        rebuild_counters(cast.bureau.pk, kind, rows[0].starts_at)
    return made


def period(now, days=30):
    """Whole local days, today's not among them."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=days), today


def test_a_histogram_is_what_python_counts(yunchuan, clocks, now):
    since, until = period(now)
    edges = edges_of(LIMIT)

    other, found = distributions_of(
        yunchuan.bureau.pk, [(CODES[1:], edges), (CODES[:1], edges)], since, until
    )

    lengths = [
        row.stopped_at - row.starts_at
        for row in clocks
        if row.rule_code == CODES[0]
        and row.state == ClockState.MET
        and since <= row.starts_at < until
    ]
    counted = Counter(sum(length > edge for edge in edges) for length in lengths)
    assert lengths
    assert other.total
    assert found.bins == tuple(counted[at] for at in range(len(edges) + 1))
    assert sum(found.bins) == found.total == len(lengths)
    assert found.late == sum(length > LIMIT for length in lengths)
    assert found.median == timedelta(
        seconds=median(rounded_up(length).total_seconds() for length in lengths)
    )


def test_weeks_are_what_python_counts(yunchuan, clocks, now):
    since, until = period(now)

    found = outcomes_by_week(yunchuan.bureau.pk, CODES, since, until, now)

    counted = Counter()
    for row in clocks:
        if row.state == ClockState.CANCELLED or not since <= row.starts_at < until:
            continue
        day = timezone.localdate(row.starts_at)
        key = (day - timedelta(days=day.weekday()), row.rule_code)
        if row.state == ClockState.RUNNING:
            counted[*key, "late"] += row.due_at < now
        else:
            counted[*key, "late" if row.stopped_at > row.due_at else "in_time"] += 1
    assert (
        +Counter(
            {
                (row.week, row.rule_code, name): getattr(row, name)
                for row in found
                for name in ("in_time", "late")
            }
        )
        == +counted
    )


def test_behind_each_number_stand_as_many_rows(yunchuan, clocks, now):
    since, until = period(now)
    bureau = yunchuan.bureau.pk

    def behind(**more):
        return clocks_behind(bureau, ClockFilter(CODES, since, until, **more), now).count()

    by_unit = outcomes_by_unit(bureau, CODES, since, until, now)
    every = sum(by_unit.values(), Outcomes())
    assert every.in_time == behind(outcome="in_time") > 0
    assert every.late == behind(outcome="late") > 0
    assert every.total == behind() == behind(unit=0)
    assert behind(unit=yunchuan.waterworks.pk) == 0
    edges = edges_of(LIMIT)
    [found] = distributions_of(bureau, [(CODES, edges)], since, until)
    ends = zip((None, *edges), (*edges, None), strict=True)
    assert [behind(over=low, upto=high) for low, high in ends] == list(found.bins)
    assert found.total == behind(outcome="met")


def test_one_clock_makes_a_figure(yunchuan, now):
    since, until = period(now)
    stored(yunchuan, [clock(yunchuan, since, timedelta(minutes=12, seconds=5))])

    [found] = distributions_of(yunchuan.bureau.pk, [(CODES, edges_of(LIMIT))], since, until)

    assert (found.total, found.median) == (1, timedelta(minutes=13))


def test_without_clocks_there_is_no_median(yunchuan, now):
    [found] = distributions_of(yunchuan.bureau.pk, [(CODES, edges_of(LIMIT))], *period(now))

    assert (found.total, found.median, set(found.bins)) == (0, None, {0})


def test_another_bureau_is_not_counted(linxi, clocks, now):
    [found] = distributions_of(linxi.bureau.pk, [(CODES, edges_of(LIMIT))], *period(now))

    assert found.total == 0
