"""What the machine says is said in the language of the page, and never changed in Chinese."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huiying.engine.reading.topics import TopicCounts, read_topic
from huiying.engine.stream.event_stream import EventStream
from huiying.jobs import clock
from huiying.policy.grading.cards import (
    ContentFacts,
    MediaFacts,
    ReactionFacts,
    content_card,
    media_card,
    reaction_card,
)
from huiying.policy.grading.promotion import reaches_desk
from huiying.policy.grading.proposal import propose_grade
from huiying.policy.rulebook.book import default_book
from huiying.web.shared.machine_words import translate_reason
from tests.engine.material import post, sample_posts
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in

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


def english(text):
    with translation.override("en"):
        return translate_reason(text)


def chinese(text):
    with translation.override("zh-hans"):
        return translate_reason(text)


def quoted_left_out(text):
    """Return the text without the words of posts that it quotes."""
    return re.sub("“.*?”|….*?…", "", text, flags=re.DOTALL)


@given(CONTENTS, REACTIONS, MEDIA, st.integers(1, 90), COUNT)
def test_every_reason_of_a_grade_is_known_in_english(content, reaction, media, size, voices):
    cards = (
        content_card(content, RULES), reaction_card(reaction, RULES), media_card(media, RULES),
    )  # fmt: skip
    proposal = propose_grade(*cards, RULES)
    worth, why = reaches_desk(size, voices, proposal, "complaint")
    said = [*proposal.reasons, *(text for card in cards for text in card.reasons)]

    for text in [*said, *([why] if worth else [])]:
        assert not CHINESE.search(english(text)), text
        assert chinese(text) == text


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
    assert {"new-event", "similar-words", "called-alike"} <= {one.code for one in reasons}

    for reason in reasons:
        assert not CHINESE.search(quoted_left_out(english(reason.text))), reason.text
        assert chinese(reason.text) == reason.text


@pytest.mark.parametrize("asked", ASKED)
def test_every_reason_of_a_topic_is_known_in_english(asked):
    reason = read_topic(asked).reason

    assert reason
    assert not CHINESE.search(quoted_left_out(english(reason))), reason


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "与“青石片区自来水发黄”文字大部分相同（97%）",
            "Mostly the same text as “青石片区自来水发黄” (97%)",
        ),
        (
            "4 个平台、9 个不同声音（标准：≥ 3 个平台，或 ≥ 平常的 3 倍）：反应 2 分。",
            "platforms: 4, distinct authors: 9"
            " (limit ≥ 3 platforms, or ≥ 3 times the usual level): reaction 2.",
        ),
        (
            "来自媒体的帖文：云川日报（区县和本地）2 条。",
            "Posts from media: 云川日报 (District and local): 2.",
        ),
        (
            "内容 2 分、公众反应 2 分、媒体介入 3 分：符合“内容 ≥ 1 分，且有一项 3 分、另一项"
            " ≥ 2 分”，建议定为重大。",
            "Content 2, Reaction 2, Media 3: meets “Content ≥ 1, one card 3 and another ≥ 2”."
            " Suggested grade: Major.",
        ),
        (
            "内容 3 分：符合“内容 ≥ 2 分，且有两项 ≥ 2 分”，建议定为较大。",
            "Content 3: meets “Content ≥ 2, two cards ≥ 2”. Suggested grade: Significant.",
        ),
        (
            "与“发黄”用词相近（0.52），都提到“自来水”、“青石”",
            "Words like those of “发黄” (0.52); both mention “自来水”, “青石”",
        ),
        (
            "建议重大：二小教学楼开裂（×12）。请在 30 分钟内通报。",
            "Suggested as major: 二小教学楼开裂 (×12). Notify within 30 minutes.",
        ),
        ("扩散等级 5：上了“本地热榜”。", "Spread category 5: on the list “本地热榜”."),
        (
            "平常水平未知：此前只有 3 天的帖文量，还差 11 天。",
            "The usual level is unknown: only 3 days of posts so far, 11 more are needed.",
        ),
    ],
)  # fmt: skip
def test_numbers_and_quoted_words_stay_as_they_were(text, said):
    assert english(text) == said


@pytest.mark.parametrize("text", ["", "机器没有说过的话", "与“甲", "%(lead)s", "死亡 3 人"])
def test_what_is_not_known_is_shown_as_it_was_written(text):
    assert english(text) == text


@pytest.mark.django_db
def test_an_english_page_gives_the_reasons_in_english(yunchuan, monkeypatch, now):
    restart_workers()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=10))
    row = candidate_of(yunchuan, WATER)
    client = signed_in(yunchuan.lu)
    address = reverse("console:candidate", args=[row.event_id])

    client.cookies["django_language"] = "en"
    page = client.get(address).content.decode()

    cards = re.search(r'aria-labelledby="h-cards".*?</section>', page, re.DOTALL)[0]
    assert "A basic need of a whole neighbourhood is affected" in cards
    assert "分。" not in cards
