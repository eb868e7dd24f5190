"""Durations and moments are said as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huiying.web.shared import time_words

NOW = datetime(2026, 11, 24, 6, 18, 20, tzinfo=UTC)  # 14:18:20 in Shanghai


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (702, "11 分 42 秒"),
        (0, "0 分 00 秒"),
        (3599, "59 分 59 秒"),
        (3600, "1 小时 0 分"),
        (5880, "1 小时 38 分"),
        (72 * 3600 - 60, "71 小时 59 分"),
        (72 * 3600, "3 天 0 小时"),
        (76 * 3600, "3 天 4 小时"),
        (-20, "超时不足 1 分钟"),
        (-360, "超时 6 分钟"),
        (-3960, "超时 1 小时 6 分"),
        (-76 * 3600, "超时 3 天 4 小时"),
        (None, "无法计时"),
    ],
)
def test_a_clock_says_what_is_left_or_how_late_it_is(seconds, said):
    assert time_words.clock_words(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(-360, "6 min late"), (-3960, "1 h 6 min late"), (-76 * 3600, "3 d 4 h late")],
)
def test_an_english_clock_says_late_with_the_number_first(seconds, said):
    with translation.override("en"):
        assert time_words.clock_words(seconds) == said


@given(st.integers(min_value=-10_000_000, max_value=10_000_000))
def test_a_clock_never_shows_a_minus_sign_or_an_unfilled_place(seconds):
    said = time_words.clock_words(seconds)

    assert "-" not in said
    assert "%" not in said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (20, "不足 1 分钟"),
        (1080, "18 分"),
        (7200, "2 小时"),
        (5880, "1 小时 38 分"),
        (259200, "3 天"),
    ],
)
def test_a_length_is_said_without_a_running_second(seconds, said):
    assert time_words.length_words(seconds) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW - timedelta(hours=2), "12:18"),
        (NOW - timedelta(hours=15), "11-23 23:18"),
        (NOW - timedelta(days=400), "2025-10-20 14:18"),
        (None, "未知"),
    ],
)
def test_a_moment_is_as_short_as_it_can_be_understood(moment, said):
    assert time_words.moment_text(moment, NOW) == said


def test_today_is_the_day_in_shanghai_not_in_london():
    evening_before_in_london = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)

    assert time_words.moment_text(evening_before_in_london, NOW) == "00:30"


def test_sentences_follow_each_other_without_a_gap_in_chinese_and_with_one_in_english():
    assert time_words.sentences("含重复。", "", "预测未知。") == "含重复。预测未知。"
    with translation.override("en"):
        assert (
            time_words.sentences("Copies included.", " Unknown. ")
            == "Copies included. Unknown."
        )


def test_the_public_reads_a_day_without_a_leading_zero():
    assert time_words.day_text(datetime(2026, 9, 5, 2, tzinfo=UTC)) == "9月5日"
