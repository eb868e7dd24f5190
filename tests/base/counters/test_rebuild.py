"""Counting anew: what differs is found, named and put right; what is new is built."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.counters.actions import rebuild
from huiying.base.counters.actions.rebuild import (
    build_missing,
    differing_slots,
    rebuild_counters,
)
from huiying.base.counters.kinds import every_kind
from huiying.base.counters.models import BuiltCounter, CounterValue
from huiying.work.collection.posts.counters import PLATFORM, SOURCE
from huiying.work.collection.posts.models import Post
from tests.scenarios.incidents import QUEUE, submit_posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(yunchuan, now):
    return submit_posts(yunchuan, *QUEUE, now=now)


def values():
    rows = CounterValue.objects.exclude(value=0)
    return sorted(rows.values_list("bureau", "kind", "grain", "at", "key", "value"))


def test_counters_that_agree_stay_as_they_are(yunchuan, posts, now):
    before = values()

    assert rebuild_counters(yunchuan.bureau.pk, PLATFORM, now) == 0
    assert values() == before


def test_a_rebuild_of_nothing_is_what_the_acts_counted(yunchuan, posts, now):
    before = values()
    CounterValue.objects.all().delete()
    for kind in every_kind():
        rebuild_counters(yunchuan.bureau.pk, kind, now)

    assert before
    assert values() == before


def test_what_differs_is_found_and_put_right(yunchuan, posts, now):
    row = CounterValue.objects.filter(kind="collected.platform", grain="d").get()
    row.value += 5
    row.save()
    stray = CounterValue.objects.get(kind="collected.source", grain="h")
    stray.pk, stray.key, stray.value = None, "999", 3
    stray.save()

    bureau = yunchuan.bureau.pk
    assert list(differing_slots(bureau, PLATFORM).values()) == [-5]
    assert list(differing_slots(bureau, SOURCE).values()) == [-3]
    assert rebuild_counters(bureau, PLATFORM, now) == 1
    assert rebuild_counters(bureau, SOURCE, now) == 1
    assert differing_slots(bureau, PLATFORM) == differing_slots(bureau, SOURCE) == {}
    assert not CounterValue.objects.filter(key="999").exists()


def test_rows_that_were_there_before_the_counters_are_counted_once(yunchuan, posts, now):
    CounterValue.objects.all().delete()  # as after an upgrade
    submit_posts(yunchuan, "路灯不亮", now=now + timedelta(hours=1))

    built = build_missing(yunchuan.bureau.pk, now)

    assert built == [kind.code for kind in every_kind()]
    assert differing_slots(yunchuan.bureau.pk, PLATFORM) == {}
    days = CounterValue.objects.filter(kind="collected.platform", grain="d")
    assert sum(days.values_list("value", flat=True)) == Post.objects.count() == 5
    assert build_missing(yunchuan.bureau.pk, now) == []
    assert BuiltCounter.objects.count() == len(built)


@pytest.fixture
def held(monkeypatch):
    """The bureaus whose record was held, as PostgreSQL does it."""
    found = []
    monkeypatch.setattr(rebuild, "hold_head", found.append)
    return found


def test_nobody_waits_while_counters_that_agree_are_compared(yunchuan, posts, held):
    for kind in every_kind():
        assert differing_slots(yunchuan.bureau.pk, kind) == {}

    assert held == []


def test_what_seems_to_differ_is_read_again_while_acts_wait(yunchuan, posts, held):
    CounterValue.objects.filter(kind="collected.platform", grain="d").update(value=9)

    assert list(differing_slots(yunchuan.bureau.pk, PLATFORM).values()) == [-5]
    assert held == [yunchuan.bureau.pk]


def test_an_act_between_the_two_readings_is_no_difference(yunchuan, posts, monkeypatch):
    rows = CounterValue.objects.filter(kind="collected.platform", grain="d")
    rows.update(value=3)  # the act has not counted yet
    monkeypatch.setattr(rebuild, "hold_head", lambda _bureau: rows.update(value=4))

    assert differing_slots(yunchuan.bureau.pk, PLATFORM) == {}
