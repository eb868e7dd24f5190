"""Articles that did not come: when each is tried again, and what the source says of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import reason
from huiying.work.collection.sources.actions.record_fetch import (
    FetchOutcome,
    record_outcome,
    record_silence,
)
from huiying.work.collection.sources.actions.record_misses import (
    MOST_TRIES,
    REMEMBERED_FOR,
    Miss,
    record_misses,
    with_misses,
)
from huiying.work.collection.sources.models import Health, MissedItem, SourceGap
from huiying.work.collection.sources.queries import missed_items
from tests.factories import T0

pytestmark = pytest.mark.django_db
WHY = reason("collection.fetch.not_found", number=404)
FINE = FetchOutcome(Health.HEALTHY)
HOUR = timedelta(hours=1)
A, B = b"a" * 16, b"b" * 16


def miss(source, *digests, now=T0, came=(), **facts):
    misses = [Miss(one, "https://news.example/a?uid=7", WHY, **facts) for one in digests]
    record_misses(source=source, misses=misses, came=set(came), now=now)


def until_given_up(source):
    now = T0
    while (row := missed_items(source).get(A)) is None or row.given_up_at is None:
        now = row.retry_at if row else now
        miss(source, A, now=now)
    return now


def test_an_article_is_given_up_after_ten_tries_and_that_is_on_record(feed):
    at = until_given_up(feed)

    row = missed_items(feed)[A]
    assert (row.tries, row.given_up_at, row.address) == (
        MOST_TRIES,
        at,
        "https://news.example/a",
    )
    assert at - T0 == timedelta(hours=28, minutes=30)
    record = AuditRecord.objects.get(verb="source.article_given_up")
    assert (record.data["tries"], record.data["code"]) == (MOST_TRIES, "not_found")


def test_before_it_is_due_a_failure_is_no_further_try(feed):
    miss(feed, A)
    miss(feed, A, now=T0 + timedelta(minutes=9))

    assert missed_items(feed)[A].tries == 1


def test_a_site_that_asks_for_time_is_no_try_and_gets_it(feed):
    miss(feed, A, is_try=False, pause=timedelta(hours=3))

    row = missed_items(feed)[A]
    assert (row.tries, row.retry_at) == (0, T0 + timedelta(hours=3))


def test_a_site_that_asks_for_time_for_a_week_gets_no_more(feed):
    for day in range(8):
        assert not MissedItem.objects.exclude(given_up_at=None).exists()
        miss(feed, A, now=T0 + timedelta(days=day), is_try=False, pause=timedelta(hours=9))

    assert missed_items(feed)[A].given_up_at == T0 + timedelta(days=7)


def test_what_nothing_would_change_is_given_up_at_once(feed):
    miss(feed, A, is_final=True)

    assert missed_items(feed)[A].given_up_at == T0


def test_what_came_is_forgotten_and_the_other_still_awaited(feed):
    miss(feed, A, B)

    miss(feed, came=[A], now=T0 + timedelta(hours=1))

    assert list(missed_items(feed)) == [B]


def test_what_was_given_up_is_forgotten_after_ninety_days(feed):
    miss(feed, A, is_final=True)
    miss(feed, now=T0 + REMEMBERED_FOR)
    assert MissedItem.objects.count() == 1

    miss(feed, now=T0 + REMEMBERED_FOR + timedelta(seconds=1))

    assert not MissedItem.objects.exists()


def test_a_source_is_degraded_while_something_of_it_is_awaited_and_then_remarks_it(feed):
    assert with_misses(FINE, feed, T0) == FINE
    miss(feed, A)
    waiting = with_misses(FINE, feed, T0)
    assert (waiting.health, waiting.reason.code) == (Health.DEGRADED, "collection.fetch.missed")
    at = until_given_up(feed)

    given_up = with_misses(FINE, feed, at)

    assert given_up.health == Health.HEALTHY
    assert given_up.reason.params["address"] == "https://news.example/a"
    assert with_misses(FINE, feed, at + timedelta(days=8)) == FINE


def test_an_awaited_article_is_no_gap_and_hides_none(feed):
    miss(feed, A)
    lacking = with_misses(FINE, feed, T0)
    record_outcome(source=feed, outcome=FetchOutcome(Health.FAILED, WHY), now=T0)
    assert SourceGap.objects.filter(until_at=None).count() == 1

    record_outcome(source=feed, outcome=lacking, now=T0 + HOUR)
    assert (feed.health, SourceGap.objects.get().until_at) == (Health.DEGRADED, T0 + HOUR)
    record_silence(source=feed, now=T0 + 5 * HOUR)

    assert [gap.until_at for gap in SourceGap.objects.order_by("pk")] == [
        T0 + HOUR,
        T0 + 5 * HOUR,
    ]


def test_a_fault_of_the_source_itself_is_said_first(feed):
    miss(feed, A)
    failed = FetchOutcome(Health.FAILED, WHY)

    assert with_misses(failed, feed, T0) == failed
