"""Marking a batch: one query without topics, and nothing but marks with them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiying.jobs.stream.worker import drain
from huiying.work.collection.topics.actions.add_topic import TopicDetails, add_topic
from huiying.work.collection.topics.actions.mark_posts import mark_posts
from huiying.work.collection.topics.models import TopicMatch
from huiying.work.incidents.core.models import Incident
from tests.factories import T0
from tests.work.collection.topics.test_add_topic import post

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5h")]


def test_without_a_topic_a_batch_costs_one_query(yunchuan):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        mark_posts(bureau_id=yunchuan.bureau.pk, posts=[(1, "", "供暖")] * 500, now=T0)

    assert len(asked) == 1


def test_the_stream_marks_a_post_when_it_places_it_and_makes_no_incident(yunchuan, time):
    time.set(T0)
    details = TopicDetails("供暖", "供暖 和 不热", "供暖季", yunchuan.online)
    topic = add_topic(wanted=details, officer=yunchuan.lu, now=T0)
    number = post(yunchuan, "供暖一直不热")
    assert not TopicMatch.objects.exists()

    drain(yunchuan.bureau.pk)

    assert list(TopicMatch.objects.values_list("topic_id", "post_id")) == [(topic.pk, number)]
    assert not Incident.objects.exists()
