"""Levels of risk: probability × impact, one table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.prevention.levels import (
    LEVEL_TABLE,
    RiskLevel,
    level_of,
    longest_review_days,
    residual_problem,
)

pytestmark = pytest.mark.clause("4(4)a")
judged = st.integers(1, 5)


@pytest.mark.parametrize(
    ("probability", "impact", "level"),
    [
        (1, 1, RiskLevel.LOW),
        (1, 5, RiskLevel.LOW),
        (2, 3, RiskLevel.MEDIUM),
        (3, 4, RiskLevel.MEDIUM),
        (3, 5, RiskLevel.HIGH),
        (5, 5, RiskLevel.HIGH),
    ],
)
def test_the_product_gives_the_level(probability, impact, level):
    assert level_of(probability, impact) is level


@pytest.mark.parametrize(("probability", "impact"), [(0, 3), (6, 1), (1, 0), (1, 6)])
def test_a_number_out_of_range_is_an_error(probability, impact):
    with pytest.raises(ValueError, match="from 1 to 5"):
        level_of(probability, impact)


@given(judged, judged, judged, judged)
def test_more_probable_and_graver_is_never_a_lower_level(one, other, more, graver):
    first = level_of(one, other)
    second = level_of(max(one, more), max(other, graver))
    assert second.rank >= first.rank


@given(judged, judged)
def test_both_numbers_weigh_the_same(one, other):
    assert level_of(one, other) is level_of(other, one)


def test_levels_are_in_order():
    assert [level.rank for level in (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH)] == [
        1,
        2,
        3,
    ]
    assert [rule.level for rule in LEVEL_TABLE] == list(reversed(RiskLevel))


def test_a_higher_level_is_looked_at_sooner():
    days = [longest_review_days(level) for level in RiskLevel]
    assert days == sorted(days, reverse=True)


def test_measures_never_make_it_worse():
    assert residual_problem((3, 3), (2, 3)) == ""
    assert residual_problem((3, 3), (3, 4))
    assert residual_problem((3, 3), (4, 1))
