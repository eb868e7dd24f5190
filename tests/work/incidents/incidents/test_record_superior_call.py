"""重大即报: a superior body is told by telephone, and the record says who answered."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.incidents.actions.record_superior_call import record_superior_call
from huiying.work.incidents.incidents.queries import superior_calls_of
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)

standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def add_superior_of(cast, now):
    facts = SuperiorFacts("区委办公室", "GOVERNMENT", "重大舆情", "电话")
    actor = cast.admin.audit_actor()
    return add_superior(bureau=cast.bureau, facts=facts, actor=actor, now=now)


@pytest.fixture
def superior(yunchuan, now):
    return add_superior_of(yunchuan, now)


def call(incident, superior, cast, now, **more):
    given = {"answered_by": "总值班室", "at": now, **more}
    return record_superior_call(
        incident=incident, superior=superior, officer=cast.lu, now=now + MINUTE, **given
    )


def test_a_call_says_who_was_told_when_and_who_answered(yunchuan, major, superior, now):
    later = now + 5 * MINUTE

    call(major, superior, yunchuan, later)

    [row] = superior_calls_of(major)
    assert (row.superior, row.at, row.answered_by) == (superior, later, "总值班室")
    [record] = AuditRecord.objects.filter(verb="incident.superior_called")
    assert record.data == {"superior": superior.name, "answered_by": "总值班室"}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"answered_by": "  "}, "接听的岗位"),
        ({"at": None, "minutes": -60}, "须在发现以后"),
        ({"at": None, "minutes": 60}, "须在发现以后"),
    ],
)
def test_a_call_needs_somebody_who_answered_and_a_moment_that_can_be(
    yunchuan, major, superior, now, changes, why
):
    if "minutes" in changes:
        changes = {"at": now + changes["minutes"] * MINUTE}

    with pytest.raises(Refused, match=why):
        call(major, superior, yunchuan, now + 5 * MINUTE, **changes)

    assert superior_calls_of(major) == []


def test_an_ordinary_matter_and_a_body_of_another_bureau_are_not_reported(
    yunchuan, linxi, major, superior, now
):
    ordinary = incident_of(yunchuan)
    theirs = add_superior_of(linxi, now)

    with pytest.raises(Refused, match="只有重大"):
        call(ordinary, superior, yunchuan, now + 5 * MINUTE)
    with pytest.raises(Refused, match="未找到该上级机关"):
        call(major, theirs, yunchuan, now + 5 * MINUTE)
