"""并入事件: a candidate brings its posts and clocks into an incident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.outbox.queries import standing_alarms
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.take_back import take_back
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    candidate_of,
    incident_of,
)

LAMP = [
    f"滨江路的路灯坏了一整排，晚上走夜路很黑，{said}。"
    for said in ("两周了", "摔过人", "请来修")
]


def test_a_merged_candidate_brings_its_posts_and_clock_and_never_a_later_start(yunchuan, now):
    incident = incident_of(yunchuan, now=now + timedelta(hours=1))
    candidate = candidate_of(yunchuan, WATER, now=now)

    merge_into_incident(
        candidate=candidate,
        incident=incident,
        reason="同一片区",
        officer=yunchuan.lu,
        now=now + timedelta(hours=2),
    )

    incident.refresh_from_db()
    assert incident.size == 8
    assert incident.discovered_at == now
    refs = set(Clock.objects.values_list("subject_ref", flat=True))
    assert refs == {incident.number}


def test_a_grave_candidate_is_not_hidden_in_a_closed_incident(yunchuan, now):
    closed = make_closed_incident(yunchuan)
    grave = candidate_of(yunchuan, WATER, now=now + timedelta(minutes=8))
    assert grave.notice_clock is not None

    with pytest.raises(Refused, match="建议为重大，不得并入已办结事件"):
        merge_into_incident(
            candidate=grave,
            incident=closed,
            reason="同一件",
            officer=yunchuan.lu,
            now=now + timedelta(minutes=9),
        )

    grave.refresh_from_db()
    assert (grave.state, grave.incident) == (CandidateState.NEW, None)


def test_a_candidate_joins_no_incident_that_was_just_folded_into_another(yunchuan, now):
    target, other = incident_of(yunchuan, WATER), incident_of(yunchuan, QUEUE)
    candidate = candidate_of(yunchuan, LAMP)
    on_his_screen = Incident.objects.get(pk=target.pk)
    merge_incidents(source=target, target=other, reason="同一件", officer=yunchuan.lu, now=now)

    with pytest.raises(Refused, match="已并入"):
        merge_into_incident(
            candidate=candidate,
            incident=on_his_screen,
            reason="同一件",
            officer=yunchuan.shen,
            now=now,
        )

    assert not IncidentEvent.objects.filter(incident=target).exists()


def test_an_incident_of_another_bureau_takes_no_candidate(yunchuan, linxi, now):
    theirs, candidate = incident_of(linxi), candidate_of(yunchuan)

    with pytest.raises(Refused, match="未找到该事件"):
        merge_into_incident(
            candidate=candidate,
            incident=theirs,
            reason="同一件",
            officer=yunchuan.lu,
            now=now,
        )

    candidate.refresh_from_db()
    assert candidate.state == CandidateState.NEW


def merge_grave(yunchuan, now, into=None):
    """Merge a candidate that is proposed as 重大, its notice late, into an incident of 一般."""
    incident = into or incident_of(yunchuan, QUEUE, now=now)
    grave = candidate_of(yunchuan, WATER, now=now)
    merge_into_incident(
        candidate=grave,
        incident=incident,
        reason="同一事",
        officer=yunchuan.lu,
        now=now + timedelta(minutes=40),
    )
    grave.refresh_from_db()
    incident.refresh_from_db()
    return grave, incident


@pytest.mark.clause("4(3)c")
def test_a_grave_candidate_waits_in_a_lighter_incident_with_its_thirty_minutes(yunchuan, now):
    grave, incident = merge_grave(yunchuan, now)

    rise = waiting_rise(incident)
    assert (rise.grade, rise.clock_id) == (grave.proposed_grade, grave.notice_clock_id)
    assert rise.clock.state == ClockState.RUNNING
    assert (rise.clock.subject_ref, rise.clock.subject_grade) == (incident.number, 3)
    assert rise.clock.holder_code == Role.DUTY_OFFICER


def test_its_alarm_stays_until_somebody_acts_upon_the_matter_itself(yunchuan, now):
    grave, _incident = merge_grave(yunchuan, now)

    assert standing_alarms(yunchuan.bureau.pk).filter(about_ref=grave.event_id).exists()


def test_what_was_kept_of_the_incident_itself_does_not_answer_what_is_merged_in(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE, now=now)
    incident.decisions.update(proposed_grade=3)

    merge_grave(yunchuan, now, incident)

    assert waiting_rise(incident) is not None


def test_a_merge_that_is_taken_back_takes_its_proposal_and_clock_along(yunchuan, now):
    grave, incident = merge_grave(yunchuan, now)

    take_back(candidate=grave, reason="不是同一事", officer=yunchuan.lu, now=now)

    grave.refresh_from_db()
    assert waiting_rise(incident) is None
    assert (grave.state, grave.notice_clock.state) == ("NEW", ClockState.RUNNING)
    assert grave.notice_clock.subject_ref == str(grave.event_id)
