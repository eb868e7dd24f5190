"""The grade of an incident is the one that was signed, or that a merged incident brought."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.grading.proof import grade_differences
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import WATER, incident_of
from tests.tampering import tamper

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, now=T0))
LATER = T0 + timedelta(hours=1)


def differences(cast):
    found = grade_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def raise_to_major(cast, incident):
    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="跨平台扩散", officer=cast.shen, now=LATER
    )


def test_an_opened_and_a_regraded_incident_agree(yunchuan, incident):
    assert differences(yunchuan) == []

    raise_to_major(yunchuan, incident)

    assert differences(yunchuan) == []


def test_a_grade_that_a_merged_incident_brought_agrees(yunchuan, incident):
    other = incident_of(yunchuan, WATER, now=LATER)
    raise_to_major(yunchuan, other)
    merge_incidents(
        source=other, target=incident, reason="同一件事", officer=yunchuan.shen, now=LATER
    )
    incident.refresh_from_db()

    assert incident.grade == Grade.MAJOR
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE incidents_incident SET grade = 1", "grade_differs"),
        ("UPDATE incidents_incident SET number = '2026-9999'", "incident_missing"),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, incident, change, found):
    raise_to_major(yunchuan, incident)

    tamper(f"{change} WHERE id = %s", incident.pk)

    assert differences(yunchuan) == [(found, incident.number)]


def test_the_daily_check_names_it(yunchuan, incident):
    other = {1: 3}.get(incident.grade, 1)
    tamper("UPDATE incidents_incident SET grade = %s WHERE id = %s", other, incident.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.grade_differs", incident.number)
    ]
