"""The title of an event is the words of a real post."""

from __future__ import annotations

import pytest

from huiying.engine.reading.titles import MAX_TITLE_CHARS, event_title
from huiying.engine.stream.event_stream import EventStream
from tests.engine.material import post, sample_posts


def test_the_title_nearest_to_the_middle_is_chosen():
    posts = [
        post(1, "停水三天，水管爆裂。", "云川佳园小区停水三天"),
        post(2, "停水三天，水管爆裂。", "云川佳园小区停水"),
        post(3, "猫丢了。", "寻猫启事"),
    ]

    assert event_title(posts).startswith("云川佳园小区停水")


def test_a_post_without_a_title_lends_its_first_sentence_without_the_greeting():
    assert (
        event_title([post(1, "尊敬的领导，您好！云川佳园停水三天。请处理。")])
        == "云川佳园停水三天"
    )


def test_a_loud_title_gives_way_and_loses_its_noise():
    posts = [
        post(1, "云川佳园停水", "震惊！！云川佳园停水"),
        post(2, "云川佳园停水", "云川佳园停水"),
    ]

    assert event_title(posts) == "云川佳园停水"
    assert event_title(posts[:1]) == "云川佳园停水"


def test_a_title_is_short_and_masked():
    title = event_title([post(1, "", "电话13800000000，云川佳园停水，" + "水" * 60)])

    assert len(title) <= MAX_TITLE_CHARS
    assert "138" not in title


def test_no_text_gives_no_title():
    assert event_title([]) == ""
    assert event_title([post(1, "")]) == ""


def test_an_answer_is_called_by_its_matter_in_wide_punctuation():
    posts = [post(1, "", "回复：下周起来访要预约,没预约不接待?")]

    assert event_title(posts) == "下周起来访要预约，没预约不接待？"


def test_terms_that_the_stream_counted_give_the_same_title():
    posts = list(sample_posts(30, seed=5))
    stream = EventStream()
    stream.feed(posts)

    counted = [stream.terms(one.key) for one in posts]

    assert None not in counted
    assert event_title(posts, stream.terms) == event_title(posts)


@pytest.mark.parametrize(
    "number",
    ["𝟏𝟑𝟖（𝟎𝟎𝟎𝟎）𝟎𝟎𝟎𝟎", "138&nbsp;0000&nbsp;0000", "138<b>0000</b>0000", "&#49;3800000000"],
)
def test_a_title_is_masked_after_it_is_brought_into_one_spelling(number):
    title = event_title([post(1, "", f"打{number}问云川佳园停水的事")])

    assert "0000" not in title
    assert "云川佳园停水" in title
