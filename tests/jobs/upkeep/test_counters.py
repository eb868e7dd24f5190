"""Counters of an installation: built after an upgrade, compared by the doctor, rebuilt."""

from __future__ import annotations

import pytest

from huiying.base.counters.models import BuiltCounter, CounterValue
from huiying.jobs.upkeep import doctor
from huiying.jobs.upkeep.counters import (
    build_new_counters,
    check_counters,
    rebuild_every_counter,
)
from tests.scenarios.incidents import QUEUE, submit_posts

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def wrong(yunchuan, now):
    """A bureau one of whose counters says two too many."""
    submit_posts(yunchuan, *QUEUE, now=now)
    CounterValue.objects.filter(kind="collected.source", grain="d").update(value=6)
    return yunchuan


def differing(checked):
    return {(one.bureau, one.kind): one.differing for one in checked if one.differing}


def test_the_doctor_names_the_kind_that_differs_and_the_command(wrong):
    found = doctor._of_counters(wrong.bureau)

    assert not found.fine
    assert "collected.source（1 处）" in found.sentence
    assert "huiying doctor --rebuild-counters" in found.sentence


def test_after_a_rebuild_the_doctor_has_nothing_to_say(wrong, linxi, now):
    assert differing(rebuild_every_counter(now)) == {("yunchuan", "collected.source"): 1}
    assert differing(check_counters(wrong.bureau)) == {}
    assert doctor._of_counters(wrong.bureau).fine


def test_an_upgrade_counts_what_was_there_before(wrong, linxi, now):
    CounterValue.objects.all().delete()

    build_new_counters(now)

    assert differing(check_counters(wrong.bureau)) == {}
    assert set(BuiltCounter.objects.values_list("bureau__slug", flat=True)) == {
        "yunchuan",
        "linxi",
    }


def test_what_was_built_is_not_built_again_at_every_start(
    wrong, now, django_assert_max_num_queries
):
    build_new_counters(now)

    with django_assert_max_num_queries(2):
        build_new_counters(now)
