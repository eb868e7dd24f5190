"""What is called by a name that has no form of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.stream.event_stream import EventStream
from huiying.engine.stream.idf import IdfTable
from huiying.engine.stream.prepare import prepare
from huiying.engine.stream.title_names import TitleNames
from huiying.reasons.rendering import render_all
from tests.engine.material import post, sample_posts

HISTORY = [prepare(one) for one in sample_posts(1_000, seed=9)]
KNOWN = [
    prepare(post(400 + at, text, f"青禾万境{text[:4]}"))
    for at, text in enumerate(("车位只卖不租。", "快递柜收费。", "门禁卡要重办。"))
]
LETTERS = [
    post(
        1,
        "说是等配件，我住9栋，高层老人下不了楼，轿厢里有异响。",
        "青禾万境的电梯停运",
    ),
    post(2, "年检标志过期，从柳枝路回来要爬楼，物业说在等通知。", "青禾万境电梯又停运"),
]
SAID_BY_MANY = [
    prepare(post(500 + at, f"{at}栋楼下的棋牌室吵人，请来看看。", "棋牌室吵人"))
    for at in range(40)
]


def stream_with_history():
    stream = EventStream()
    stream.learn_history(HISTORY + KNOWN)
    return stream


def rarity_after(posts):
    rarity = IdfTable()
    for one in posts:
        rarity.learn(one.ids, one.names)
    rarity.take_table()
    return rarity


def test_letters_that_call_an_estate_alike_come_together_whatever_else_they_name():
    result = stream_with_history().feed(LETTERS)

    assert [place.event for place in result.placements] == [1, 1]
    assert "标题均含少见的名称“青禾万境”" in render_all(result.placements[1].reasons)


def test_the_same_letters_stay_apart_when_one_title_does_not_call_it():
    first, second = LETTERS
    other = post(2, second.text, "电梯又停运")

    assert (
        len({one.event for one in stream_with_history().feed([first, other]).placements}) == 2
    )


def test_the_beginning_of_a_text_is_no_title():
    first, second = LETTERS
    untitled = post(2, second.title + "，" + second.text)

    result = stream_with_history().feed([first, untitled])

    assert "engine.called_alike" not in [one.code for one in result.placements[1].reasons]


@pytest.mark.parametrize("together", [True, False])
def test_it_is_one_thing_whether_the_letters_come_together_or_not(together):
    stream = stream_with_history()
    batches = [LETTERS] if together else [[one] for one in LETTERS]

    events = [place.event for batch in batches for place in stream.feed(batch).placements]

    assert events == [1, 1]


def test_what_many_titles_say_calls_nothing():
    few, many = rarity_after(HISTORY), rarity_after(HISTORY + SAID_BY_MANY)

    assert TitleNames(few).shared("一楼棋牌室吵人", "楼上棋牌室吵人") is not None
    assert TitleNames(many).shared("一楼棋牌室吵人", "楼上棋牌室吵人") is None


def test_what_is_rare_is_asked_anew_when_more_was_read():
    rarity = rarity_after(HISTORY)
    callings = TitleNames(rarity)
    assert callings.shared("一楼棋牌室吵人", "楼上棋牌室吵人") is not None

    for one in SAID_BY_MANY:
        rarity.learn(one.ids, one.names)
    rarity.take_table()

    assert callings.shared("一楼棋牌室吵人", "楼上棋牌室吵人") is None


def test_while_few_posts_are_known_nothing_is_called_rare():
    assert (
        TitleNames(rarity_after(HISTORY[:900])).shared("青禾万境停水", "青禾万境断电") is None
    )
    assert (
        TitleNames(rarity_after(HISTORY)).shared("青禾万境停水", "青禾万境断电") == "青禾万境"
    )


def test_titles_that_name_two_places_share_the_matter_not_the_place():
    callings = TitleNames(rarity_after(HISTORY))

    assert callings.shared("青柳小区棋牌室吵人", "望湖小区棋牌室吵人") is None
    assert callings.shared("青柳小区棋牌室吵人", "楼下棋牌室吵人") == "棋牌室吵"


KNOWING = rarity_after(HISTORY)


@given(st.text(max_size=30), st.text(max_size=30))
def test_it_does_not_matter_which_title_is_asked_first(left, right):
    called = TitleNames(KNOWING).shared(left, right)

    assert called == TitleNames(KNOWING).shared(right, left)
    assert called is None or (called in left and called in right)
