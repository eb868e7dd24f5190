"""What the machine says is said in the language of the page."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.search.own_places import using_places
from huiying.engine.masking.own_places import place_words
from huiying.engine.masking.tagger import is_installed
from huiying.engine.reading.topics import TopicCounts, read_topic
from huiying.engine.stream.event_stream import EventStream
from huiying.policy.grading.cards import (
    Card,
    ContentFacts,
    MediaFacts,
    ReactionFacts,
    content_card,
    media_card,
    reaction_card,
)
from huiying.policy.grading.clauses import demands
from huiying.policy.grading.promotion import reaches_desk
from huiying.policy.grading.proposal import propose_grade
from huiying.policy.rulebook.book import default_book
from huiying.reasons.reason import reason, to_data
from huiying.web.shared.reasons import in_language
from tests.engine.material import post, sample_posts
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of

RULES = default_book().grade
COUNT = st.none() | st.integers(0, 40)
TRUTH = st.booleans()
CONTENTS = st.none() | st.builds(
    ContentFacts, dead=COUNT, missing=COUNT, hurt=COUNT, trapped=COUNT,
    basic_need=st.sampled_from([None, *RULES.basic_needs]), whole_neighbourhood=TRUTH,
    group_harm=TRUTH, household_harm=TRUTH, checkable_group_claim=TRUTH,
)  # fmt: skip
REACTIONS = st.builds(
    ReactionFacts,
    breakout=st.none() | st.integers(1, 6),
    times_usual=st.none() | st.floats(0, 90),
    platforms=COUNT,
    voices=COUNT,
)
MEDIA = st.builds(MediaFacts, st.none() | st.frozensets(st.sampled_from([*RULES.media_scores])))
ASKED = [
    TopicCounts(3, 3, 0, Counter(社保=3), Counter(社保=3)),
    TopicCounts(3, 2, 1, Counter(社保=2), Counter(社保=2)),
    TopicCounts(4, 4, 0, Counter(社保=2, 户籍=2), Counter(社保=2)),
    TopicCounts(4, 4, 0, Counter(社保=4), Counter(社保=4), Counter(青石家=3)),
]
CHINESE = re.compile("[一-鿿]")


def english(one):
    with translation.override("en"):
        return in_language(to_data(one))


def quoted_left_out(text):
    """Return the text without the words of posts that it quotes."""
    return re.sub("“.*?”|….*?…", "", text, flags=re.DOTALL)


@given(CONTENTS, REACTIONS, MEDIA, st.integers(1, 90), COUNT)
def test_every_reason_of_a_grade_is_known_in_english(content, reaction, media, size, voices):
    cards = (
        content_card(content, RULES), reaction_card(reaction, RULES), media_card(media, RULES),
    )  # fmt: skip
    proposal = propose_grade(*cards, RULES)
    desk = reaches_desk(size, voices, proposal, "complaint")
    reasons = [*proposal.reasons, *(one for card in cards for one in card.reasons)]

    for one in [*reasons, *([desk] if desk else [])]:
        assert not CHINESE.search(english(one)), one


def test_every_reason_of_the_stream_is_known_in_english():
    stream = EventStream()
    title = "青禾万境停运"
    alike = [post(2_001, "九栋电梯坏了。", title), post(2_002, "柳枝路断水。", title)]
    result = stream.feed(sample_posts(300, seed=3))
    stream.learn_history(sample_posts(1_000, seed=4))
    placements = result.placements + stream.feed(alike).placements
    reasons = [one for place in placements for one in place.reasons]
    reasons += [one for merge in result.merges for one in merge.reasons]
    reasons += [one for asked in result.suggestions for one in asked.reasons]
    assert {"engine.new_event", "engine.similar_words_shared", "engine.called_alike"} <= {
        one.code for one in reasons
    }

    for one in reasons:
        assert not CHINESE.search(quoted_left_out(english(one))), one


@pytest.mark.parametrize("asked", ASKED)
def test_every_reason_of_a_topic_is_known_in_english(asked):
    why = read_topic(asked).reason

    assert why
    assert not CHINESE.search(quoted_left_out(english(why))), why


LIMIT = reason("policy.spread_limit", platforms=3, times=3.0)
KNOWN = (reason("policy.platforms", count=4), reason("policy.voices", count=9))
LOCAL = reason("policy.tier_local")
PAPER = reason("incidents.medium", medium="云川日报", tier=LOCAL, count=2)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            reason("engine.near_copy", lead="青石片区自来水发黄", percent=97),
            "Mostly the same text as “青石片区自来水发黄” (97%)",
        ),
        (
            reason("policy.reaction", known=KNOWN, limit=LIMIT, score=2),
            "platforms: 4, distinct authors: at least 9"
            " (limit ≥ 3 platforms, or ≥ 3 times the baseline): reaction 2.",
        ),
        (
            reason("incidents.media", media=(PAPER,)),
            "Posts from media: 云川日报 (District and local): 2.",
        ),
        (
            reason(
                "engine.similar_words_shared", lead="发黄", score=0.5, words=("“水”", "“青石”")
            ),
            "Words like those of “发黄” (similarity 0.50); both mention “水”, “青石”",
        ),
        (demands(2, 0, 2, 0), "Content ≥ 2, two cards ≥ 2"),
        (demands(1, 3, 2, 3), "Content ≥ 1, one card 3 and another ≥ 2, reaction or media 3"),
    ],
)
def test_numbers_and_quoted_words_stay_as_they_are(one, said):
    assert english(one) == said


def test_a_clause_and_a_need_that_a_bureau_words_itself_are_quoted():
    own = replace(RULES.clauses[0], words="三分以上")
    rules = replace(RULES, clauses=(own,), basic_needs={"water": "喝水"})
    card = content_card(ContentFacts(basic_need="water", whole_neighbourhood=True), rules)
    proposal = propose_grade(card, Card("reaction", 0, ()), Card("media", 0, ()), rules)

    assert "(喝水)" in english(card.reasons[0])
    assert "meets “三分以上”. Suggested grade: Major." in english(proposal.reasons[0])


def test_where_no_reason_is_stored_nothing_is_said():
    assert in_language({}) == ""


@pytest.mark.django_db
def test_an_english_page_gives_the_reasons_in_english(yunchuan, time, now):
    restart_workers()
    time.set(now + timedelta(minutes=10))
    row = candidate_of(yunchuan, WATER)
    client = signed_in(yunchuan.lu)
    address = reverse("console:candidate", args=[row.event_id])

    client.cookies["django_language"] = "en"
    cards = page_of(client.get(address)).panel("cards")

    assert "A basic need of a whole neighbourhood is affected" in cards
    assert "分。" not in cards


@pytest.mark.skipif(not is_installed(), reason="the tagger is not installed")
def test_a_quoted_reason_leaves_the_places_of_the_bureau_that_is_asked():
    row = to_data(reason("engine.similar_words", lead="云川今天停水", score=0.4))
    assert "〔姓名〕今天停水" in in_language(row)

    with using_places(lambda: place_words(["云川区"])):
        assert "云川今天停水" in in_language(row)
