"""Delays by source and platform: nearest rank, and no data is not 0."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiying.work.collection.posts.ids import new_ids
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.models import Source, SourceKind
from huiying.work.reports.delays import delays_of
from huiying.work.reports.figures import Span
from tests.factories import T0

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5f", "5h")]
MINUTE = timedelta(minutes=1)
SPAN = Span(T0 - timedelta(days=1), T0 + timedelta(days=1))


def source(cast, name="论坛"):
    return Source.objects.get_or_create(
        bureau=cast.bureau, name=name, defaults={"kind": SourceKind.PUSH, "channel": "论坛"}
    )[0]


def store(cast, minutes, *, name="论坛", channel="论坛", at: datetime = T0):
    """Store posts that were collected so many minutes after publication; None = no time."""
    Post.objects.bulk_create(
        Post(
            id=number,
            bureau=cast.bureau,
            source=source(cast, name),
            text="x",
            channel=channel,
            published_at=None if late is None else at - late * MINUTE,
            collected_at=at,
        )
        for number, late in zip(new_ids(len(minutes), at), minutes, strict=True)
    )


def test_the_median_and_the_ninetieth_are_delays_of_posts(yunchuan):
    store(yunchuan, [*range(1, 11), None])

    (row,) = delays_of(yunchuan.bureau.pk, SPAN).by_source

    assert (row.posts, row.dated, row.collected.count) == (11, 10, 10)
    assert (row.collected.median, row.collected.p90) == (5 * MINUTE, 9 * MINUTE)
    assert row.noticed is None


def test_without_a_time_of_publication_there_is_no_data(yunchuan):
    store(yunchuan, [None, None])

    (row,) = delays_of(yunchuan.bureau.pk, SPAN).by_source

    assert (row.posts, row.dated, row.collected) == (2, 0, None)


def test_platforms_of_no_list_are_one_and_sources_stay_apart(yunchuan):
    store(yunchuan, [1], channel="other:0123456789abcdef")
    store(yunchuan, [3], channel="other:fedcba9876543210", name="另一个")

    rows = delays_of(yunchuan.bureau.pk, SPAN).by_channel

    assert [(row.key, row.posts) for row in rows] == [("other", 2)]
    assert len(delays_of(yunchuan.bureau.pk, SPAN).by_source) == 2


def test_posts_of_other_days_and_other_bureaus_do_not_count(yunchuan, linxi):
    store(yunchuan, [1], at=T0 - timedelta(days=3))
    store(linxi, [1])

    assert delays_of(yunchuan.bureau.pk, SPAN).by_source == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 500), min_size=1, max_size=40))
def test_each_number_stands_in_a_sorted_list(yunchuan, minutes):
    Post.objects.all().delete()
    store(yunchuan, minutes)

    (row,) = delays_of(yunchuan.bureau.pk, SPAN).by_source

    ordered = sorted(minutes)
    wanted = [ordered[ceil(part * len(ordered)) - 1] for part in (0.5, 0.9)]
    assert [row.collected.median / MINUTE, row.collected.p90 / MINUTE] == wanted


def test_of_many_posts_the_newest_are_measured_and_it_is_said(yunchuan, monkeypatch):
    store(yunchuan, [90, 90], at=T0 - MINUTE)
    store(yunchuan, [1, 1])
    monkeypatch.setattr("huiying.work.reports.delays.MOST_POSTS", 2)

    found = delays_of(yunchuan.bureau.pk, SPAN)
    (row,) = found.by_source

    assert found.is_cut
    assert (row.posts, row.collected.count, row.collected.median) == (4, 2, MINUTE)
