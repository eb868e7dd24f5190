"""The public roster says what was asked for and consented to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.actions.append import append
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.responses.responders.actions.join_roster import decline, leave
from huiying.work.responses.responders.models import Responder
from huiying.work.responses.responders.proof import roster_differences
from tests.factories import T0
from tests.module_rows import module_rows
from tests.tampering import tamper
from tests.work.responses.responders.steps import ask, listed

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)

standing_rows, rows, yunchuan, line = module_rows(lambda cast: listed(cast, cast.window, T0))


def differences(cast):
    found = roster_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record.responder_"), one.params["ref"]) for one in found]


def test_each_step_agrees_with_its_record(yunchuan, line):
    asked = ask(yunchuan, yunchuan.speaker, LATER)
    assert differences(yunchuan) == []

    decline(responder=asked, revision=asked.revision, officer=yunchuan.speaker, now=LATER)
    leave(responder=line, revision=line.revision, officer=yunchuan.window, now=LATER)

    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE responses_responder SET work_name = '别人'", ["differs"]),
        ("UPDATE responses_responder SET unit_name = '别的单位'", ["differs"]),
        ("UPDATE responses_responder SET role = '别的岗位'", ["differs"]),
        ("UPDATE responses_responder SET covers = '什么都管'", ["differs"]),
        ("UPDATE responses_responder SET state = 'LEFT'", ["differs"]),
        ("UPDATE responses_responder SET number = '2026-99'", ["not_recorded", "missing"]),
        ("DELETE FROM responses_responder", ["missing"]),
    ],
)
def test_what_was_changed_below_the_application_is_found(yunchuan, line, change, found):
    assert tamper(f"{change} WHERE id = %s", line.pk) == 1

    assert [code for code, _ref in differences(yunchuan)] == found


def test_a_record_of_an_earlier_version_is_compared_by_what_it_says(yunchuan, line):
    row = Responder.objects.create(
        bureau=yunchuan.bureau,
        number="2026-77",
        officer=yunchuan.speaker,
        work_name="小苏",
        unit=yunchuan.office,
        role="发言岗",
        covers="发布",
        requested_by=yunchuan.shen,
        requested_at=T0,
    )
    append(
        bureau_id=yunchuan.bureau.pk,
        actor=yunchuan.shen.audit_actor(),
        verb="responder.asked",
        subject=row.audit_subject(),
        now=T0,
        data={"unit": row.unit.name},
    )
    assert differences(yunchuan) == []

    Responder.objects.filter(pk=row.pk).update(state="LISTED", consented_at=T0)

    assert differences(yunchuan) == [("differs", "2026-77")]


def test_the_daily_check_names_it(yunchuan, line):
    tamper("UPDATE responses_responder SET work_name = '别人' WHERE id = %s", line.pk)

    problems = check_bureau(yunchuan.bureau.pk, read_files=False).problems

    assert [(one.code, one.params["ref"]) for one in problems] == [
        ("record.responder_differs", line.number)
    ]
