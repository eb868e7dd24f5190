"""The second signature: what was asked for stands with it, and not before."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND, decide_request
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.requests import request_hash, waiting_requests
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.scenarios.grading import deputy_of, sign_waiting
from tests.scenarios.incidents import WATER, incident_of, restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def ask(incident, grade, officer, now):
    """Sign a grade as one officer; returns what waits for the second signature."""
    waits = regrade(
        incident=incident,
        grade=grade,
        reason="跨平台扩散",
        ground=GradeGround.CONSULTED,
        officer=officer,
        now=now,
    )
    incident.refresh_from_db()
    return waits


def decide(row, officer, now, *, approve=True, reason=""):
    decide_request(
        row,
        approve=approve,
        reason=reason,
        shown_hash=request_hash(row),
        officer=officer,
        now=now,
    )


def major(yunchuan, now):
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)


@pytest.mark.clause("6a")
def test_the_second_signature_lowers_it_and_both_names_stand_under_it(yunchuan, now):
    incident = major(yunchuan, now)

    row = ask(incident, Grade.ORDINARY, yunchuan.shen, now)

    decide(row, yunchuan.cheng, now + timedelta(minutes=5))

    incident.refresh_from_db()

    last = incident.decisions.last()
    assert incident.grade == Grade.ORDINARY
    assert (last.by, last.second) == (yunchuan.shen, deputy_of(incident))


def test_who_asked_cannot_sign_twice_nor_can_who_may_not_grade(yunchuan, now):
    incident = major(yunchuan, now)
    row = ask(incident, Grade.ORDINARY, yunchuan.shen, now)

    for officer in (yunchuan.shen, yunchuan.speaker, yunchuan.water):
        with pytest.raises(Refused):
            sign_waiting(incident, now=now, by=officer)

    row.signoff.refresh_from_db()
    assert (row.signoff.signed, incident.grade) == (0, Grade.MAJOR)


def test_what_was_not_signed_leaves_grade_and_clock_as_they_were(yunchuan, now):
    incident = incident_of(yunchuan)
    before = incident.notice_clock
    row = ask(incident, Grade.MAJOR, yunchuan.shen, now + timedelta(minutes=5))
    raised = incident.notice_clock

    decide(row, yunchuan.cheng, now + timedelta(minutes=9), approve=False, reason="依据不足")

    incident.refresh_from_db()
    assert (incident.grade, incident.notice_clock) == (Grade.ORDINARY, before)
    assert Clock.objects.get(pk=raised.pk).state == ClockState.CANCELLED
    assert Clock.objects.get(pk=before.pk).state == ClockState.RUNNING


def test_a_signature_under_a_grade_that_changed_meanwhile_is_stale(yunchuan, now):
    incident = incident_of(yunchuan)
    row = ask(incident, Grade.MAJOR, yunchuan.shen, now)
    shown = request_hash(row)
    type(incident).objects.filter(pk=incident.pk).update(grade=2)

    with pytest.raises(Stale):
        GRADING_KIND.approve(row, shown_hash=shown, officer=yunchuan.cheng, now=now)


def test_what_waits_is_void_when_the_incident_is_merged_into_another(yunchuan, now):
    incident, other = incident_of(yunchuan), major(yunchuan, now)
    row = ask(incident, Grade.SIGNIFICANT, yunchuan.shen, now)

    merge_incidents(
        source=incident, target=other, reason="一件事", officer=yunchuan.lu, now=now
    )

    row.signoff.refresh_from_db()
    assert row.signoff.decision == "VOID"
    assert waiting_requests(incident) == []
