"""解决了吗: counts of a version and a day, and nothing beside them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiying.work.responses.effect.actions.count_help import count_help
from huiying.work.responses.effect.helpfulness import Helped, helped_at, helped_by
from huiying.work.responses.effect.models import HelpCount
from tests.work.responses import desk


def say(release, now, yes=0, no=0):
    for _time in range(yes):
        count_help(release=release, helped=True, now=now)
    for _time in range(no):
        count_help(release=release, helped=False, now=now)


def until(release, now, days=1):
    return helped_by(release, before=timezone.localdate(now) + timedelta(days=days))


def test_readers_are_counted_by_version_and_day(yunchuan, now):
    release = desk.published(yunchuan, now)

    say(release, now, yes=7, no=5)

    [row] = HelpCount.objects.all()
    assert (row.version, row.day, row.yes, row.no) == (1, timezone.localdate(now), 7, 5)
    assert until(release, now) == Helped(12, 7, 5)
    columns = {field.name for field in HelpCount._meta.fields}
    assert columns == {"id", "bureau", "answer", "version", "day", "yes", "no"}


def test_the_day_that_runs_is_left_out(yunchuan, now):
    release = desk.published(yunchuan, now)

    say(release, now, yes=9)

    assert until(release, now, days=0) == Helped(0, 0, 0)


def test_small_counts_are_hidden(yunchuan, now):
    release = desk.published(yunchuan, now)

    say(release, now, yes=3)
    assert until(release, now) == Helped(None, None, 0)

    say(release, now, yes=4, no=2)
    assert until(release, now) == Helped(9, None, None)


def test_a_correction_begins_anew_and_the_bureau_adds_up(yunchuan, linxi, now):
    release = desk.published(yunchuan, now)
    say(release, now, yes=6)
    newer = desk.corrected(yunchuan, release, now)
    say(newer, now, yes=5)

    assert until(newer, now) == Helped(5, 5, 0)
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    days = {"since": tomorrow - timedelta(days=90), "before": tomorrow}
    assert helped_at(yunchuan.bureau.pk, **days).total == 11
    assert helped_at(linxi.bureau.pk, **days).total == 0
