"""回应价值: whether an answer in public is due, apart from the grade."""

from __future__ import annotations

from datetime import date

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import DutyGround, ResponseValue
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_value import NoAnswer, decide_value
from huiying.work.incidents.grading.queries import value_decisions_of
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second, sign_waiting
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


PRIVACY = NoAnswer("PRIVACY", date(2027, 1, 15))


def ask(incident, value, officer, now, *grounds, reason="", **more):
    """Sign a value as one officer; returns what waits for a leader's signature."""
    more = {"no_answer": None if value == ResponseValue.ANSWER else PRIVACY, **more}
    return decide_value(
        incident=incident,
        value=value,
        grounds=grounds,
        reason=reason,
        officer=officer,
        now=now,
        **more,
    )


def decide(incident, value, officer, now, *grounds, **more):
    """Sign a value, and let the deputy leader sign where it takes one."""
    ask(incident, value, officer, now, *grounds, **more)
    sign_waiting(incident, now=now)


@pytest.mark.clause("6b")
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


def test_not_answering_needs_a_reason_and_ends_the_48_hours_when_a_leader_signed(
    yunchuan, incident, now
):
    with pytest.raises(Refused, match="须写明适用该条的理由"):
        ask(incident, ResponseValue.OFFLINE, yunchuan.shen, now, reason=" ")

    ask(incident, ResponseValue.OFFLINE, yunchuan.shen, now, reason="已当面答复")
    incident.refresh_from_db()
    assert (incident.response_value, incident.response_clock.state) == ("", "RUNNING")

    sign_waiting(incident, now=now)
    assert incident.response_clock.state == ClockState.CANCELLED


def test_no_answer_is_signed_by_a_leader_and_by_nobody_else(yunchuan, incident, now):
    ask(incident, ResponseValue.WATCH, yunchuan.shen, now, reason="正在核实")

    for officer in (yunchuan.shen, yunchuan.lu, yunchuan.speaker):
        with pytest.raises(Refused):
            sign_waiting(incident, now=now, by=officer)
    sign_waiting(incident, now=now, by=yunchuan.leader)

    row = value_decisions_of(incident).get()
    assert (row.by, row.second) == (yunchuan.shen, yunchuan.leader)
    assert row.review_clock.due_at.astimezone(LOCAL).date() == PRIVACY.review_on


@pytest.mark.parametrize(
    "grounds", [[DutyGround.EMERGENCY], [DutyGround.ORDERED, DutyGround.CONSCIENCE]]
)
def test_a_ground_keeps_the_48_hours_whatever_is_decided(yunchuan, incident, now, grounds):
    decide(incident, ResponseValue.WATCH, yunchuan.shen, now, *grounds, reason="等上级口径")

    assert incident.response_clock.state == ClockState.RUNNING


def test_a_major_matter_keeps_the_48_hours_without_any_ground(yunchuan, incident, now):
    regrade_with_second(
        incident=incident, grade=Grade.MAJOR, reason="全小区", officer=yunchuan.shen, now=now
    )

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


@pytest.mark.clause("6b")
@pytest.mark.parametrize(
    ("reason", "harm", "words"),
    [
        ("该舆情负面", "危及公共安全的具体情形", "负面"),
        ("公开会引起更多关注", "会使证人受到威胁", "引起更多关注"),
        ("证人信息尚在保护", "会引起更多人关注，影响机关形象", "引起更多人关注"),
    ],
)
def test_that_it_is_negative_is_no_reason_whatever_ground_is_chosen(
    yunchuan, incident, now, reason, harm, words
):
    ground = NoAnswer("NATIONAL_SECURITY", date(2027, 1, 15), harm)

    with pytest.raises(Refused, match=words):
        ask(incident, ResponseValue.WATCH, yunchuan.shen, now, reason=reason, no_answer=ground)

    assert not value_decisions_of(incident).exists()
