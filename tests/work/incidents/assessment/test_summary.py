"""An event told in sentences of its posts."""

from __future__ import annotations

from huiying.work.collection.posts.models import Post
from huiying.work.incidents.assessment.summary import (
    MAX_SENTENCES,
    groups_to_read,
    summary_sentences,
)
from tests.scenarios.incidents import WATER, candidate_of


def test_every_sentence_stands_word_for_word_in_the_post_it_names(yunchuan):
    event = candidate_of(yunchuan, WATER).event_id

    told = summary_sentences(groups_to_read(yunchuan.bureau.pk, [event]))

    assert 1 <= len(told) <= MAX_SENTENCES
    for one in told:
        assert one.text in Post.objects.get(pk=one.group.post_id).text


def test_nothing_is_told_of_another_bureau_or_of_no_event(yunchuan, linxi):
    event = candidate_of(yunchuan, WATER).event_id

    assert summary_sentences(groups_to_read(linxi.bureau.pk, [event])) == []
    assert summary_sentences(groups_to_read(yunchuan.bureau.pk, [])) == []


def test_it_takes_the_same_queries_for_many_posts(yunchuan, django_assert_max_num_queries):
    event = candidate_of(yunchuan, WATER).event_id

    with django_assert_max_num_queries(3):
        summary_sentences(groups_to_read(yunchuan.bureau.pk, [event]))
