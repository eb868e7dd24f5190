"""Posts as numbers: what the counters say is what Python counts, and what the list finds."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from huiying.base.counters.actions.rebuild import rebuild_counters
from huiying.work.collection.posts.counters import PLATFORM, SOURCE
from huiying.work.collection.posts.counts import (
    posts_by_day,
    posts_by_platform,
    posts_by_source,
)
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import Post
from tests.scenarios.incidents import source_of

CHANNELS = ("论坛", "微博", "论坛", "微信公众号", "论坛", "other:0123456789abcdef", "other")
DAY = timedelta(days=1)


@pytest.fixture
def posts(yunchuan, now):
    sources = source_of(yunchuan), source_of(yunchuan, "云川生活网")
    rows = []
    for number in range(60):
        at = now - timedelta(hours=3 * number)
        rows.append(
            Post(
                id=first_id_at(at) + number,
                bureau=yunchuan.bureau,
                source=sources[number % 3 == 0],
                text="水发黄",
                channel=CHANNELS[number % len(CHANNELS)],
                collected_at=at,
                history=number % 2 == 0,
            )
        )
    Post.objects.bulk_create(rows)
    for kind in (PLATFORM, SOURCE):
        rebuild_counters(yunchuan.bureau.pk, kind, now)
    return rows


@pytest.fixture
def period(now):
    today = timezone.localtime(now).replace(hour=0, minute=0)
    return today - 5 * DAY, today


def counted(posts, period, key):
    since, until = period
    return Counter(key(row) for row in posts if since <= row.collected_at < until)


def test_platforms_are_counted_as_python_counts_them(yunchuan, linxi, posts, period):
    found = posts_by_platform(yunchuan.bureau.pk, *period)

    assert found == counted(posts, period, lambda row: row.channel.split(":")[0])
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert posts_by_platform(linxi.bureau.pk, *period) == {}


def test_sources_are_counted_as_python_counts_them(yunchuan, posts, period):
    found = posts_by_source(yunchuan.bureau.pk, *period)

    assert found == counted(posts, period, lambda row: row.source_id)
    assert len(found) == 2


def test_days_are_counted_as_python_counts_them(yunchuan, posts, period):
    found = posts_by_day(yunchuan.bureau.pk, *period)

    assert found == counted(posts, period, lambda row: timezone.localdate(row.collected_at))
    assert len(found) == 5
