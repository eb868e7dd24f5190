"""A watch topic changed below the application is found by the daily check."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.collection.topics.actions.add_topic import end_topic, review_topic
from huiying.work.collection.topics.models import WatchTopic
from huiying.work.collection.topics.proof import topic_differences
from tests.factories import T0
from tests.work.collection.topics.test_add_topic import DAY, add

pytestmark = pytest.mark.django_db


def differences(cast):
    return [(one.code, one.params["ref"]) for one in topic_differences(cast.bureau.pk)]


def test_what_the_acts_did_agrees_with_the_record(yunchuan):
    topic = add(yunchuan)
    assert differences(yunchuan) == []
    review_topic(topic=topic, officer=yunchuan.shen, now=T0 + DAY)
    assert differences(yunchuan) == []
    end_topic(topic=topic, reason="供暖季结束", officer=yunchuan.lu, now=T0 + 2 * DAY)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        {"ended_at": T0},
        {"expression": "供暖 和 很热"},
        {"reviewed_at": T0 + timedelta(days=300)},
    ],
)
def test_one_that_was_ended_rewritten_or_put_off_is_found(yunchuan, change):
    add(yunchuan)
    WatchTopic.objects.update(**change)
    assert differences(yunchuan) == [("record.topic_differs", "供暖")]
    assert "record.topic_differs" in {
        one.code for one in check_bureau(yunchuan.bureau.pk).differences
    }


def test_one_that_the_record_does_not_know_is_found(yunchuan):
    add(yunchuan)
    copy = WatchTopic.objects.get()
    copy.pk, copy.name = None, "停水"
    copy.save()
    assert differences(yunchuan) == [("record.topic_differs", "停水")]
