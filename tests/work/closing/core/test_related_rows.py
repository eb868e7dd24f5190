"""What there is about an incident at all: a page that asks no more still shows everything."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.closing.gate import Condition
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.closing.core.related_rows import ROW_KINDS, RelatedRows, related_rows_of
from huiying.work.closing.gate.actions.reopen import reopen_incident
from huiying.work.closing.gate.queries import gate_of
from huiying.work.incidents.core.queries import merged_from
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.scenarios.closing import (
    make_closed_incident,
    make_release,
    make_solved_notice,
    make_waiver,
)
from tests.scenarios.incidents import WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db


def found(incident):
    return related_rows_of(incident, merged_from(incident))


def test_every_kind_is_found_by_an_indexed_column_of_its_incident():
    columns = [model._meta.get_field("incident") for model in ROW_KINDS.values()]

    assert all(column.db_index and column.column == "incident_id" for column in columns)


def test_one_query_tells_that_there_is_nothing(yunchuan, django_assert_num_queries):
    incident = incident_of(yunchuan)

    with django_assert_num_queries(1):
        file = related_rows_of(incident, [])

    assert file == RelatedRows([incident.pk], {})


def test_what_is_not_there_is_not_asked_for(yunchuan, now):
    incident = incident_of(yunchuan)
    notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=now
    )
    file, asked = found(incident), []

    assert file.kinds == {"notices"}
    assert file.rows("notices", lambda key: asked.append(key) or [key], incident.pk)
    assert file.rows("teams", lambda key: asked.append(key) or [key], incident.pk) == []
    assert asked == [incident.pk]


def test_what_came_to_a_merged_incident_is_on_file_of_the_other(yunchuan, now):
    told = incident_of(yunchuan)
    make_solved_notice(yunchuan, told, now=now)
    other = incident_of(yunchuan, WATER, now=now)
    before = found(other)

    told.refresh_from_db()
    merge_incidents(source=told, target=other, reason="一件事", officer=yunchuan.lu, now=now)

    assert before.kinds == frozenset({"requests"})
    assert found(other) == RelatedRows([other.pk, told.pk], {"notices": 1, "requests": 1})


# The gate ------------------------------------------------------------------------------------


def test_the_gate_of_an_untouched_matter_is_the_same_when_it_is_known_what_is_there(
    yunchuan, now
):
    incident = incident_of(yunchuan)

    assert gate_of(incident, now, related=found(incident)) == gate_of(incident, now)


def test_so_is_that_of_a_matter_that_was_solved_answered_and_in_part_waived(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    docket_of(yunchuan, incident, now=now)
    make_waiver(yunchuan, incident, Condition.SOLVED, now=now)
    incident.refresh_from_db()

    known = gate_of(incident, now, related=found(incident))

    assert known == gate_of(incident, now)
    assert known.record.answered
    assert known.record.unverified == 1
    assert list(known.waivers) == [Condition.SOLVED]


def test_so_is_that_of_a_matter_that_was_opened_again(yunchuan, now):
    incident = make_closed_incident(yunchuan, now=now)
    later = now + timedelta(hours=1)
    reopen_incident(incident=incident, reason="又有人说", officer=yunchuan.lu, now=later)
    incident.refresh_from_db()

    known = gate_of(incident, later, related=found(incident))

    assert known == gate_of(incident, later)
    assert not known.record.answered
