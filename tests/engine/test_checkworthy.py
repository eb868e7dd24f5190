"""Sentences that are worth checking: ranked, never judged."""

from __future__ import annotations

from dataclasses import fields
from time import process_time

import pytest

from huiying.engine.checkworthy import CheckSentence, ranked, sentences_to_check


def test_hearsay_of_casualties_comes_before_a_number_and_a_place():
    text = "柳河路的工地占道300米,造成拥堵。听说柳河路的厂子死了3个人。天气真好。"

    first, second = sentences_to_check("", text)

    assert first.text == "听说柳河路的厂子死了3个人。"
    assert second.text.startswith("柳河路的工地")
    assert first.score > second.score


def test_every_sentence_stands_where_it_says_and_has_reasons():
    title, text = "网传水厂投毒,是真的吗", "  据说自来水公司隐瞒水质超标!你好。"

    found = sentences_to_check(title, text)

    assert len(found) == 2
    for one in found:
        assert f"{title}\n{text}"[one.start : one.end] == one.text
        assert one.reasons


@pytest.mark.parametrize(
    "text",
    [
        "",
        "好",
        "希望尽快解决,谢谢!",
        "请问几点开门?",
        "太差了,气死我了!",
        "从未听说过这样的事。",
    ],
)
def test_wishes_questions_and_feelings_are_not_worth_checking(text):
    assert sentences_to_check("", text) == []


def test_a_question_for_confirmation_is_worth_checking():
    (found,) = sentences_to_check("", "网传明天停课,是真的吗?")

    assert found.reasons[0].startswith("传闻")
    assert any("要求证实" in reason for reason in found.reasons)


def test_sentences_of_many_posts_are_ranked_together():
    low, high = (CheckSentence("", 0, 0, score, ()) for score in (1.5, 3.0))

    assert ranked([low, high, low]) == [high, low, low]


def test_nothing_says_whether_a_sentence_is_true():
    names = {field.name for field in fields(CheckSentence)}

    assert names == {"text", "start", "end", "score", "reasons"}


def test_a_text_of_a_million_characters_takes_seconds():
    begun = process_time()

    sentences_to_check("", "听说3人死亡，公司隐瞒。" * 90_000)

    assert process_time() - begun < 60
