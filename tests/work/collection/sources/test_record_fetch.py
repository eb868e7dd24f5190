"""What a turn came to: health with its reason, a gap, and when the address is asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import reason, to_data
from huiying.work.collection.sources.actions.record_fetch import (
    FetchOutcome,
    record_outcome,
    record_silence,
    schedule_address,
)
from huiying.work.collection.sources.models import Health, Source, SourceGap
from tests.factories import T0

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WHY = reason("collection.fetch.unreachable")
FAILED, FINE = FetchOutcome(Health.FAILED, WHY), FetchOutcome(Health.HEALTHY)


def turn(source, outcome, now):
    record_outcome(source=source, outcome=outcome, now=now)


def test_failures_are_counted_with_their_reason_until_it_works_again(feed):
    turn(feed, FAILED, T0)
    turn(feed, FAILED, T0 + MINUTE)
    assert (feed.health, feed.failures, feed.last_try_at) == (
        Health.FAILED,
        2,
        T0 + MINUTE,
    )
    assert feed.health_reason == to_data(WHY)

    turn(feed, FINE, T0 + HOUR)

    assert (feed.health, feed.failures, feed.health_reason) == (Health.HEALTHY, 0, None)
    assert feed.last_ok_at == T0 + HOUR


def test_a_record_is_written_when_a_source_begins_and_ceases_to_need_somebody(feed):
    for minute, outcome in enumerate((FINE, FAILED, FAILED, FINE, FINE)):
        turn(feed, outcome, T0 + minute * MINUTE)

    records = AuditRecord.objects.filter(verb="source.health_changed").order_by("seq")
    assert [(row.data["was"], row.data["health"]) for row in records] == [
        ("HEALTHY", "FAILED"),
        ("FAILED", "HEALTHY"),
    ]
    assert records[0].data["code"] == "unreachable"
    assert records[0].actor == "machine"


def test_nothing_new_leaves_a_known_lack_standing(feed):
    turn(feed, FetchOutcome(Health.DEGRADED, WHY), T0)

    turn(feed, FetchOutcome(Health.NOT_MODIFIED), T0 + MINUTE)

    assert (feed.health, feed.health_reason) == (Health.DEGRADED, to_data(WHY))


def test_the_time_without_reading_is_a_gap_from_the_last_success(feed):
    turn(feed, FINE, T0)
    turn(feed, FAILED, T0 + HOUR)
    turn(feed, FINE, T0 + 3 * HOUR)

    gap = SourceGap.objects.get()
    assert (gap.from_at, gap.until_at) == (T0, T0 + 3 * HOUR)


@pytest.mark.parametrize(("minutes", "gaps"), [(50, 0), (51, 1)])
def test_a_source_that_was_not_asked_for_long_has_a_gap(feed, minutes, gaps):
    turn(feed, FINE, T0)

    record_silence(source=feed, now=T0 + minutes * MINUTE)

    assert SourceGap.objects.count() == gaps


def test_a_source_that_failed_or_was_never_read_has_no_silence(feed):
    record_silence(source=feed, now=T0 + 9 * HOUR)
    turn(feed, FINE, T0)
    turn(feed, FAILED, T0 + MINUTE)
    before = SourceGap.objects.count()

    record_silence(source=feed, now=T0 + 9 * HOUR)

    assert SourceGap.objects.count() == before


def schedule(address, claimed, validators=("tag", "Tue")):
    schedule_address(
        address=address,
        claimed_until=claimed,
        next_fetch_at=T0 + HOUR,
        now=T0 + MINUTE,
        validators=validators,
    )
    address.refresh_from_db()


def test_an_address_is_asked_again_with_what_the_server_said_of_its_state(feed):
    address = feed.address

    schedule(address, T0)
    assert (address.next_fetch_at, address.fetched_at) == (T0 + HOUR, T0 + MINUTE)
    assert (address.etag, address.last_modified) == ("tag", "Tue")

    schedule(address, T0 + HOUR, None)
    assert address.etag == "tag"


def test_a_follower_that_joined_during_the_fetch_is_not_passed_over(feed):
    address = feed.address

    schedule(address, T0 + 5 * MINUTE)

    assert (address.next_fetch_at, address.etag, address.fetched_at) == (T0, "", None)
    assert Source.objects.get().address == address
