"""Two short texts: of one event or not, from the words they share; and as learnt from pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.pairs.model import FOLDS, PairModel, TooFewPairs
from huiying.engine.pairs.similarity import SAME_EVENT_FROM, PairReader

FIRE = ("柳河路一号厂房起火，消防已到场", "柳河路厂房起火了，消防到场")
RAIN = ("明天降温有大雨", "三中食堂涨价家长不满")
TEXTS = st.text(alphabet="柳河路起火停水了，明天雨a1。 ", max_size=30)


def judged(count):
    """Return pairs of one event and of two, each with other words."""
    pairs, truth = [], []
    for number in range(count):
        place, other = f"第{number}中学", f"第{number + 50}小区"
        pairs += [
            (f"{place}停水，学生没有水喝", f"停水！{place}的学生喝不上水"),
            (f"{place}停水，学生没有水喝", f"{other}举办合唱比赛，欢迎报名"),
        ]
        truth += [True, False]
    return pairs, truth


def test_two_reports_of_one_event_are_more_alike_than_two_matters():
    reader = PairReader([*FIRE, *RAIN])

    one, two = reader.read_all([FIRE, RAIN])

    assert one.likeness >= SAME_EVENT_FROM > two.likeness


@given(st.lists(TEXTS, max_size=4), TEXTS, TEXTS)
def test_likeness_is_a_share_and_does_not_depend_on_the_order(texts, one, two):
    reader = PairReader([*texts, one, two])

    signs, turned = reader.read(one, two), reader.read(two, one)

    assert 0.0 <= signs.likeness <= 1.0 + 1e-9
    assert signs == turned
    assert signs.shared.isdisjoint(signs.apart)


@given(TEXTS)
def test_nothing_is_more_alike_than_a_text_and_itself(text):
    signs = PairReader([text, *FIRE]).read(text, text)

    assert signs.apart == frozenset()
    assert signs.likeness <= 1.0 + 1e-9


def test_an_empty_text_is_like_nothing():
    assert PairReader([]).read("", "停水").likeness == 0.0


def test_equal_pairs_give_an_equal_model_that_tells_new_ones_apart():
    pairs, truth = judged(12)
    reader = PairReader(text for pair in pairs for text in pair)
    signs = reader.read_all(pairs)

    first, second = PairModel(signs, truth), PairModel(signs, truth)

    new = reader.read_all(
        [("第9村停水了，学生没有水", "学生停水！第9村"), ("第9村停水", "合唱比赛报名")]
    )
    one, two = first.margins(new)
    assert one > first.line > two
    assert (second.line, second.margins(new)) == (first.line, [one, two])
    assert first.margins([]) == []


def test_too_few_pairs_of_one_kind_teach_nothing():
    pairs, truth = judged(FOLDS)
    signs = PairReader([]).read_all(pairs)

    with pytest.raises(TooFewPairs):
        PairModel(signs[1:], truth[1:])
