"""The content card of whole incidents, as a section chief graded them by hand.

``tests/engine/data/graded_incidents.jsonl``: incidents of two to six posts, written and graded
apart from the rules, "first" to be hard, "second" as a month brings them. At first sight the
reading agreed with 22 of 60; after its rules were mended on those, with 19 of the 30 that it
had not seen (16 without). Then they were mended on these too.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiying.policy.grading.cards import content_card
from huiying.policy.rulebook.book import default_book
from huiying.work.incidents.assessment.content import ContentNotes

FILE = Path(__file__).parents[3] / "engine" / "data" / "graded_incidents.jsonl"
ROWS = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
LEAST = {"first": 0.7, "second": 0.7}
OPEN = "policy.persons_open"


def card_of(*posts):
    notes = ContentNotes()
    for number, text in enumerate(posts, start=1):
        notes.read(number, "", text)
    return content_card(notes.facts(len(posts)), default_book().grade)


@pytest.mark.parametrize("part", LEAST)
def test_the_card_agrees_with_the_hand(part):
    some = [row for row in ROWS if row["part"] == part]
    agreed = sum(card_of(*row["posts"]).score == row["content"] for row in some)

    assert agreed / len(some) >= LEAST[part]


RULE = "今年养犬登记必须先买指定的保险才能领牌。"


@pytest.mark.parametrize(
    ("posts", "score"),
    [
        ((RULE, "我表姐上周去办的，窗口要求先买。"), 2),
        ((RULE,), 0),
        (("请问养犬登记必须先买保险才能领牌吗？",) * 2, 0),
        (("建议规定养犬必须先登记才能领牌。",) * 2, 0),
        (("根据规定，物业必须公示账目才能收费。",) * 2, 0),
        (("听说学校要搬迁，群里都在传。",) * 3, 2),
        (("听说区图书馆下周闭馆，真的假的？",) * 3, 0),
        (("听说区图书馆塌了，要闭馆。",) * 3, 2),
    ],
)
def test_a_rule_stated_as_a_fact_is_a_claim_and_a_library_that_closes_is_none(posts, score):
    assert card_of(*posts).score == score


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("市民反映：楼上卫生间漏水，其家中衣柜泡坏，要求协调。", 1),
        ("居民反映：楼上工地漏水，大家的车都泡了。", 2),
        ("区里举行事故应急演练，模拟20人受伤。", 0),
        ("我们这批退休的二百一十六个人，补贴停发半年了。", 2),
        ("全村水龙头四天没出过一滴水。", 3),
        ("幼儿园不让我儿子上学了，全区的家长都来看看。", 1),
    ],
)
def test_whom_a_harm_concerns_is_read_from_who_is_harmed(text, score):
    assert card_of(text).score == score


@pytest.mark.parametrize(
    ("text", "could"),
    [
        ("烧烤店爆炸，1人受伤，还有没有人不清楚。", (3, 2)),
        ("厂房起火，好像送医了几个，具体不清楚。", (3, 2)),
        ("厂房起火，1人受伤，其余人员已撤离。", None),
        ("不知道有多少人知道这个政策。", None),
    ],
)
def test_an_open_number_of_persons_shows_what_the_card_could_become(text, could):
    shown = [one.params for one in card_of(text).reasons if one.code == OPEN]

    assert shown == ([{"least": could[0], "score": could[1]}] if could else [])
