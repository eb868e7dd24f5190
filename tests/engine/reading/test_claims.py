"""Sentences that are worth checking: ranked, never judged."""

from __future__ import annotations

from dataclasses import fields
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reading.claims import (
    CheckableSentence,
    checkable_sentences,
    collect_claims,
    rank_sentences,
)
from huiying.engine.text.clean import MAX_CHARS, normalize_input
from huiying.engine.types import EventText


def test_hearsay_of_casualties_comes_before_a_number_and_a_place():
    text = "柳河路的工地占道300米,造成拥堵。听说柳河路的厂子死了3个人。天气真好。"

    first, second = checkable_sentences("", text)

    assert first.text == "听说柳河路的厂子死了3个人。"
    assert second.text.startswith("柳河路的工地")
    assert first.score > second.score


def test_every_sentence_stands_where_it_says_and_has_reasons():
    title, text = "网传水厂投毒,是真的吗", "  据说自来水公司隐瞒水质超标!你好。"

    found = checkable_sentences(title, text)

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
    assert checkable_sentences("", text) == []


def test_a_question_for_confirmation_is_worth_checking():
    (found,) = checkable_sentences("", "网传明天停课,是真的吗?")

    assert [reason.sign for reason in found.reasons] == ["hearsay", "confirm"]
    assert [reason.words for reason in found.reasons] == ["网传", "是真的吗"]


def test_sentences_of_many_posts_are_ranked_together():
    low, high = (CheckableSentence("", 0, 0, score, ()) for score in (1.5, 3.0))

    assert rank_sentences([low, high, low]) == [high, low, low]


def test_nothing_says_whether_a_sentence_is_true():
    names = {field.name for field in fields(CheckableSentence)}

    assert names == {"text", "start", "end", "score", "reasons"}


def test_equal_sentences_of_many_posts_are_one_claim_with_all_their_copies():
    said = "听说柳河路的厂子死了3个人。"

    claims = collect_claims(
        [
            EventText(4, said[:-1], said, 7),
            EventText(5, "", f"转发。{said}"),
            EventText(6, "", "好"),
        ]
    )

    assert [(claim.key, claim.posts) for claim in claims] == [(4, 8)]


def test_of_equally_good_claims_the_one_that_more_posts_say_comes_first():
    few, many = "网传东街明天停水。", "网传西街明天停水。"

    found = collect_claims([EventText(1, "", few), EventText(2, "", many, 5)])

    assert [claim.text for claim in found] == [many, few]


@given(st.lists(st.tuples(st.text(max_size=60), st.integers(1, 9)), max_size=6))
def test_every_claim_stands_in_the_text_it_names_and_has_a_reason_from_it(said):
    tellings = [
        EventText(key, "", f"网传{text}停水，是真的吗？", copies)
        for key, (text, copies) in enumerate(said)
    ]

    for claim in collect_claims(tellings):
        assert claim.text in tellings[claim.key].text, "word for word"
        assert claim.reasons
        assert all(reason.words in normalize_input(claim.text) for reason in claim.reasons)


def test_a_text_of_fifty_megabytes_is_read_as_far_as_any_other():
    begun = process_time()

    found = checkable_sentences("", "听说3人死亡，公司隐瞒。" * 1_500_000)

    assert process_time() - begun < 10
    assert max(one.end for one in found) <= MAX_CHARS + 1
