"""A forecast says how often such a band held, and says nothing where too little is known."""

from __future__ import annotations

import numpy as np
import pytest

from huiying.engine.trend.forecast import FORECAST_HOURS, MIN_POSTS, forecast

DAY = [1, 1, 1, 1, 1, 2, 4, 6, 8, 7, 6, 6, 8, 6, 4, 4, 5, 6, 7, 8, 7, 5, 3, 2]


def matter(hours: int, seed: int = 1, peak: float = 12.0, half: float = 30.0):
    """Return an outcry that fades, with the day's shape, and what came in 24 hours after."""
    chance = np.random.default_rng(seed)
    shape = np.array([DAY[at % 24] for at in range(hours + FORECAST_HOURS)]) / np.mean(DAY)
    level = peak * 0.5 ** (np.arange(hours + FORECAST_HOURS) / half)
    said = chance.poisson(level * shape)
    return said[:hours].tolist(), said[hours:], (shape * 10).tolist()


def test_the_band_holds_what_came_about_as_often_as_it_says():
    held = shown = 0
    for seed in range(25):
        said, came, usual = matter(96, seed)
        total = forecast(said, usual).totals[0]
        shown += 1
        held += total.low - 0.5 <= came[: total.hours].sum() <= total.high + 0.5

    assert held / shown >= 0.8
    assert total.trials >= 12
    assert 0.75 <= total.held / total.trials <= 1


def test_the_hours_ahead_follow_the_shape_of_the_day():
    said = [round(3 * one) for one in DAY] * 4

    steps = forecast(said, [float(one) for one in DAY * 5]).steps

    assert len(steps) == FORECAST_HOURS
    assert steps[8].middle > 4 * steps[2].middle
    assert all(step.low <= step.middle <= step.high for step in steps)


def test_a_growing_matter_is_expected_to_go_on_for_a_while():
    grown = forecast([max(1, hour // 4) for hour in range(60)], []).steps

    assert grown[0].middle > 10
    assert grown[23].middle < 40  # the trend fades


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ([], "posts"),
        ([0] * 100, "posts"),
        ([MIN_POSTS], "hours"),
        ([5] * 20, "hours"),
        ([5] * 10 + [None] * 60, "hours"),
    ],
)
def test_too_little_is_said_and_no_number(said, needs):
    found = forecast(said, [])

    assert (found.is_known, found.needs, found.totals) == (False, needs, ())


def test_an_hour_that_was_not_read_is_no_calm():
    said, _came, usual = matter(96, half=500.0)
    gap = [None if 88 <= at < 96 else one for at, one in enumerate(said)]
    calm = [0 if 88 <= at < 96 else one for at, one in enumerate(said)]

    assert forecast(gap, usual).totals[0].middle > 2 * forecast(calm, usual).totals[0].middle


def test_only_totals_that_could_be_tried_are_told():
    said, _came, usual = matter(40)

    assert [total.hours for total in forecast(said, usual).totals] == [6]
