"""What a request reads of an incident is read when a panel asks, and once."""

from __future__ import annotations

import pytest

from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.work.casework.notices.queries import notices_of
from huiying.work.casework.tasks.teams import teams_of
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db

PARTS = ("by_hour", "groups_and_posts", "voices", "places", "texts", "casualties")


def reading_of(cast, now):
    return IncidentReading(incident_of(cast), cast.lu, now)


def test_making_a_reading_asks_nothing(yunchuan, now, django_assert_num_queries):
    incident = incident_of(yunchuan)

    with django_assert_num_queries(0):
        IncidentReading(incident, yunchuan.lu, now)


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_two_panels_need_is_read_once(
    part, yunchuan, now, django_assert_num_queries
):
    reading = reading_of(yunchuan, now)
    first = getattr(reading.posts, part)

    with django_assert_num_queries(0):
        assert getattr(reading.posts, part) is first


def test_of_a_kind_of_which_there_is_nothing_no_row_is_asked_for(
    yunchuan, now, django_assert_num_queries
):
    reading = reading_of(yunchuan, now)
    assert reading.rows("teams", teams_of) == []

    with django_assert_num_queries(0):
        assert reading.family_rows("notices", notices_of) == []
        assert reading.effect is None
