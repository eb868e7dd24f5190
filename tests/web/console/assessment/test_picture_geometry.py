"""The picture of a matter: no post and no mark is lost, and no words overlap."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.web.console.assessment.picture_bars import (
    BUCKETS,
    HOUR,
    NARROW,
    SHADES,
    WIDE,
    Buckets,
    bucket_hours,
    shade,
    ticks,
)
from huiying.web.console.assessment.picture_marks import Mark, place_marks

START = datetime(2026, 11, 24, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FRAMES = st.sampled_from([WIDE, NARROW])
HOURS = st.dictionaries(
    st.integers(0, 1500).map(lambda hours: START + hours * HOUR),
    st.integers(1, 5000),
    min_size=1,
    max_size=60,
)
WORDS = st.sampled_from(["定级", "通报", "追加通报", "签收", "回应", "更正", "Acknowledged"])


def merged(word: str, count: int) -> str:
    return f"{word} 等 {count} 项"


@given(posts=HOURS, silent=st.integers(0, 400), frame=FRAMES)
def test_the_bars_and_what_is_before_them_are_all_posts(posts, silent, frame):
    until = max(posts) + silent * HOUR

    found = bucket_hours(posts, until, frame)

    assert sum(found.counts) + found.before == sum(posts.values())
    assert frame.least <= len(found.counts) <= frame.most
    assert found.hours in BUCKETS
    assert found.starts[-1] <= until < found.end
    assert all(start.hour % found.hours == 0 for start in found.starts)


@given(posts=HOURS, frame=FRAMES)
def test_shorter_bars_would_not_have_held_all_posts(posts, frame):
    found = bucket_hours(posts, max(posts), frame)
    shorter = [hours for hours in BUCKETS if hours < found.hours]

    if shorter and not found.before:
        assert max(posts) - min(posts) > (frame.most - 1) * shorter[-1] * HOUR


def test_one_old_post_does_not_make_every_bar_a_day():
    posts = {START + hour * HOUR: 10 for hour in range(12)} | {START - 300 * HOUR: 1}

    found = bucket_hours(posts, START + 11 * HOUR, WIDE)

    assert (found.hours, found.before) == (1, 1)


@given(most=st.integers(0, 1_000_000))
def test_the_axis_reaches_the_highest_bar_in_few_round_steps(most):
    found = ticks(most)

    assert found[-1] >= most
    assert 1 <= len(found) <= 4
    assert len({after - before for before, after in zip((0, *found), found, strict=False)}) == 1


@given(counts=st.lists(st.integers(0, 5000), min_size=1))
def test_a_darker_cell_never_holds_fewer_posts(counts):
    most = max(counts)
    shades = [(count, shade(count, most)) for count in sorted(counts)]

    assert [one for _n, one in shades] == sorted(one for _n, one in shades)
    assert all((count > 0) == (one > 0) and one <= SHADES for count, one in shades)


def marks_of(moments: list[tuple[float, str]], buckets: Buckets) -> list[Mark]:
    span = buckets.end - buckets.starts[0]
    return [Mark(buckets.starts[0] + share * span, word, "09:57") for share, word in moments]


@given(
    moments=st.lists(st.tuples(st.floats(0, 1), WORDS), max_size=14),
    slots=st.integers(6, 10),
    frame=FRAMES,
)
def test_no_words_overlap_words_or_lines_and_every_mark_has_its_line(moments, slots, frame):
    starts = tuple(START + step * HOUR for step in range(slots))
    buckets = Buckets(1, starts, (1,) * slots, 0)

    found = place_marks(marks_of(moments, buckets), buckets, frame, merged)

    assert len(found.lines) == len(moments)
    assert sum(label.marks for label in found.labels) == len(moments)
    for label in found.labels:
        assert frame.left <= label.left < label.right <= frame.width + 0.1
        crossing = [
            line
            for line in found.lines
            if line.row <= label.row and label.left < line.x < label.right
        ]
        assert crossing == []
    for one, other in combinations(found.labels, 2):
        assert one.row != other.row or one.right <= other.left or other.right <= one.left


@pytest.mark.parametrize(("frame", "labels"), [(WIDE, 5), (NARROW, 4)])
def test_the_marks_of_a_busy_morning_find_their_places(frame, labels):
    starts = tuple(START + step * HOUR for step in range(5, 15))
    buckets = Buckets(1, starts, (0, 0, 1, 2, 6, 5, 3, 2, 2, 1), 0)
    done = [("定级", 597), ("通报", 599), ("签收", 609), ("回应", 740), ("追加通报", 840)]
    marks = [
        Mark(START + timedelta(minutes=at), word, f"{at // 60:02d}:{at % 60:02d}")
        for word, at in done
    ]

    found = place_marks(marks, buckets, frame, merged)

    assert len(found.labels) >= labels


def test_marks_before_the_bars_are_left_out():
    buckets = Buckets(1, (START, START + HOUR), (1, 1), 0)

    found = place_marks([Mark(START - HOUR, "定级", "23:00")], buckets, WIDE, merged)

    assert (found.lines, found.labels) == ((), ())
