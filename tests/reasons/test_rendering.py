"""A reason is rendered in the language that is asked for, with everything inside it."""

from __future__ import annotations

import json

import pytest

from huiying.reasons import rendering
from huiying.reasons.reason import (
    Reason,
    all_from_data,
    all_to_data,
    from_data,
    reason,
    to_data,
)
from huiying.reasons.rendering import render, render_all

SENTENCES = {
    "test.limit": "标准：≥ %(least)s 人",
    "test.dead": "死亡 %(count)s 人（%(limit)s）",
    "test.share": "提到%(words)s（%(score)s）",
}
ENGLISH = {
    "标准：≥ %(least)s 人": "limit: %(least)s or more",
    "死亡 %(count)s 人（%(limit)s）": "%(count)s dead (%(limit)s)",
    "、": ", ",
}
DEAD = reason("test.dead", count=2, limit=reason("test.limit", least=1))
SHARE = reason("test.share", words=("水管", "停水"), score=0.5)


@pytest.fixture(autouse=True)
def _catalogue(monkeypatch):
    monkeypatch.setattr(rendering, "SENTENCES", SENTENCES)


def test_without_a_translator_the_sentence_is_chinese():
    assert render(DEAD) == "死亡 2 人（标准：≥ 1 人）"


def test_a_part_of_a_sentence_is_translated_with_it():
    assert render(DEAD, lambda text: ENGLISH.get(text, text)) == "2 dead (limit: 1 or more)"


def test_a_list_is_joined_as_the_language_joins_it():
    assert render(SHARE) == "提到水管、停水（0.5）"
    assert render(SHARE, lambda text: ENGLISH.get(text, text)) == "提到水管, 停水（0.5）"


def test_reasons_keep_their_order():
    assert render_all([SHARE, DEAD])[1].startswith("死亡")


def test_stored_as_json_and_read_again_it_is_the_same():
    stored = json.loads(json.dumps(all_to_data([DEAD, SHARE, Reason("test.none")])))
    assert all_from_data(stored) == (DEAD, SHARE, Reason("test.none"))
    assert to_data(from_data(stored[2])) == {"code": "test.none"}


def test_a_code_that_the_catalogue_lacks_is_an_error():
    with pytest.raises(KeyError):
        render(reason("test.nothing"))
