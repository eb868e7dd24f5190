"""What is usual in a bureau, and how many times that a matter reached."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.trend.baseline import (
    DAYS_LEARNED,
    DAYS_NEEDED,
    MIN_LEVEL,
    UNKNOWN_BASELINE,
    WINDOWS,
    learn_baseline,
    times_usual,
)

MONDAY = datetime(2026, 1, 5)  # noqa: DTZ001 - local hours bear no zone in the engine
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AWAKE = range(8, 22)
EVENTS = st.dictionaries(
    st.integers(0, 100).map(lambda step: MONDAY + 60 * DAY + step * HOUR),
    st.integers(1, 40),
    max_size=20,
)


def past(days: int, *, weekday: int = 10, weekend: int = 4) -> dict[datetime, int]:
    """Return posts by hour: talk from eight to ten in the evening."""
    return {
        MONDAY + day * DAY + hour * HOUR: weekend if (day % 7) > 4 else weekday
        for day in range(days)
        for hour in AWAKE
    }


KNOWN = learn_baseline(past(56))


def test_the_usual_level_differs_by_hour_and_weekday():
    noon, night = MONDAY + 12 * HOUR, MONDAY + 3 * HOUR

    assert 9 < KNOWN.level(noon).usual <= 10
    assert KNOWN.level(night).usual == 0
    assert 4 <= KNOWN.level(noon + 5 * DAY).usual < 6
    assert KNOWN.level(MONDAY, 24).usual > 1.5 * KNOWN.level(MONDAY + 5 * DAY, 24).usual


def test_the_band_holds_what_is_usual():
    level = KNOWN.level(MONDAY + 12 * HOUR)

    assert 0 < level.low < level.usual < level.high


def test_too_few_days_say_unknown_and_how_many_are_missing():
    young = learn_baseline(past(9))

    assert young.missing_days == DAYS_NEEDED - 9
    assert young.level(MONDAY) is None
    assert times_usual({MONDAY: 500}, young) is None


def test_a_day_without_a_post_is_unknown_not_calm():
    holes = {hour: n for hour, n in past(40).items() if hour.day % 2}

    baseline = learn_baseline(holes)

    assert baseline.days == len({hour.date() for hour in holes})
    assert baseline.level(MONDAY + 12 * HOUR).usual > 8


def test_hours_of_a_gap_are_no_samples():
    unread = {MONDAY + day * DAY + hour * HOUR for day in range(28, 56) for hour in (12, 13)}
    counts = {hour: n for hour, n in past(56).items() if hour not in unread}

    taken_for_calm = learn_baseline(counts).level(MONDAY + 12 * HOUR)
    left_out = learn_baseline(counts, unread).level(MONDAY + 12 * HOUR)

    assert taken_for_calm.usual < 6
    assert left_out.usual > 8


def test_an_hour_that_was_never_read_is_unknown():
    unread = {MONDAY + day * DAY + 12 * HOUR for day in range(56)}

    baseline = learn_baseline(past(56), unread)

    assert baseline.level(MONDAY + 12 * HOUR) is None
    assert baseline.level(MONDAY + 11 * HOUR) is not None
    assert baseline.level(MONDAY, 24) is None


def test_one_outcry_does_not_become_what_is_usual():
    loud = past(56)
    for hour in AWAKE:
        loud[MONDAY + 54 * DAY + hour * HOUR] = 1_000

    level = learn_baseline(loud).level(MONDAY + 5 * DAY + 12 * HOUR)

    assert level.usual < 3 * KNOWN.level(MONDAY + 5 * DAY + 12 * HOUR).usual


def test_only_the_newest_days_count_and_newer_ones_more():
    grown = past(56) | {hour + 56 * DAY: 3 * n for hour, n in past(28).items()}

    baseline = learn_baseline(grown)

    assert baseline.days == DAYS_LEARNED
    assert baseline.level(MONDAY + 12 * HOUR).usual > 20


def test_a_planted_outcry_is_seen_in_its_first_hour():
    noon = MONDAY + 56 * DAY + 12 * HOUR

    assert times_usual({noon: 3}, KNOWN) < 2
    assert times_usual({noon: 45}, KNOWN) > 5


def test_few_posts_in_a_quiet_hour_are_no_multiple():
    night = MONDAY + 56 * DAY + 3 * HOUR

    assert times_usual({night: 3}, KNOWN) == 1 + 3 / MIN_LEVEL


@given(EVENTS, EVENTS)
def test_more_posts_never_lower_the_multiple(some, more):
    both = {hour: some.get(hour, 0) + more.get(hour, 0) for hour in {*some, *more}}

    few, many = times_usual(some, KNOWN), times_usual(both, KNOWN)

    assert few is None or many >= few


@given(EVENTS)
def test_the_multiple_is_never_more_than_the_posts_allow(counts):
    found = times_usual(counts, KNOWN)

    assert (found is None) == (not counts)
    assert found is None or 1 <= found <= round(1 + sum(counts.values()) / MIN_LEVEL, 2)


@given(st.randoms())
def test_the_order_of_hours_says_nothing(chance):
    pairs = list(past(30).items())
    chance.shuffle(pairs)

    assert learn_baseline(dict(pairs)) == learn_baseline(past(30))


def test_nothing_known_is_nothing_said():
    assert learn_baseline({}) == UNKNOWN_BASELINE
    assert learn_baseline({MONDAY: 0}) == UNKNOWN_BASELINE
    assert learn_baseline({}, {MONDAY}) == UNKNOWN_BASELINE


# Properties ----------------------------------------------------------------------------------

PAST = st.dictionaries(
    st.integers(0, 40 * 24 - 1).map(lambda step: MONDAY + step * HOUR),
    st.integers(0, 300),
    max_size=400,
).map(lambda some: past(40) | some)
GAPS = st.sets(st.integers(0, 40 * 24 - 1).map(lambda step: MONDAY + step * HOUR), max_size=90)
STARTS = st.integers(0, 167).map(lambda step: MONDAY + step * HOUR)


@given(PAST, GAPS, STARTS, st.sampled_from(WINDOWS))
def test_a_level_is_finite_and_lies_in_its_band(counts, gaps, start, hours):
    level = learn_baseline(counts, gaps).level(start, hours)

    assert level is None or 0 <= level.low <= level.usual <= level.high < 10**6


@given(PAST, GAPS, STARTS)
def test_what_is_usual_in_hours_is_the_sum_of_each(counts, gaps, start):
    baseline = learn_baseline(counts, gaps)
    each = [baseline.level(start + step * HOUR) for step in range(6)]

    whole = baseline.level(start, 6)

    assert (whole is None) == (None in each)
    assert whole is None or isclose(whole.usual, sum(one.usual for one in each))


@given(PAST, GAPS, STARTS)
def test_it_speaks_the_same_a_whole_number_of_weeks_later(counts, gaps, start):
    baseline = learn_baseline(counts, gaps)
    later = {hour + 7 * DAY: posts for hour, posts in counts.items()}

    assert baseline.level(start) == baseline.level(start + 21 * DAY)
    assert learn_baseline(later, {hour + 7 * DAY for hour in gaps}) == baseline


@given(st.integers(2, 9), STARTS)
def test_a_bureau_of_which_everybody_speaks_n_times_has_n_times_the_level(factor, start):
    more = {hour: factor * posts for hour, posts in past(40).items()}

    few, many = learn_baseline(past(40)).level(start), learn_baseline(more).level(start)

    assert isclose(many.usual, factor * few.usual)


@given(PAST, GAPS)
def test_the_days_that_are_known_are_never_more_than_those_with_a_post(counts, gaps):
    baseline = learn_baseline(counts, gaps)

    assert baseline.days <= min(DAYS_LEARNED, len({hour.date() for hour in counts}))
    assert baseline.missing_days == max(0, DAYS_NEEDED - baseline.days)


@given(EVENTS, st.integers(0, DAYS_NEEDED - 1))
def test_before_enough_days_nothing_is_called_a_multiple(counts, days):
    assert times_usual(counts, learn_baseline(past(days))) is None
