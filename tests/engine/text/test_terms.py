"""The terms of a text and their base weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.text.terms import TERM_COUNT, terms_of


def test_terms_are_sorted_unique_and_the_title_counts_twice():
    ids, base = terms_of("云川佳园停水", "自来水管爆裂 running pumps")
    _, alone = terms_of("", "云川佳园停水")

    assert (np.diff(ids) > 0).all()
    assert ids.min() >= 0
    assert ids.max() < TERM_COUNT
    assert base.max() > alone.max()


def test_petition_phrases_weigh_little():
    _, phrase = terms_of("", "希望")
    _, matter = terms_of("", "爆裂")

    assert phrase.max() < matter.max() / 5


@pytest.mark.parametrize(
    ("one", "other"),
    [("pump", "pumps"), ("price", "prices"), ("city", "cities"), ("close", "closing")],
)
def test_forms_of_an_english_word_meet(one, other):
    words = [{term for term in terms_of("", form)[0] if term % 2 == 0} for form in (one, other)]

    assert words[0] == words[1]


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_terms_of_positive_weight(title, text):
    ids, base = terms_of(title, text)

    assert ids.size == base.size
    assert (base > 0).all()
    assert (np.diff(ids) > 0).all()
