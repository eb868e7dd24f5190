"""What posts ask, and whether a paragraph speaks of it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reading.questions import (
    MAX_QUESTIONS,
    answering_paragraph,
    collect_questions,
)
from huiying.engine.text.clean import MAX_CHARS
from huiying.engine.types import EventText


def told(*texts, copies=1):
    return [EventText(number, "", text, copies) for number, text in enumerate(texts)]


def test_the_same_question_in_other_words_is_one_and_copies_count():
    found = collect_questions(
        [
            EventText(1, "", "来访登记要不要先撤帖？", 18),
            EventText(2, "", "登记要先撤帖吗?", 2),
            EventText(3, "", "被劝返的人怎么办？"),
        ]
    )

    assert [(row.text, row.posts) for row in found] == [
        ("来访登记要不要先撤帖?", 20),
        ("被劝返的人怎么办?", 1),
    ]


def test_a_complaint_in_the_shape_of_a_question_asks_nothing():
    assert collect_questions(told("到底有没有人管？", "凭什么这样？", "难道就算了？")) == []


def test_personal_data_in_a_question_is_masked():
    (found,) = collect_questions(told("请问打13800138000能预约吗？"))

    assert "13800138000" not in found.text


def test_one_post_asks_the_same_once():
    (found,) = collect_questions(told("登记要先撤帖吗？到底登记要不要先撤帖？"))

    assert found.posts == 1


@pytest.mark.parametrize(
    ("question", "place"),
    [
        ("来访登记要不要先撤帖？", 1),
        ("被劝返的人怎么办？", 2),
        ("三分钟给你讲清楚：来访登记到底要不要先撤帖？", 1),
        ("以后还会不会收费？", None),
    ],
)
def test_a_question_is_matched_with_the_paragraph_that_shares_its_words(question, place):
    answer = ["我们道歉。", "来访登记不需要先撤帖。", "被劝返的4人已补办登记。"]

    assert answering_paragraph(question, answer) == place


def test_no_more_than_eight_are_told():
    places = ["东街", "南门", "西桥", "北站", "河口", "山脚", "湖边", "塔下", "井台", "渡口"]
    found = collect_questions(told(*(f"{place}的路灯什么时候修好？" for place in places)))

    assert len(found) <= MAX_QUESTIONS


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for found in collect_questions(told(text)):
        assert found.text


@pytest.mark.parametrize("text", ["?" * MAX_CHARS, "吗" * MAX_CHARS, "，" * MAX_CHARS + "？"])
def test_a_long_text_is_read_in_time(text):
    began = process_time()
    collect_questions(told(text))

    assert process_time() - began < 2
