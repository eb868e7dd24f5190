"""What several posts state of the dead and hurt: each number with its words and its post."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.casualties.combine import combine_casualties
from huiying.engine.types import EventText


def toll(*texts):
    return combine_casualties(
        EventText(key, "", text) for key, text in enumerate(texts, start=1)
    )


def numbers(found, kind="dead"):
    return [said.number for said in found.kinds.get(kind, ())]


def test_the_greatest_number_counts_and_the_others_stay_visible():
    found = toll("2人死亡。", "5人死亡,8人受伤。", "2人死亡。")

    assert numbers(found) == [5, 2]
    assert found.kinds["dead"][1].posts == 2
    assert found.kinds["dead"][1].key == 1, "who said it first"
    assert found.for_a_scale()["dead"].key == 2


def test_copies_are_counted_and_none_is_lost():
    found = combine_casualties(
        [EventText(1, "", "3人死亡。", 7), EventText(2, "", "另据消息,3人死亡。", 2)]
    )

    assert found.kinds["dead"][0].posts == 9


def test_a_correction_wins_over_what_was_said_before_it_and_over_its_repetition():
    found = toll("5人死亡。", "死亡人数由5人更正为3人。", "太惨了,5人死亡。")

    said = found.kinds["dead"][0]
    assert (said.number, said.former, said.corrected) == (3, 5, True)
    assert said.phrase == "死亡人数由5人更正为3人"


def test_a_correction_that_names_no_former_number_wins_over_all_that_was_said_before():
    assert numbers(toll("5人死亡。", "更正：死亡人数为3人。", "5人死亡。"))[0] == 3


def test_who_repeats_later_what_a_correction_took_back_changes_nothing():
    assert numbers(toll("死亡人数由5人更正为3人。", "5人死亡。"))[0] == 3


def test_more_dead_after_a_correction_count_again():
    assert numbers(toll("5人死亡。", "死亡人数由5人更正为3人。", "目前已有4人死亡。"))[0] == 4


@pytest.mark.parametrize("text", ["", "很多人受伤。", "去年30人死亡。", "太气人了!"])
def test_what_is_not_stated_as_a_number_may_set_no_level(text):
    assert toll(text).for_a_scale() == {}


@pytest.mark.parametrize("text", ["司机受轻伤。", "仅3人轻微擦伤。", "1人受了皮外伤。"])
def test_the_lightly_hurt_are_counted_and_set_no_level(text):
    found = toll(text)

    assert numbers(found, "hurt")[0] > 0
    assert found.for_a_scale() == {}


def test_the_heavily_hurt_beside_them_may_set_one():
    found = toll("2人重伤，3人轻伤。")

    assert found.for_a_scale()["hurt"].number == 5


def test_criticism_changes_nothing():
    plain = toll("2人受伤。")

    angry = toll("2人受伤。废物单位,不作为,瞒报!")

    assert angry == plain


def test_a_text_without_end_is_read_as_far_as_any_other():
    found = toll("2人受伤。" + "啊" * 3_000_000 + "99人死亡。")

    assert numbers(found, "hurt") == [2]
    assert "dead" not in found.kinds


@given(st.lists(st.integers(1, 99), min_size=1, max_size=8))
def test_without_a_correction_the_order_of_posts_does_not_matter(dead):
    texts = [f"{number}人死亡。" for number in dead]

    assert numbers(toll(*texts))[0] == max(dead) == numbers(toll(*reversed(texts)))[0]
    assert sorted(set(dead)) == sorted(numbers(toll(*texts)))
