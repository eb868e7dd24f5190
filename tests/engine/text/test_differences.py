"""What a copy adds, cuts and turns round: nothing is lost, no negation is invented."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.text.clean import MAX_CHARS
from huiying.engine.text.differences import compare, is_opposite

WORDS = st.sampled_from(
    ["学校", "坍塌", "无", "停水", "受伤", "。", "！", "\n", "不", "了", "12人"]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=30).map("".join))


def kinds(first, second):
    return [line.kind for line in compare(first, second).lines]


@given(TEXTS, TEXTS)
def test_what_stayed_and_was_added_is_the_second_text_and_with_what_was_cut_the_first(one, two):
    lines = compare(one, two).lines

    assert "".join(line.before for line in lines) == one
    assert "".join(line.after for line in lines) == two


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert compare(text, text).equal


@given(TEXTS, TEXTS)
def test_texts_that_differ_are_not_called_equal(one, two):
    assert compare(one, two).equal == (one == two)


@given(TEXTS, TEXTS)
def test_a_negation_is_named_only_where_the_sentence_is_otherwise_the_same(one, two):
    for line in compare(one, two).lines:
        if line.kind == "negated":
            assert is_opposite(line.before, line.after)
            assert is_opposite(line.after, line.before)
            assert not is_opposite(line.before, line.before)


def test_added_cut_and_changed_sentences_are_told_apart():
    first = "青石片区停水了。已经停了三天没有人管。请尽快处理。"
    second = "青石片区停水了。已经停了五天没有人管。求扩散！"

    assert kinds(first, second) == ["same", "changed", "added", "removed"]
    changed = compare(first, second).lines[1]
    assert [(piece.kind, piece.text) for piece in changed.pieces if piece.kind != "same"] == [
        ("removed", "三"),
        ("added", "五"),
    ]


@pytest.mark.parametrize(
    ("claim", "denial"),
    [
        ("教学楼坍塌了。", "教学楼没有坍塌！"),
        ("有12名学生受伤", "没有12名学生受伤"),
        ("网传停水属实。", "网传停水不属实。"),
        ("水厂已停产", "水厂并未停产"),
        ("消息是真的", "消息是假的"),
        ("他们没有处理", "他们处理了"),
    ],
)
def test_the_same_sentence_with_a_negation_more_says_the_opposite(claim, denial):
    assert kinds(claim, denial) == ["negated"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("教学楼坍塌了。", "体育馆没有坍塌。"),
        ("没有停水。", "没有停电。"),
        ("不锈钢管漏水", "钢管漏水"),
        ("非常担心", "常担心"),
        ("不是没有处理", "处理了"),
        ("没有人管。", "没有人管！"),
    ],
)
def test_another_sentence_or_an_even_number_of_negations_is_no_opposite(one, two):
    assert "negated" not in kinds(one, two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("甲。" * 2_000_000, "乙。" * 2_000_000),
        ("甲。乙。" * 5_000, "乙。甲。" * 5_000),
        ("停水" * 3_000_000, "停电" * 3_000_000),
        ("。" * 5_000_000, "！" * 5_000_000),
        ("".join(f"第{n}句话说停水。" for n in range(400_000)),
         "".join(f"第{n}句话说停电！" for n in range(400_000))),
    ],
)  # fmt: skip
def test_any_two_texts_are_compared_in_bounded_time(one, two):
    begun = process_time()

    lines = compare(one, two).lines

    assert process_time() - begun < 3
    assert "".join(line.after for line in lines) == two[:MAX_CHARS]
