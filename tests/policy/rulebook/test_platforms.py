"""Platforms are a closed list of the rule book, with what exports call them."""

import pytest

from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import InvalidRuleBook, from_data, to_data
from huiying.policy.rulebook.edits import editable_row, with_edits
from huiying.policy.rulebook.platforms import fold_name, is_hot_list
from huiying.policy.rulebook.validation import validate

WORDS = default_book().platform_words()


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("微博", "微博"),
        ("新浪 微博", "微博"),
        ("ＷeiBo", "微博"),
        ("公众号", "微信公众号"),
        ("b站", "哔哩哔哩"),
        ("12345热线", "12345"),
        ("领导留言板", "领导留言板"),
        ("人民日报", "人民日报"),
        ("云上听雨", None),
        ("", None),
    ],
)
def test_a_word_of_an_export_names_a_listed_platform_or_none(written, listed):
    assert WORDS.get(fold_name(written)) == listed


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("同城热搜", True), ("热搜榜", True), ("热搜小王", False), ("论坛", False)],
)
def test_a_hot_list_is_told_by_its_whole_name(word, is_one):
    assert is_hot_list(word) is is_one


def test_a_bureau_extends_the_list_by_one_row_of_the_draft():
    data = to_data(default_book())
    row = editable_row(data, "platforms/names") | {"云川圈": ["云川圈公开版"]}

    book = from_data(with_edits(data, {"platforms/names": row}))

    assert book.platform_words()[fold_name("云川圈公开版")] == "云川圈"


@pytest.mark.parametrize(
    ("names", "why"),
    [
        ({}, "平台名单不得为空"),
        ({"云川圈": "微博"}, "列表"),
        ({"云川圈": [], "微圈": ["云川圈"]}, "同时列在两个平台"),
        ({"云": []}, "不得作为平台名"),
        ({"other1": []}, "不得作为平台名"),
        ({"云川 圈": []}, "不得作为平台名"),
        ({"云川圈": ["a=b"]}, "不得作为平台名"),
    ],
)
def test_a_list_that_is_at_odds_with_itself_is_refused(names, why):
    data = to_data(default_book()) | {"platforms": {"names": names}}

    assert any(why in problem.sentence for problem in validate(data))
    with pytest.raises(InvalidRuleBook):
        from_data(data)
