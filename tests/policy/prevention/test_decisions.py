"""What the assessment of a decision must hold, and what follows from its level."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.prevention.decisions import (
    COMMENT_DAYS,
    Conclusion,
    DecisionKind,
    FileFacts,
    Lack,
    Method,
    PointFacts,
    comment_days,
    consequence_of,
    is_too_general,
    lacks_of,
    may_announce,
    overall_level,
    working_days,
)
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.calendar import WorkingCalendar

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
CALENDAR = WorkingCalendar.seeded([2026])
POINT = PointFacts(RiskLevel.MEDIUM, RiskLevel.LOW, measures=True, responsible=True)
WHOLE = FileFacts(
    scope=True,
    affected=True,
    methods=[Method.VISITS],
    comment_from=TODAY - 40 * DAY,
    comment_to=TODAY - 11 * DAY,
    comment_exception=False,
    points=[POINT],
    legality=True,
    legality_from=date(2026, 11, 9),
    legality_to=date(2026, 11, 17),
    plan=True,
    conclusion=Conclusion.CONTROLLABLE,
)


def lacks(**more):
    return lacks_of(replace(WHOLE, **more), CALENDAR, TODAY)


def test_a_whole_file_lacks_nothing():
    assert lacks() == ()


@pytest.mark.parametrize(
    ("more", "lack"),
    [
        ({"scope": False}, Lack.SCOPE),
        ({"affected": False}, Lack.AFFECTED),
        ({"methods": [Method.SURVEY]}, Lack.METHOD),
        ({"comment_from": None, "comment_to": None}, Lack.NO_COMMENT),
        ({"comment_from": TODAY - 39 * DAY}, Lack.SHORT_COMMENT),
        ({"comment_to": TODAY}, Lack.OPEN_COMMENT),
        ({"points": []}, Lack.POINT),
        ({"points": [replace(POINT, measures=False)]}, Lack.MEASURES),
        ({"points": [replace(POINT, after=None)]}, Lack.AFTER),
        ({"points": [replace(POINT, responsible=False)]}, Lack.RESPONSIBLE),
        ({"legality": False}, Lack.LEGALITY),
        ({"legality_to": date(2026, 11, 16)}, Lack.SHORT_LEGALITY),
        ({"plan": False}, Lack.PLAN),
        ({"conclusion": None}, Lack.CONCLUSION),
        ({"points": [replace(POINT, after=RiskLevel.HIGH)]}, Lack.CONTRADICTION),
    ],
)
def test_each_part_that_is_missing_is_named(more, lack):
    assert lacks(**more) == (lack,)
    assert lack.label


@pytest.mark.parametrize("field", ["comment_from", "comment_to"])
def test_the_ground_of_the_law_stands_for_the_days(field):
    assert lacks(comment_exception=True, **{field: None}) == ()
    assert lacks(comment_exception=True, comment_from=TODAY - 20 * DAY) == ()


@given(st.integers(1, 90))
def test_thirty_days_with_both_ends_are_enough_and_fewer_are_not(days):
    begin = TODAY - (days + 5) * DAY
    end = begin + (days - 1) * DAY
    assert comment_days(begin, end) == days
    short = Lack.SHORT_COMMENT in lacks(comment_from=begin, comment_to=end)
    assert short == (days < COMMENT_DAYS)


def test_only_working_days_count_for_the_legality():
    assert working_days(date(2026, 11, 9), date(2026, 11, 15), CALENDAR) == 5


@given(st.lists(st.sampled_from(RiskLevel)))
def test_the_overall_level_is_the_highest(levels):
    found = overall_level(levels)
    order = list(RiskLevel)
    assert found == max(levels, key=order.index, default=None)


@pytest.mark.parametrize("level", [*RiskLevel, None])
@pytest.mark.parametrize("conclusion", [*Conclusion, None])
def test_only_a_low_controllable_risk_is_announced(level, conclusion):
    allowed = may_announce(level, conclusion)
    assert allowed == (level == RiskLevel.LOW and conclusion == Conclusion.CONTROLLABLE)


def test_what_follows_from_a_level():
    assert "不予实施" in consequence_of(RiskLevel.HIGH)
    assert "暂缓实施" in consequence_of(RiskLevel.MEDIUM)
    assert "可以实施" in consequence_of(RiskLevel.LOW)


@pytest.mark.parametrize(
    ("hits", "total", "general"),
    [(10, 19, False), (10, 20, True), (9, 20, False), (0, 0, False), (1_001, 9_999, True)],
)
def test_a_phrase_that_half_of_all_posts_hold_says_nothing(hits, total, general):
    assert is_too_general(hits, total) == general


@given(st.integers(0, 1_000), st.integers(0, 1_000))
def test_more_hits_never_make_a_phrase_less_general(hits, total):
    assert not is_too_general(hits, total) or is_too_general(hits + 1, total)


def test_everything_has_its_words():
    for one in (*DecisionKind, *Method, *Conclusion, *Lack):
        assert one.label
