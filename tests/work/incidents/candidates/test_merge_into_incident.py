"""并入事件: a candidate brings its posts and clocks into an incident."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.core.models import Incident, IncidentEvent
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
