"""Keyword expressions: what they mean, where one cannot be read, what matches a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.text.keyword_expressions import (
    ExpressionError,
    ExpressionSet,
    fold_text,
    positive_groups,
    read_expression,
    terms_of,
    without_exclusions,
)

pytestmark = pytest.mark.clause("5h")
WORDS = st.sampled_from(["供暖", "停暖", "不热", "物业", "停水", "广告", "wi-fi"])


def matches(expression: str, text: str) -> bool:
    found = ExpressionSet({"it": read_expression(expression)}).matching(fold_text(text))
    return found == ["it"]


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("供暖", "今年供暖晚了", True),
        ("供暖", "今年供 暖晚了", True),  # a space in the text does not hide it
        ("供暖 和 停暖", "供暖之后又停暖", True),
        ("供暖 停暖", "只说供暖", False),  # side by side means and
        ("供暖 或 停暖", "只说停暖", True),
        ("供暖 非 广告", "供暖公司广告", False),
        ("供暖 not 广告", "供暖公司", True),
        ("供暖 AND (停暖 OR 不热) NOT 广告", "供暖一直不热", True),
        ("（供暖）或（停水）", "停水了", True),
        ("“不 热”", "暖气不热", True),
        ("和平路 和 积水", "和平路又积水", True),  # an operator stands by itself
        ("近(物业,停水,8)", "物业说明天停水", True),
        ("near（停水，物业，2）", "物业说明天要停水", False),
        ("近(物业、停水)", "停水找物业", True),  # in any order
        ("WI-FI", "ｗｉ－ｆｉ连不上", True),
        ("供暖 或 停水 和 物业", "供暖", True),  # and binds closer than or
    ],
)
def test_an_expression_means_what_it_says(expression, text, expected):
    assert matches(expression, text) is expected


@pytest.mark.parametrize(
    ("expression", "position", "says"),
    [
        ("", 0, "请填写表达式"),
        ("供暖 和", 4, "不完整"),
        ("供暖 和 或 停暖", 5, "此处应为词语"),
        ("(供暖 或 停暖", 8, "缺少右括号"),
        ("供暖)", 2, "多一个右括号"),
        ("“供暖", 0, "引号没有成对"),
        ("供*暖", 0, "不支持"),
        ("暖", 0, "至少两个字"),
        ("近(供暖 停暖)", 5, "用逗号分开"),
        ("近(供暖,停暖,99)", 8, "1 至 50"),
        ("近((供暖 或 停暖),物业)", 2, "只能写两个词"),
        ("非 广告", 0, "只有排除词"),
        ("供暖 或 非 广告", 0, "只有排除词"),
        ("非 (非 供暖 和 广告)", 0, "只有排除词"),
        ("(" * 9 + "供暖" + ")" * 9, 9, "括号层数过多"),
        ("，供暖", 0, "此处应为词语"),
        ("供暖 " * 134, 400, "过长"),
    ],
)
def test_what_cannot_be_read_or_matches_everything_is_said_with_its_position(
    expression, position, says
):
    with pytest.raises(ExpressionError) as error:
        read_expression(expression)

    assert error.value.position == position
    assert says in error.value.sentence


def test_what_a_match_holds_together_is_known_for_each_way_to_match():
    node = read_expression("(供暖 或 停暖) 近(物业,停水) 非 (广告 和 招聘)")

    assert positive_groups(node) == [("供暖", "物业", "停水"), ("停暖", "物业", "停水")]
    assert without_exclusions(read_expression("供暖 非 广告")) is not None


def test_an_exclusion_of_an_exclusion_is_no_way_around_the_words():
    assert positive_groups(read_expression("供暖 和 非 (非 停暖)")) == [("供暖", "停暖")]


@given(
    st.recursive(
        WORDS,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda two: f"({two[0]} 和 {two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} 或 {two[1]})"),
            st.tuples(inner, inner).map(lambda two: f"({two[0]} 非 {two[1]})"),
        ),
        max_leaves=8,
    ),
    st.text(alphabet="供暖停不热物业水广告 wi-f", max_size=40),
)
def test_many_at_once_say_the_same_as_one_alone(expression, text):
    try:
        node = read_expression(expression)
    except ExpressionError:
        return
    folded = fold_text(text)
    found = {term for term in terms_of(node) if term in folded}
    other = read_expression("停水 或 物业")

    together = ExpressionSet({1: node, 2: other}).matching(folded)

    assert (1 in together) is node.holds(found, folded)


@given(st.text(alphabet='供暖和或非近()（），,“”"* a1', max_size=40))
def test_any_text_is_read_or_refused_with_a_position_in_it(text):
    problem, node = None, None
    try:
        node = read_expression(text)
    except ExpressionError as error:
        problem = error
    if node is None:
        assert 0 <= problem.position <= len(text)
        assert problem.sentence
    else:
        assert not node.holds(frozenset(), "")  # never everything
