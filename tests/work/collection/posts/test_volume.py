"""How much is said in each hour, what is usual, and which hours are a gap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.reasons.reason import reason
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts import volume as volume_module
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import HourVolume, Lane
from huiying.work.collection.posts.volume import Volume, count_posts, hour_of, volume_between
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.pause_source import pause_source
from huiying.work.collection.sources.actions.record_fetch import (
    FetchOutcome,
    record_outcome,
    record_silence,
)
from huiying.work.collection.sources.listening import note_listening
from huiying.work.collection.sources.models import Health, ListeningDay, SourceGap
from tests.factories import T0
from tests.scenarios.incidents import source_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAILED = FetchOutcome(Health.FAILED, reason("collection.fetch.unreachable"))
FINE = FetchOutcome(Health.HEALTHY)


def take(cast, *moments, history=False, now=T0, mark=""):
    """Let posts of these moments come in; None = it says no moment."""
    items = [
        RawItem(text=f"路灯{number}{mark}", published_at=at.isoformat() if at else "")
        for number, at in enumerate(moments)
    ]
    accept_posts(
        source=source_of(cast),
        items=items,
        lane=Lane.LIVE,
        history=history,
        actor=MACHINE,
        now=now,
    )


def listen(cast, days):
    """Let a bureau have listened on the days before T0."""
    for day in days:
        note_listening(bureau_id=cast.bureau.pk, now=T0 - day * DAY)


def feed(cast, name="云川论坛"):
    return add_source(
        bureau=cast.bureau,
        name=name,
        kind="FEED",
        channel="论坛",
        address="https://forum.example/feed",
        actor=MACHINE,
        now=T0,
    )


def heard(cast):
    return volume_between(cast.bureau.pk, T0 - 30 * DAY, T0 + DAY)


def heard_ever(cast):
    return volume_between(cast.bureau.pk, T0 - 900 * DAY, T0 + 900 * DAY)


def unread(cast, start=T0 - DAY, until=T0 + 2 * DAY):
    return Volume(cast.bureau.pk).gaps_between(start, until)


def usual(cast, until=T0):
    return Volume(cast.bureau.pk).baseline_before(until)


# Counts --------------------------------------------------------------------------------------


def test_a_post_counts_in_the_hour_it_was_published_or_else_collected(yunchuan):
    take(yunchuan, T0 - 3 * HOUR, T0 - 3 * HOUR + timedelta(minutes=59), None)

    assert heard(yunchuan) == {hour_of(T0 - 3 * HOUR): 2, hour_of(T0): 1}


def test_a_later_batch_adds_to_the_same_hour_and_a_repeated_post_does_not(yunchuan):
    take(yunchuan, T0, T0)
    take(yunchuan, T0, T0)
    take(yunchuan, T0, mark="又")

    assert heard(yunchuan) == {hour_of(T0): 3}


def test_history_that_knows_no_moment_belongs_to_no_hour(yunchuan):
    take(yunchuan, T0 - 2 * DAY, None, history=True)

    assert heard(yunchuan) == {hour_of(T0 - 2 * DAY): 1}


def test_the_hours_of_another_bureau_are_its_own(yunchuan, linxi):
    take(yunchuan, T0)
    take(linxi, T0, T0)

    assert (heard(yunchuan), heard(linxi)) == ({hour_of(T0): 1}, {hour_of(T0): 2})


def test_a_batch_takes_one_statement_more_however_many_hours_it_has(
    yunchuan, django_assert_num_queries
):
    with django_assert_num_queries(1):
        count_posts(yunchuan.bureau.pk, [T0 - step * HOUR for step in range(200)])
    with django_assert_num_queries(0):
        count_posts(yunchuan.bureau.pk, [])
    assert HourVolume.objects.count() == 200


# What is usual -------------------------------------------------------------------------------


def test_what_is_usual_is_known_after_fourteen_days_and_not_before(yunchuan):
    listen(yunchuan, range(1, 15))
    take(yunchuan, *[T0 - day * DAY for day in range(1, 14)], history=True)
    young = usual(yunchuan)
    take(yunchuan, T0 - 14 * DAY, history=True, mark="早")
    known = usual(yunchuan)

    assert (young.missing_days, young.level(hour_of(T0))) == (1, None)
    assert known.level(hour_of(T0)).usual == pytest.approx(1.0)


def test_old_posts_of_a_day_on_which_nobody_listened_make_no_day_known(yunchuan):
    take(yunchuan, *[T0 - day * DAY for day in range(1, 31)])
    take(yunchuan, *[T0 - day * DAY for day in range(1, 31)], history=True, mark="档")

    assert usual(yunchuan).days == 0
    assert sum(heard(yunchuan).values()) == 60, "the posts themselves are counted"


def test_a_day_on_which_a_source_was_read_is_known_when_it_brought_a_post(yunchuan, linxi):
    source = feed(yunchuan)
    for day in range(20, 0, -1):
        health = FAILED if day == 3 else FetchOutcome(Health.NOT_MODIFIED)
        record_outcome(source=source, outcome=health, now=T0 - day * DAY)
    take(yunchuan, *[T0 - day * DAY for day in range(1, 31)], history=True)
    take(linxi, *[T0 - day * DAY for day in range(1, 31)], history=True)

    assert usual(yunchuan).days == 19
    assert usual(linxi).days == 0
    assert ListeningDay.objects.count() == 19


def test_what_comes_by_itself_is_listening_and_a_file_of_the_past_is_none(yunchuan):
    take(yunchuan, T0, history=True)
    assert not ListeningDay.objects.exists()

    take(yunchuan, T0 - 40 * DAY, mark="今")

    assert list(ListeningDay.objects.values_list("day", flat=True)) == [hour_of(T0).date()]


def test_the_hour_that_runs_is_not_part_of_what_is_usual(yunchuan):
    listen(yunchuan, range(1, 15))
    take(yunchuan, *[T0 - day * DAY for day in range(1, 15)], history=True)
    before = usual(yunchuan)

    take(yunchuan, *[T0] * 50, mark="今")

    assert usual(yunchuan) == before


def test_the_hours_of_a_gap_are_not_learned_as_calm(yunchuan):
    days = range(1, 29)
    listen(yunchuan, days)
    take(yunchuan, *[T0 - day * DAY - 3 * HOUR for day in days], history=True)
    take(yunchuan, *[T0 - day * DAY for day in days if day > 6], history=True, mark="昼")
    source = feed(yunchuan, "断过的论坛")
    calm = usual(yunchuan).level(hour_of(T0)).usual

    for day in range(1, 7):
        SourceGap.objects.create(
            bureau=yunchuan.bureau,
            source=source,
            from_at=T0 - day * DAY,
            until_at=T0 - day * DAY + HOUR,
        )

    assert usual(yunchuan).level(hour_of(T0)).usual > calm


# What a page reads once ----------------------------------------------------------------------


def asked(cast, moments):
    """Return what a page is told about moments that it asks about in turn."""
    volume = Volume(cast.bureau.pk)
    return [
        (volume.baseline_before(at), volume.gaps_between(at - 3 * DAY, at)) for at in moments
    ]


def told_one_by_one(cast, moments):
    return [(usual(cast, at), unread(cast, at - 3 * DAY, at)) for at in moments]


@pytest.mark.parametrize("read", [volume_module.READ, 24, 1])
def test_a_page_that_reads_the_hours_once_is_told_what_each_question_would_be(
    yunchuan, monkeypatch, read
):
    monkeypatch.setattr(volume_module, "READ", read)
    monkeypatch.setattr(volume_module, "HOURS_LEARNED", min(read, 20 * 24))
    days = range(40)
    listen(yunchuan, [day for day in range(45) if day % 7])
    count_posts(
        yunchuan.bureau.pk,
        [T0 - day * DAY - hour * HOUR for day in days for hour in range(day % 5 + 1)],
    )
    source, paused = feed(yunchuan), feed(yunchuan, "停用的论坛")
    for row, begins, ends in (
        (source, T0 - 9 * DAY, T0 - 8 * DAY),
        (source, T0 - 2 * HOUR, None),
        (paused, T0 - 30 * DAY, T0 - 29 * DAY),
    ):
        SourceGap.objects.create(
            bureau=yunchuan.bureau, source=row, from_at=begins, until_at=ends
        )
    moments = [T0 - 3 * DAY, T0, T0 - 8 * DAY, T0 - 35 * DAY, T0 + HOUR, T0 - 100 * DAY]

    assert asked(yunchuan, moments) == told_one_by_one(yunchuan, moments)
    assert asked(yunchuan, moments[::-1]) == told_one_by_one(yunchuan, moments[::-1])
    assert Volume(yunchuan.bureau.pk).first_hour() == min(heard_ever(yunchuan))


def test_a_page_asks_three_times_however_many_moments_it_asks_about(
    yunchuan, django_assert_num_queries
):
    listen(yunchuan, range(20))
    take(yunchuan, *[T0 - day * DAY for day in range(20)], history=True)
    volume = Volume(yunchuan.bureau.pk)

    with django_assert_num_queries(3):
        for day in range(10):
            volume.baseline_before(T0 - day * DAY)
            volume.gaps_between(T0 - day * DAY, T0)
        assert volume.first_hour() == hour_of(T0 - 19 * DAY)


def test_a_bureau_without_a_post_has_no_first_hour(yunchuan):
    assert Volume(yunchuan.bureau.pk).first_hour() is None


# Gaps ----------------------------------------------------------------------------------------


def test_a_source_that_fails_is_a_gap_from_the_last_good_time_until_it_is_read_again(yunchuan):
    source = feed(yunchuan)
    record_outcome(source=source, outcome=FINE, now=T0)
    record_outcome(source=source, outcome=FAILED, now=T0 + HOUR)
    record_outcome(source=source, outcome=FAILED, now=T0 + 2 * HOUR)
    assert list(unread(yunchuan, until=T0 + 3 * HOUR)) == [
        hour_of(T0 + step * HOUR) for step in range(3)
    ]

    record_outcome(source=source, outcome=FINE, now=T0 + 4 * HOUR)

    assert unread(yunchuan) == {hour_of(T0 + step * HOUR): ("云川论坛",) for step in range(4)}
    assert SourceGap.objects.count() == 1


def test_a_source_that_fails_at_once_is_a_gap_from_then_on(yunchuan):
    record_outcome(source=feed(yunchuan), outcome=FAILED, now=T0)

    assert min(unread(yunchuan)) == hour_of(T0)


def test_a_few_minutes_are_no_gap(yunchuan):
    source = feed(yunchuan)
    record_outcome(source=source, outcome=FAILED, now=T0)
    record_outcome(source=source, outcome=FINE, now=T0 + timedelta(minutes=20))

    assert unread(yunchuan) == {}


def test_a_paused_source_is_no_gap_any_more(yunchuan):
    source = feed(yunchuan)
    record_outcome(source=source, outcome=FAILED, now=T0)
    pause_source(source=source, reason="停机维护", actor=MACHINE, now=T0 + HOUR)

    assert unread(yunchuan) == {}


def test_a_machine_that_was_off_leaves_a_gap(yunchuan):
    source = feed(yunchuan)
    record_silence(source=source, now=T0)
    record_outcome(source=source, outcome=FINE, now=T0)
    record_silence(source=source, now=T0 + timedelta(minutes=15))
    assert unread(yunchuan) == {}

    record_silence(source=source, now=T0 + 9 * HOUR)

    assert len(unread(yunchuan)) == 9


def test_a_gap_is_told_to_its_own_bureau_alone(yunchuan, linxi):
    record_outcome(source=feed(linxi), outcome=FAILED, now=T0)

    assert unread(yunchuan) == {}
    assert unread(linxi)
