"""维持现等级: a proposal above the grade is kept off by two, and waits until then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.queries import standing_alarms
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.incidents.candidates.rises import rise_by
from huiying.work.incidents.grading.actions.keep_grade import keep_grade
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.rise_models import RiseState
from huiying.work.incidents.grading.rises import treat_as_raised, waiting_rise
from tests.scenarios.grading import deputy_of
from tests.scenarios.incidents import incident_of, run_stream, submit_posts
from tests.scenarios.rises import GRAVE, ask_to_keep, risen, sign

MINUTE = timedelta(minutes=1)


def test_one_officer_alone_keeps_no_grade_and_the_thirty_minutes_run_on(yunchuan, now):
    rise = risen(yunchuan, now)

    ask_to_keep(rise, yunchuan.lu, now + MINUTE)

    rise.refresh_from_db()
    assert (rise.state, rise.clock.state) == (RiseState.WAITING, ClockState.RUNNING)
    assert rise.due_at == rise.clock.due_at == now + 30 * MINUTE


def test_two_end_the_period_as_not_raised_after_assessment(yunchuan, now):
    rise = risen(yunchuan, now)
    row = ask_to_keep(rise, yunchuan.lu, now + MINUTE)

    sign(row, deputy_of(rise.incident), now + 2 * MINUTE)

    rise.refresh_from_db()
    clock = Clock.objects.get(pk=rise.clock_id)
    assert (rise.state, clock.state, clock.breached_at) == ("KEPT", ClockState.CANCELLED, None)
    assert clock.stop_reason == {"code": "clocks.grade_kept"}
    assert rise.incident.grade == Grade.ORDINARY
    decision = rise.incident.decisions.last()
    assert (decision.proposed_grade, decision.second) == (3, deputy_of(rise.incident))
    assert not standing_alarms(yunchuan.bureau.pk).exists()


def test_who_asked_does_not_sign_it_nor_does_another_duty_officer(yunchuan, now):
    rise = risen(yunchuan, now)
    row = ask_to_keep(rise, yunchuan.lu, now)

    for officer in (yunchuan.lu, yunchuan.shen):
        with pytest.raises(Refused):
            sign(row, officer, now + MINUTE)
    assert waiting_rise(rise.incident) == rise


def test_it_needs_a_reason_and_the_proposal_that_was_on_the_screen(yunchuan, now):
    rise = risen(yunchuan, now)
    asked = {"rise": rise, "officer": yunchuan.lu, "now": now}

    with pytest.raises(Refused, match="写明理由"):
        keep_grade(shown_grade=3, reason=" ", **asked)
    with pytest.raises(Stale):
        keep_grade(shown_grade=2, reason="误传", **asked)


def test_what_two_kept_is_not_proposed_again_by_the_next_post(yunchuan, now):
    rise = risen(yunchuan, now)
    sign(ask_to_keep(rise, yunchuan.lu, now), deputy_of(rise.incident), now + MINUTE)

    submit_posts(yunchuan, GRAVE + "，求证实", now=now + 5 * MINUTE)
    run_stream(yunchuan, now=now + 5 * MINUTE)

    assert waiting_rise(rise.incident) is None


def test_undecided_at_its_end_it_is_handled_as_raised_and_the_grade_stays_as_signed(
    yunchuan, now
):
    rise = risen(yunchuan, now)
    assert not treat_as_raised(rise, now + 29 * MINUTE)

    assert treat_as_raised(rise, now + 30 * MINUTE)

    incident = rise.incident
    incident.refresh_from_db()
    assert (incident.grade, incident.grade_in_force) == (Grade.ORDINARY, Grade.MAJOR)
    graded = Clock.objects.filter(subject_ref=incident.number, state=ClockState.RUNNING)
    assert set(graded.values_list("subject_grade", flat=True)) == {3}
    assert not treat_as_raised(rise, now + 31 * MINUTE), "once"


def test_treated_as_raised_it_takes_two_to_come_down_again(yunchuan, now):
    rise = risen(yunchuan, now)
    treat_as_raised(rise, now + 30 * MINUTE)
    incident = rise.incident
    incident.refresh_from_db()

    waits = regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="误传",
        ground=GradeGround.VERIFIED,
        officer=yunchuan.shen,
        now=now + 40 * MINUTE,
    )

    incident.refresh_from_db()
    assert waits is not None
    assert incident.grade_in_force == Grade.MAJOR

    sign(waits, deputy_of(incident), now + 41 * MINUTE)

    rise.refresh_from_db()
    incident.refresh_from_db()
    assert (incident.grade, incident.grade_in_force) == (Grade.SIGNIFICANT, Grade.SIGNIFICANT)
    assert (rise.state, rise.clock.state) == (RiseState.KEPT, ClockState.CANCELLED)
    assert rise.clock.stop_reason == {"code": "clocks.grade_kept"}


def test_kept_after_its_end_it_is_handled_as_it_was_signed(yunchuan, now):
    rise = risen(yunchuan, now)
    treat_as_raised(rise, now + 30 * MINUTE)
    row = ask_to_keep(rise, yunchuan.lu, now + 40 * MINUTE)

    sign(row, deputy_of(rise.incident), now + 41 * MINUTE)

    incident = rise.incident
    incident.refresh_from_db()
    assert incident.grade_in_force == Grade.ORDINARY
    graded = Clock.objects.filter(subject_ref=incident.number, state=ClockState.RUNNING)
    assert set(graded.values_list("subject_grade", flat=True)) == {1}


def test_a_significant_proposal_waits_without_thirty_minutes(yunchuan, now):
    incident = incident_of(yunchuan)
    candidate = incident.candidates.get()
    candidate.proposed_grade = Grade.SIGNIFICANT
    candidate.incident = incident

    rise = rise_by(candidate, now)

    assert (rise.grade, rise.clock) == (Grade.SIGNIFICANT, None)
    assert rise.due_at > now
