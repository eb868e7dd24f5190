"""When an event reaches the desk, and when it raises the alarm."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grading.cards import (
    Card,
    ContentFacts,
    MediaFacts,
    ReactionFacts,
    content_card,
    media_card,
    reaction_card,
)
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.promotion import raises_alarm, reaches_desk
from huiying.policy.grading.proposal import propose_grade
from huiying.policy.rulebook.book import default_book
from huiying.reasons.rendering import render

RULES = default_book().grade


def proposal(content, reaction=0, media=0):
    cards = (
        Card("content", content, ()),
        Card("reaction", reaction, ()),
        Card("media", media, ()),
    )
    return propose_grade(*cards, RULES)


@pytest.mark.clause("5f")
@pytest.mark.parametrize(
    ("size", "voices", "content", "reaction", "kind", "words"),
    [
        (1, 1, 1, 0, "complaint", ""),
        (3, 2, 1, 0, "complaint", "发帖人不足 5 人"),
        (30, 13, 1, 0, "complaint", "发帖人至少 10 人"),
        (9, 1, 1, 0, "complaint", ""),
        (3, None, 1, 0, "complaint", "发帖人数未知"),
        (1, 1, 2, None, "complaint", "较大"),
        (1, 1, None, 3, "complaint", "较大"),
        (50, 40, 0, 2, "praise", ""),
        (50, 40, 0, 3, "praise", "较大"),
        (1, 1, 3, 0, "noise", "重大"),
    ],
)
def test_an_event_reaches_the_desk_for_a_reason(size, voices, content, reaction, kind, words):
    why = reaches_desk(size, voices, proposal(content, reaction), kind)

    assert (why is not None) == bool(words)
    assert why is None or words in render(why)


@pytest.mark.parametrize("kind", ["complaint", "praise", "noise"])
def test_what_an_officer_entered_reaches_the_desk_whatever_it_is(kind):
    ordinary = proposal(0)

    why = reaches_desk(1, None, ordinary, kind, by_hand=True)

    assert why is not None
    assert "人工录入" in render(why)
    assert reaches_desk(1, None, ordinary, kind) is None
    assert not raises_alarm(ordinary)


def test_grave_content_reaches_the_desk_even_where_the_table_grades_it_ordinary():
    cards = (Card("content", 2, ()), Card("reaction", 0, ()), Card("media", 0, ()))
    from_empty_table = propose_grade(*cards, replace(RULES, clauses=()))

    why = reaches_desk(1, 1, from_empty_table, "complaint")

    assert why is not None
    assert "内容 2 分" in render(why)


@pytest.mark.clause("5b")
@given(*[st.one_of(st.none(), st.integers(0, 3))] * 3)
def test_the_alarm_is_raised_for_proven_major_matters_and_they_are_always_on_the_desk(c, r, m):
    found = proposal(c, r, m)

    assert raises_alarm(found) == (found.grade >= Grade.MAJOR)
    if raises_alarm(found):
        assert reaches_desk(1, None, found, "noise")


def test_everyday_talk_raises_no_alarm_however_its_facts_combine():
    """Questions, praise, single households, a single hurt person, small spread, city papers."""
    contents = product([None, 0, 1], [None, "heat", "water"], [False, True], [False, True])
    reactions = product([None, 1, 2], [None, 1.0, 3.5], [1, 2, 3], [None, 1, 8])
    contents = [
        content_card(
            ContentFacts(hurt=hurt, basic_need=need, household_harm=one, group_harm=group),
            RULES,
        )
        for hurt, need, one, group in contents
    ]
    reactions = [reaction_card(ReactionFacts(*facts), RULES) for facts in reactions]
    tiers = [None, frozenset(), frozenset({"local"}), frozenset({"city"})]
    media = [media_card(MediaFacts(seen), RULES) for seen in tiers]

    loud = [
        cards
        for cards in product(contents, reactions, media)
        if raises_alarm(propose_grade(*cards, RULES))
    ]

    assert loud == []
