"""A bureau's own places are no persons, whoever reads them for one."""

from __future__ import annotations

import pytest

from huiying.engine.masking.mask import mask
from huiying.engine.masking.name_search import is_name_search
from huiying.engine.masking.own_places import in_place, place_words
from huiying.engine.masking.second_look import find_identifiers_again, mask_again
from huiying.engine.masking.tagger import is_installed

PLACES = place_words(["云川区", "青石片区"])
TITLES = [
    "云川的水什么时候能好",
    "云川今天停水",
    "听说云川又停水了",
    "云川接访大厅轮椅坡道",
    "网传云川一信访窗口要求“先撤帖再登记”",
]
needs_tagger = pytest.mark.skipif(not is_installed(), reason="the tagger is not installed")


@needs_tagger
@pytest.mark.parametrize("title", TITLES)
def test_the_district_stays_in_a_title_that_the_tagger_would_mask(title):
    assert "〔姓名〕" in mask_again([title])[0].text, "else this title shows nothing"

    assert mask_again([title], PLACES)[0].text == title
    assert find_identifiers_again([title], PLACES) == [[]]


@needs_tagger
def test_persons_beside_a_place_and_those_called_like_it_with_a_surname_go():
    texts = ["云川的张建国说云川停水", "李云川说停水三天了"]

    first, second = mask_again(texts, PLACES)

    assert first.text == "云川的〔姓名〕说云川停水"
    assert second.text == "〔姓名〕说停水三天了"


def test_the_rules_leave_a_place_as_well():
    text = "住户黄汤子说水发黄"
    assert "〔姓名〕" in mask(text).text, "else this text shows nothing"

    assert mask(text, place_words(["黄汤子村"])).text == text


@needs_tagger
def test_who_searches_for_the_district_looks_for_no_person():
    assert is_name_search("云川停水")

    for phrase in ("云川", "云川停水", "云川 水厂"):
        assert not is_name_search(phrase, PLACES)
    assert is_name_search("李云川 欠薪", PLACES)
    assert is_name_search("云川 张建国", PLACES)


def test_a_place_is_known_with_and_without_its_kind_and_in_a_part():
    assert {"云川", "云川区", "青石", "青石片区"} == PLACES
    assert place_words(["周村"]) == {"周村"}
    assert in_place("到青石片区去", 1, 3, PLACES)
    assert not in_place("到石片去", 1, 3, PLACES)
