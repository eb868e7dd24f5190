"""回应价值: whether an answer in public is due, apart from the grade."""

from __future__ import annotations

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_value import decide_value
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.queries import value_decisions_of
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


def decide(incident, value, officer, now, *grounds, reason="", **more):
    decide_value(
        incident=incident,
        value=value,
        grounds=grounds,
        reason=reason,
        officer=officer,
        now=now,
        **more,
    )
    incident.refresh_from_db()


@pytest.mark.clause("6")
def test_a_value_is_signed_with_its_grounds_and_is_on_record(yunchuan, incident, now):
    decide(
        incident,
        ResponseValue.ANSWER,
        yunchuan.shen,
        now,
        DutyGround.INTEREST,
        DutyGround.MISREAD,
    )

    row = value_decisions_of(incident).get()
    assert (row.by, row.at, row.value) == (yunchuan.shen, now, ResponseValue.ANSWER)
    assert row.grounds == ["MISREAD", "INTEREST"]
    record = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic).first()
    assert (record.verb, record.data["grounds"]) == ("incident.value", row.grounds)


def test_not_answering_needs_a_reason_and_ends_the_48_hours(yunchuan, incident, now):
    with pytest.raises(Refused, match="须写明理由"):
        decide(incident, ResponseValue.OFFLINE, yunchuan.shen, now, reason=" ")
    assert incident.response_clock.state == ClockState.RUNNING

    decide(incident, ResponseValue.OFFLINE, yunchuan.shen, now, reason="已当面答复")

    assert incident.response_clock.state == ClockState.CANCELLED


@pytest.mark.parametrize(
    "grounds", [[DutyGround.EMERGENCY], [DutyGround.ORDERED, DutyGround.CONSCIENCE]]
)
def test_a_ground_keeps_the_48_hours_whatever_is_decided(yunchuan, incident, now, grounds):
    decide(incident, ResponseValue.WATCH, yunchuan.shen, now, *grounds, reason="等上级口径")

    assert incident.response_clock.state == ClockState.RUNNING


def test_a_major_matter_keeps_the_48_hours_without_any_ground(yunchuan, incident, now):
    regrade(
        incident=incident, grade=Grade.MAJOR, reason="全小区", officer=yunchuan.shen, now=now
    )
    incident.refresh_from_db()

    decide(incident, ResponseValue.WATCH, yunchuan.shen, now, reason="再看看")

    assert incident.response_clock.state == ClockState.RUNNING


def test_a_change_of_mind_starts_the_48_hours_at_discovery_again(yunchuan, incident, now):
    first = incident.response_clock
    decide(incident, ResponseValue.OFFLINE, yunchuan.shen, now, reason="只涉及一户")

    decide(incident, ResponseValue.ANSWER, yunchuan.shen, now)

    assert incident.response_clock.state == ClockState.RUNNING
    assert incident.response_clock.due_at == first.due_at
    assert Clock.objects.get(pk=first.pk).state == ClockState.CANCELLED


def test_a_stale_page_decides_nothing(yunchuan, incident, now):
    on_her_screen = Incident.objects.get(pk=incident.pk)
    seen = incident.revision
    decide(incident, ResponseValue.ANSWER, yunchuan.shen, now, revision=seen)

    with pytest.raises(Stale):
        decide(
            on_her_screen,
            ResponseValue.WATCH,
            yunchuan.lu,
            now,
            reason="再看看",
            revision=seen,
        )

    assert value_decisions_of(incident).count() == 1
