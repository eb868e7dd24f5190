"""Counters change with the act, never without it, and two writers lose nothing."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from huiying.base.audit.record import record
from huiying.base.clocks.counters import MET
from huiying.base.counters.actions.count import add_counts, count_rows, counted
from huiying.base.counters.actions.rebuild import differing_slots
from huiying.base.counters.kinds import declare, every_kind, kinds_of
from huiying.base.counters.models import CounterValue, Grain
from huiying.base.counters.queries import by_day, by_hour, by_week, totals
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.counters import CLOSED
from huiying.work.collection.posts.counters import PLATFORM
from huiying.work.collection.posts.ids import first_id_at
from huiying.work.incidents.core.counters import OPENED
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.counters import TOPIC
from tests.base.crowd import crowd  # noqa: F401 - a fixture
from tests.factories import T0
from tests.work.responses import desk

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 24, tzinfo=LOCAL)


def slots(*moments, channel="论坛"):
    found = Counter()
    for moment in moments:
        found.update(PLATFORM.slots(first_id_at(moment), channel))
    return found


def grades(cast):
    return totals(cast.bureau.pk, OPENED, MIDNIGHT - DAY, MIDNIGHT + DAY)


def test_outside_of_a_transaction_nothing_is_counted(transactional_db, yunchuan):
    with pytest.raises(RuntimeError):
        add_counts(yunchuan.bureau.pk, slots(T0))

    assert not CounterValue.objects.exists()


def test_an_act_that_is_rolled_back_counts_nothing(yunchuan):
    def fail():
        with transaction.atomic():
            add_counts(yunchuan.bureau.pk, slots(T0))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert not CounterValue.objects.exists()


def test_a_day_begins_at_midnight_of_yunchuan_whatever_zone_a_moment_comes_in(yunchuan):
    last, first = datetime(2026, 11, 23, 15, 59, 59, tzinfo=UTC), MIDNIGHT.astimezone(UTC)
    add_counts(yunchuan.bureau.pk, slots(last, first, first + timedelta(minutes=59)))

    days = by_day(yunchuan.bureau.pk, PLATFORM, MIDNIGHT - DAY, MIDNIGHT + DAY)
    hours = by_hour(yunchuan.bureau.pk, PLATFORM, MIDNIGHT, MIDNIGHT + DAY)

    assert {day.day: value for (day, _key), value in days.items()} == {23: 1, 24: 2}
    assert {hour.hour: value for (hour, _key), value in hours.items()} == {0: 2}


def test_a_week_is_from_monday_to_sunday_of_yunchuan(yunchuan):
    monday = datetime(2026, 11, 23, tzinfo=LOCAL)
    add_counts(yunchuan.bureau.pk, slots(*(monday + DAY * day for day in range(-8, 15))))

    found = by_week(yunchuan.bureau.pk, PLATFORM, monday - DAY * 8, monday + DAY * 15)

    assert {(week.isoformat(), key): count for (week, key), count in found.items()} == {
        ("2026-11-09", "论坛"): 1,
        ("2026-11-16", "论坛"): 7,
        ("2026-11-23", "论坛"): 7,
        ("2026-11-30", "论坛"): 7,
        ("2026-12-07", "论坛"): 1,
    }
    assert by_week(yunchuan.bureau.pk, PLATFORM, monday, monday) == {}


def test_a_period_ends_before_the_day_after_it(yunchuan):
    add_counts(yunchuan.bureau.pk, slots(MIDNIGHT, MIDNIGHT + DAY))

    assert totals(yunchuan.bureau.pk, PLATFORM, MIDNIGHT, MIDNIGHT + DAY) == {"论坛": 1}


def test_ten_years_of_days_are_one_query(yunchuan, django_assert_num_queries):
    add_counts(yunchuan.bureau.pk, slots(*(MIDNIGHT - DAY * back for back in range(3653))))

    with django_assert_num_queries(1):
        found = totals(yunchuan.bureau.pk, PLATFORM, MIDNIGHT - DAY * 3652, MIDNIGHT + DAY)

    assert found == {"论坛": 3653}


def test_bureaus_count_for_themselves(yunchuan, linxi):
    add_counts(yunchuan.bureau.pk, slots(T0))

    assert totals(linxi.bureau.pk, PLATFORM, MIDNIGHT, MIDNIGHT + DAY) == {}


def test_a_row_is_counted_and_its_change_too(yunchuan):
    incident = desk.incident_of(yunchuan)
    bureau = yunchuan.bureau.pk
    count_rows(bureau, Incident, [incident.pk])
    with counted(bureau, Incident, [incident.pk]):
        Incident.objects.filter(pk=incident.pk).update(grade=3)

    assert grades(yunchuan) == {"3|": 1}
    assert differing_slots(bureau, OPENED) == {}


def test_an_act_inside_of_an_act_is_counted_once(yunchuan):
    incident = desk.incident_of(yunchuan)
    bureau = yunchuan.bureau.pk
    count_rows(bureau, Incident, [incident.pk])
    with counted(bureau, Incident, [incident.pk]), counted(bureau, Incident, [incident.pk]):
        Incident.objects.filter(pk=incident.pk).update(grade=4)

    assert grades(yunchuan) == {"4|": 1}


def test_a_change_that_failed_changes_no_counter_and_the_next_one_counts(yunchuan):
    incident = desk.incident_of(yunchuan)
    bureau = yunchuan.bureau.pk
    count_rows(bureau, Incident, [incident.pk])

    def fail():
        with transaction.atomic(), counted(bureau, Incident, [incident.pk]):
            Incident.objects.filter(pk=incident.pk).update(grade=4)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with counted(bureau, Incident, [incident.pk]):
        Incident.objects.filter(pk=incident.pk).update(grade=2)

    assert grades(yunchuan) == {"2|": 1}


def test_two_writers_lose_nothing_and_wait_for_each_other_in_one_order(crowd, yunchuan):  # noqa: F811
    bureau, rounds = yunchuan.bureau.pk, 10
    channels = ["论坛", "微博", "抖音"]

    def write(order, *, recorded_first):
        def act():
            for _round in range(rounds):
                with transaction.atomic():
                    if recorded_first:  # as acts do that go on after their record
                        record(yunchuan.bureau, "bureau.changed", None, T0)
                    for channel in order:
                        add_counts(bureau, slots(T0, channel=channel))
                    if not recorded_first:
                        record(yunchuan.bureau, "bureau.changed", None, T0)

        return act

    def look():
        found = totals(bureau, PLATFORM, MIDNIGHT, MIDNIGHT + DAY)
        return found, CounterValue.objects.filter(grain=Grain.HOUR).count()

    crowd(
        write(channels, recorded_first=True),
        write(channels[::-1], recorded_first=False),
        write(channels[1:] + channels[:1], recorded_first=False),
    )
    [(found, hours)] = crowd(look)

    assert found == dict.fromkeys(channels, rounds * 3)
    assert hours == len(channels)


def test_every_app_has_its_kinds_and_no_code_is_given_twice():
    codes = [kind.code for kind in every_kind()]

    assert codes == [
        "clocks.length",
        "clocks.met",
        "collected.platform",
        "collected.source",
        "collected.topic",
        "incidents.closed",
        "incidents.opened",
        "incidents.topic",
        "notices.sent",
    ]
    assert kinds_of(Incident) == [CLOSED, OPENED, TOPIC]
    assert declare(MET) is MET
    with pytest.raises(ValueError, match=r"clocks\.met"):
        declare(MET.__class__(**{**vars_of(MET), "hourly": True}))


def vars_of(kind):
    return {name: getattr(kind, name) for name in kind.__dataclass_fields__}
