"""The sentences by which an event is told."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reading.summary import MAX_TEXTS, summarise
from huiying.engine.types import EventText

WATER = "青石片区从早上起自来水发黄，三个小区都是这样。"
SMELL = "烧开以后还有一股铁锈味，老人孩子都不敢喝。"
TRUCK = "送水车下午两点到了柳荫小区门口，一户限领两桶。"
TAG = re.compile(r"#[^#\n]{1,40}#")
TEXTS = st.lists(
    st.builds(
        EventText,
        st.integers(0, 99),
        st.sampled_from(["", "自来水发黄", "求助"]),
        st.sampled_from([WATER, SMELL, TRUCK, WATER + SMELL, "水！", "转发"])
        | st.text(st.sampled_from("水电停了。！，\n急 ab#😀"), max_size=60),
        st.integers(0, 9),
    ),
    max_size=9,
)


def test_the_sentences_cover_the_matter_and_name_their_posts():
    found = summarise([EventText(7, "", WATER), EventText(8, "", SMELL + TRUCK)], k=3)

    assert [(one.key, one.text) for one in found] == [(7, WATER), (8, SMELL), (8, TRUCK)]


def test_what_was_said_twice_is_told_once():
    again = WATER.replace("，", " ").replace("。", "！")

    found = summarise(
        [EventText(1, "", WATER), EventText(2, "", again), EventText(3, "", SMELL)], k=3
    )

    assert [one.text for one in found] == [WATER, SMELL]


def test_many_copies_weigh_more_than_one_voice():
    alone = "楼下的快递柜又被挪走了，没有人通知大家。"

    found = summarise([EventText(1, "", alone), EventText(2, "", WATER, copies=40)], k=1)

    assert found[0].text == WATER


def test_pleas_and_tags_are_no_sentences():
    found = summarise([EventText(1, "", f"求扩散！希望尽快解决。#青石片区水黄了#{WATER}")], k=3)

    assert [one.text for one in found] == [WATER]


def test_a_phone_number_that_was_stored_is_masked_again():
    said = "自来水发黄请打电话13800001234反映情况。"

    assert "13800001234" not in summarise([EventText(1, "", said)], k=1)[0].text


def test_nothing_said_gives_nothing():
    assert summarise([]) == ()
    assert (
        summarise([EventText(1, "", ""), EventText(2, "", "😀" * 40), EventText(3, "", "\0")])
        == ()
    )
    assert summarise([EventText(1, "", WATER)], k=0) == ()


def test_of_very_many_texts_only_a_part_is_read():
    crowd = [EventText(at, "", WATER, copies=1) for at in range(MAX_TEXTS)]
    late = EventText(999, "", TRUCK * 100_000)

    assert all(one.key < 999 for one in summarise([*crowd, late]))


@given(TEXTS, st.integers(0, 4))
def test_every_sentence_stands_in_its_post_and_comes_once(sources, k):
    found = summarise(sources, k)

    assert len(found) <= k
    assert len({one.text for one in found}) == len(found)
    for one in found:
        mine = [s for s in sources if s.key == one.key]
        assert any(one.text in TAG.sub("", f"{s.title}\n{s.text}") for s in mine)
    assert summarise(sources, k) == found
