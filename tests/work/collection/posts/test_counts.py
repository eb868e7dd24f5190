"""Posts as counts: what the database counts is what Python counts, and what the list finds."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from huiying.work.collection.posts.counts import posts_by_day, posts_by_platform
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.collection.posts.models import HourVolume, Post
from tests.scenarios.incidents import source_of

CHANNELS = ("论坛", "微博", "论坛", "微信公众号", "论坛")


def posts(cast, now, count=60):
    source = source_of(cast)
    rows = []
    for number in range(count):
        at = now - timedelta(hours=3 * number)
        rows.append(
            Post(
                id=first_id_at(at) + number,
                bureau=cast.bureau,
                source=source,
                text="水发黄",
                channel=CHANNELS[number % len(CHANNELS)],
                collected_at=at,
                history=number % 2 == 0,
            )
        )
    return Post.objects.bulk_create(rows)


def test_platforms_are_counted_as_python_counts_them(yunchuan, linxi, now):
    rows = posts(yunchuan, now)
    since, until = now - timedelta(days=5), now - timedelta(days=1)

    found = posts_by_platform(yunchuan.bureau.pk, since, until)

    counted = Counter(row.channel for row in rows if since <= row.collected_at < until)
    assert found == counted
    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert posts_by_platform(linxi.bureau.pk, since, until) == {}


def test_days_are_counted_as_python_counts_them(yunchuan, now):
    counted = Counter()
    for number in range(50):
        hour = (now - timedelta(hours=5 * number)).replace(minute=0, second=0, microsecond=0)
        HourVolume.objects.create(bureau=yunchuan.bureau, hour=hour, posts=number)
        counted[timezone.localdate(hour)] += number
    since = now - timedelta(days=30)

    assert posts_by_day(yunchuan.bureau.pk, since, now + timedelta(hours=1)) == counted
