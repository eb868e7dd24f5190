"""The start rule of grading: a table, and the properties that hold for every table."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.policy.grading import cards as cards_module
from huiying.policy.grading.cards import (
    Card,
    ContentFacts,
    MediaFacts,
    ReactionFacts,
    content_card,
    media_card,
    reaction_card,
)
from huiying.policy.grading.grades import Grade, GradeClause
from huiying.policy.grading.proposal import propose_grade
from huiying.policy.rulebook.book import default_book
from huiying.reasons.rendering import render, render_all

RULES = default_book().grade
SCORES = st.one_of(st.none(), st.integers(0, 3))
COUNTS = st.one_of(st.none(), st.integers(0, 60))


def proposal(content, reaction, media, rules=RULES):
    cards = (
        Card("content", content, ()),
        Card("reaction", reaction, ()),
        Card("media", media, ()),
    )
    return propose_grade(*cards, rules)


def expected(content, reaction, media):
    """The rule of the design, written a second time and in another way."""
    scores = [content, reaction, media]
    threes = sum(score == 3 for score in scores)
    twos_and_up = sum(score >= 2 for score in scores)
    if content == 3 or (content >= 1 and threes >= 1 and twos_and_up >= 2):
        return Grade.MAJOR
    if (content >= 1 and twos_and_up >= 1) or (content == 0 and 3 in (reaction, media)):
        return Grade.SIGNIFICANT
    return Grade.ORDINARY


@pytest.mark.clause("6a")
@pytest.mark.parametrize("content", range(4))
@pytest.mark.parametrize("reaction", range(4))
@pytest.mark.parametrize("media", range(4))
def test_every_combination_of_known_cards_follows_the_start_rule(content, reaction, media):
    found = proposal(content, reaction, media)

    assert found.grade == expected(content, reaction, media)
    assert found.possible is None


@pytest.mark.clause("6a")
@pytest.mark.parametrize(
    ("content", "reaction", "media", "grade", "code"),
    [
        (0, 0, 2, Grade.ORDINARY, "ORDINARY"),  # praise in a city paper
        (0, 2, 0, Grade.ORDINARY, "ORDINARY"),  # three calm questions on three platforms
        (3, 0, 0, Grade.MAJOR, "MAJOR_CONTENT"),
        (1, 3, 2, Grade.MAJOR, "MAJOR_SPREAD"),
        (2, 3, 0, Grade.MAJOR, "MAJOR_SPREAD"),
        (1, 3, 1, Grade.SIGNIFICANT, "SIGNIFICANT_MATTER"),
        (2, 0, 0, Grade.SIGNIFICANT, "SIGNIFICANT_MATTER"),
        (0, 3, 3, Grade.SIGNIFICANT, "SIGNIFICANT_SPREAD"),
    ],
)
def test_a_proposal_names_the_clause_that_led_to_it(content, reaction, media, grade, code):
    found = proposal(content, reaction, media)

    assert (found.grade, found.rule_code) == (grade, code)
    assert render(found.reasons[0]).endswith(f"建议定为{grade.label}。")


@given(SCORES, SCORES, SCORES)
def test_an_unknown_card_is_said_and_bounds_what_it_could_become(content, reaction, media):
    found = proposal(content, reaction, media)
    known = [[score] if score is not None else range(4) for score in (content, reaction, media)]
    outcomes = {expected(c, r, m) for c in known[0] for r in known[1] for m in known[2]}

    assert found.grade == min(outcomes)
    assert (found.possible or found.grade) == max(outcomes)
    has_unknown = None in (content, reaction, media)
    assert any("未知，不按 0 分计" in said for said in render_all(found.reasons)) == has_unknown
    assert ("未知" in render(found.reasons[0])) == has_unknown


clauses = st.builds(
    GradeClause,
    code=st.just("X"),
    grade=st.sampled_from(Grade),
    words=st.just("示例"),
    content=st.integers(0, 3),
    highest=st.integers(0, 3),
    second=st.integers(0, 3),
    spread=st.integers(0, 3),
)


@pytest.mark.clause("6a")
@given(
    st.lists(clauses, max_size=6),
    st.booleans(),
    st.tuples(SCORES, SCORES, SCORES),
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)),
)
def test_the_grade_rises_with_every_card_whatever_the_table_says(table, critical, low, add):
    rules = replace(RULES, clauses=tuple(table), critical_in_use=critical)
    high = [None if s is None else min(3, s + more) for s, more in zip(low, add, strict=True)]

    assert proposal(*low, rules).grade <= proposal(*high, rules).grade


def test_critical_exists_and_is_off_until_a_bureau_switches_it_on():
    clause = GradeClause("TOP", Grade.CRITICAL, "三项都是 3 分", content=3, second=3, spread=3)
    rules = replace(RULES, clauses=(*RULES.clauses, clause))

    assert proposal(3, 3, 3, rules).grade == Grade.MAJOR
    assert proposal(3, 3, 3, replace(rules, critical_in_use=True)).grade == Grade.CRITICAL


def test_cards_in_the_wrong_order_are_refused():
    card = Card("content", 1, ())
    with pytest.raises(ValueError, match="order"):
        propose_grade(card, card, card, RULES)


@pytest.mark.parametrize(("dimension", "score"), [("mood", 1), ("content", 4), ("media", -1)])
def test_a_card_outside_the_scale_is_refused(dimension, score):
    with pytest.raises(ValueError, match="card"):
        Card(dimension, score, ())


@pytest.mark.clause("2(1)b")
def test_nothing_about_attitude_or_hostility_can_be_given_to_a_grade():
    inputs = {
        field.name
        for facts in (ContentFacts, ReactionFacts, MediaFacts, Card)
        for field in fields(facts)
    }

    assert inputs == {
        *("dead", "missing", "hurt", "trapped", "basic_need", "whole_neighbourhood"),
        *("group_harm", "checkable_group_claim", "household_harm", "more_persons"),
        *("breakout", "times_usual", "times_most", "voices", "tiers"),
        *("platforms", "other_platforms"),
        *("dimension", "score", "reasons"),
    }


# --- content ---------------------------------------------------------------------------------


@pytest.mark.clause("6a")
@pytest.mark.parametrize(
    ("facts", "score", "words"),
    [
        (ContentFacts(), 0, "咨询、建议或表扬"),
        (ContentFacts(dead=0, missing=0, hurt=0, trapped=0), 0, "咨询、建议或表扬"),
        (ContentFacts(dead=1), 3, "死亡 1 人"),
        (ContentFacts(missing=2), 3, "失踪 2 人"),
        (ContentFacts(hurt=6, trapped=4), 3, "伤病或被困共 10 人"),
        (ContentFacts(hurt=9), 2, "伤病或被困共 9 人"),
        (ContentFacts(trapped=2), 1, "伤病或被困共 2 人"),
        (ContentFacts(basic_need="heat", whole_neighbourhood=True), 3, "供热"),
        (ContentFacts(basic_need="heat"), 0, "咨询"),
        (ContentFacts(basic_need="parking", whole_neighbourhood=True), 0, "咨询"),
        (ContentFacts(group_harm=True), 2, "群体的利益受损"),
        (ContentFacts(checkable_group_claim=True), 2, "可以核实"),
        (ContentFacts(household_harm=True), 1, "一户人家"),
        (ContentFacts(household_harm=True, dead=2), 3, "死亡 2 人"),
    ],
)
def test_the_content_card_says_what_was_harmed(facts, score, words):
    card = content_card(facts, RULES)

    assert card.score == score
    assert words in render(card.reasons[0])


def test_content_that_nobody_read_is_unknown():
    assert content_card(None, RULES).score is None


def test_counts_that_no_post_gives_are_said_to_be_unknown():
    said = render_all(content_card(ContentFacts(dead=0, hurt=1), RULES).reasons)

    assert "失踪、被困人数" in said[-1]
    assert "未知" not in "".join(
        render_all(content_card(ContentFacts(0, 0, 0, 0), RULES).reasons)
    )


@given(COUNTS, COUNTS, COUNTS, COUNTS, st.integers(0, 20), st.integers(0, 3))
def test_more_people_harmed_never_lower_the_content_card(
    dead, missing, hurt, trapped, more, which
):
    before = [dead, missing, hurt, trapped]
    after = [*before]
    after[which] = (after[which] or 0) + more
    low = content_card(ContentFacts(*before), RULES).score
    high = content_card(ContentFacts(*after), RULES).score

    assert low <= high


# --- reaction --------------------------------------------------------------------------------


@pytest.mark.clause("6a")
@pytest.mark.parametrize(
    ("facts", "score", "words"),
    [
        (ReactionFacts(3, 5.0, 4, 90), 3, "常态的 5 倍"),
        (ReactionFacts(3, 4.9, 2, 90), 2, "常态的 4.9 倍"),
        (ReactionFacts(2, 9.0, 1, 90), 2, "1 个平台"),
        (ReactionFacts(1, 1.0, 3, 3), 2, "3 个平台"),
        (ReactionFacts(1, 1.0, 1, 5), 1, "发帖人至少 5 人"),
        (ReactionFacts(1, 1.0, 1, 13), 1, "发帖人至少 10 人"),
        (ReactionFacts(1, 1.0, 1, 4), 0, "发帖人不足 5 人"),
        (
            ReactionFacts(None, 2.9, 2, 4),
            0,
            "≥ 5 名发帖人",
        ),  # breakout could change nothing
        (ReactionFacts(None, None, 3, None), 2, "3 个平台"),
        (ReactionFacts(3, 6.0, None, None), 3, "扩散等级 3"),
    ],
)
def test_the_reaction_card_says_how_far_it_spread(facts, score, words):
    card = reaction_card(facts, RULES)

    assert card.score == score
    assert words in render(card.reasons[0])


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (ReactionFacts(None, None, None, None), "扩散等级、常态水平、平台数、发帖人数"),
        (ReactionFacts(1, None, 1, 2), "常态水平"),
        (ReactionFacts(1, 1.0, 1, None), "发帖人数"),
    ],
)
def test_reaction_is_unknown_rather_than_zero_when_data_are_missing(facts, missing):
    card = reaction_card(facts, RULES)

    assert card.score is None
    assert missing in render(card.reasons[0])


def test_a_proven_reaction_says_which_unknown_fact_could_lift_it():
    card = reaction_card(ReactionFacts(3, None, 1, 6), RULES)

    assert card.score == 1
    assert "常态水平未知" in render(card.reasons[1])


MEASURES = st.tuples(
    st.one_of(st.none(), st.integers(1, 3)),
    st.one_of(st.none(), st.floats(0, 20)),
    st.one_of(st.none(), st.integers(0, 9)),
    st.one_of(st.none(), st.integers(0, 99)),
)


@given(MEASURES, MEASURES)
def test_a_wider_spread_never_lowers_the_reaction_card(here, there):
    wider = [
        a if b is None else b if a is None else max(a, b)
        for a, b in zip(here, there, strict=True)
    ]
    low = reaction_card(ReactionFacts(*here), RULES).score
    high = reaction_card(ReactionFacts(*wider), RULES).score

    assert low is None or high is None or low <= high
    assert not (low and high is None)


# --- media -----------------------------------------------------------------------------------


@pytest.mark.clause("6a")
@pytest.mark.parametrize(
    ("tiers", "score"),
    [
        (None, None),
        (frozenset(), 0),
        (frozenset({"local"}), 1),
        (frozenset({"city"}), 2),
        (frozenset({"provincial", "local"}), 2),
        (frozenset({"national", "city", "local"}), 3),
    ],
)
def test_the_media_card_counts_the_highest_tier(tiers, score):
    assert media_card(MediaFacts(tiers), RULES).score == score


def test_a_media_tier_outside_the_table_is_refused():
    with pytest.raises(ValueError, match="galactic"):
        media_card(MediaFacts(frozenset({"galactic"})), RULES)


def test_no_number_of_grading_is_written_into_a_function():
    stricter = replace(RULES, dead=replace(RULES.dead, value=2))

    assert content_card(ContentFacts(dead=1), stricter).score == 0
    assert cards_module.TOP == 3  # the scale itself, not a threshold
