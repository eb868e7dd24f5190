"""突发事件级别 and 类型: signed by an officer, apart from the grade, with the five hours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.event_kinds import EventKind
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.severity import Severity
from huiying.work.incidents.core.clocks import PRESS
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_severity import decide_severity
from huiying.work.incidents.grading.models import RequestKind
from huiying.work.incidents.grading.queries import severity_decisions_of
from huiying.work.incidents.grading.requests import ask_second_signature, waiting_requests
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.module_rows import module_rows
from tests.scenarios.grading import sign_waiting
from tests.scenarios.incidents import QUEUE, incident_of, restart_workers
from tests.work.responses import desk

COLLAPSE = [
    "柳河路一号厂房坍塌,现场12人死亡,20人受伤,请速救援",
    "柳河路一号厂房坍塌了,亲戚说12人死亡,医院里都是人",
    "柳河路一号厂房坍塌,消防都来了,家属在外面等",
]
PUPIL = [
    "云川二小教学楼雨棚掉下来，砸伤一名学生",
    "云川二小雨棚掉下来了，家长说砸伤1名学生",
    "云川二小教学楼雨棚掉下来，请区住建局尽快处理",
]
FIVE_HOURS = timedelta(hours=5)


def collapsed(cast):
    restart_workers()
    return incident_of(cast, COLLAPSE, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, collapse = module_rows(collapsed)


def sign(incident, level, officer, now, reason="", kind=None, **more):
    """Sign a level, as an accident of production unless a kind is given."""
    usual = EventKind.PRODUCTION_SAFETY if level else EventKind.NONE
    decide_severity(
        incident=incident,
        level=level,
        event_kind=usual if kind is None else kind,
        reason=reason,
        officer=officer,
        now=now,
        **more,
    )
    incident.refresh_from_db()


def emergency(incident):
    return Clock.objects.filter(subject_ref=incident.number, name="权威信息发布")


def test_what_posts_state_is_signed_without_a_reason_and_starts_five_hours(
    yunchuan, collapse, now
):
    later = now + timedelta(minutes=20)

    sign(collapse, Severity.II, yunchuan.shen, later)

    decision = collapse.severity_decisions.get()
    assert (decision.level, decision.proposed_level) == ("II", "II")
    assert decision.phrase == "现场12人死亡"
    assert decision.event_kind == decision.proposed_kind == EventKind.PRODUCTION_SAFETY
    assert decision.kind_phrase == "柳河路一号厂房坍塌"
    assert collapse.event_kind == EventKind.PRODUCTION_SAFETY
    assert collapse.emergency_clock.starts_at == collapse.discovered_at
    assert collapse.emergency_clock.due_at == collapse.discovered_at + FIVE_HOURS


def test_the_grade_and_its_clocks_stay_as_they_were(yunchuan, collapse, now):
    before = (collapse.grade, collapse.notice_clock_id, collapse.response_clock_id)

    sign(collapse, Severity.II, yunchuan.shen, now)

    assert (collapse.grade, collapse.notice_clock_id, collapse.response_clock_id) == before


@pytest.mark.parametrize("level", [Severity.NONE, Severity.I, Severity.IV])
def test_another_level_than_stated_needs_a_reason(yunchuan, collapse, now, level):
    with pytest.raises(Refused, match="理由"):
        sign(collapse, level, yunchuan.shen, now)

    assert not collapse.severity_decisions.exists()

    sign(collapse, level, yunchuan.shen, now, reason="应急管理局通报")
    sign_waiting(collapse, now=now, by=yunchuan.cheng)

    assert collapse.severity == level


@pytest.mark.parametrize("level", [Severity.NONE, Severity.IV])
def test_one_officer_alone_does_not_decline_a_grave_level_that_posts_state(
    yunchuan, collapse, now, level
):
    kind = EventKind.OTHER_ACCIDENT if level else EventKind.NONE

    sign(collapse, level, yunchuan.shen, now, reason="不算", kind=kind)

    assert not collapse.severity_decisions.exists()
    with pytest.raises(Refused):
        sign_waiting(collapse, now=now, by=yunchuan.shen)
    sign_waiting(collapse, now=now, by=yunchuan.cheng)
    assert collapse.severity_decisions.get().second == yunchuan.cheng


def test_a_level_needs_a_kind_of_event(yunchuan, collapse, now):
    with pytest.raises(Refused, match="选择事件类型"):
        sign(collapse, Severity.II, yunchuan.shen, now, "应急管理局通报", kind=EventKind.NONE)

    assert not collapse.severity_decisions.exists()


def test_one_injured_pupil_is_no_level_and_needs_no_reason_to_be_none(yunchuan, now):
    incident = incident_of(yunchuan, PUPIL)

    sign(incident, Severity.NONE, yunchuan.lu, now, kind=EventKind.OTHER_ACCIDENT)

    decision = incident.severity_decisions.get()
    assert (decision.proposed_kind, decision.proposed_level) == ("other_accident", "")
    assert (decision.level, decision.event_kind) == ("", "other_accident")


def test_a_level_by_the_bureaus_own_plan_needs_its_reason(yunchuan, now):
    incident = incident_of(yunchuan, PUPIL)
    own = EventKind.OTHER_ACCIDENT

    with pytest.raises(Refused, match="依据"):
        sign(incident, Severity.IV, yunchuan.lu, now, kind=own)

    sign(incident, Severity.IV, yunchuan.lu, now, reason="区总体预案第二章", kind=own)
    assert incident.severity == Severity.IV


def test_another_kind_than_the_posts_speak_for_needs_a_reason(yunchuan, now):
    incident = incident_of(yunchuan, PUPIL)

    with pytest.raises(Refused, match="理由"):
        sign(incident, Severity.IV, yunchuan.lu, now)

    sign(incident, Severity.IV, yunchuan.lu, now, reason="雨棚正由施工单位更换")
    decision = incident.severity_decisions.get()
    assert decision.event_kind == EventKind.PRODUCTION_SAFETY
    assert decision.proposed_level == "IV", "on the scale of the kind that was signed"


def test_the_kind_alone_may_be_put_right_and_no_clock_changes(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    clocks = list(emergency(collapse).values_list("pk", "state", "due_at"))

    why = "区政府认定不属于生产安全事故"
    sign(collapse, Severity.II, yunchuan.shen, now, reason=why, kind=EventKind.OTHER_ACCIDENT)

    assert collapse.event_kind == EventKind.OTHER_ACCIDENT
    assert list(emergency(collapse).values_list("pk", "state", "due_at")) == clocks
    assert waiting_requests(collapse) == []


def test_the_second_signature_binds_the_kind(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    other = EventKind.OTHER_ACCIDENT
    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核", kind=other)
    assert collapse.event_kind == EventKind.PRODUCTION_SAFETY, "until another has signed"

    sign_waiting(collapse, now=now, by=yunchuan.cheng)

    collapse.refresh_from_db()
    assert (collapse.severity, collapse.event_kind) == (Severity.III, other)
    assert collapse.severity_decisions.last().event_kind == other


def test_a_kind_that_changed_meanwhile_refuses_the_second_signature(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")

    Incident.objects.filter(pk=collapse.pk).update(event_kind=EventKind.FIRE)

    with pytest.raises(Stale):
        sign_waiting(collapse, now=now, by=yunchuan.cheng)


def test_what_waited_before_there_were_kinds_keeps_its_hash_and_is_signed(
    yunchuan, collapse, now
):
    sign(collapse, Severity.II, yunchuan.shen, now)
    Incident.objects.filter(pk=collapse.pk).update(event_kind="")
    collapse.refresh_from_db()
    terms = {"level": "III", "proposed": "II", "phrase": "现场12人死亡", "reason": "复核"}

    row = ask_second_signature(
        collapse, RequestKind.SEVERITY, terms, officer=yunchuan.shen, now=now
    )

    assert row.signoff.content_hash == hash_of_content(
        {
            "incident": collapse.number,
            "grade": collapse.grade,
            "negative": collapse.negative,
            "value": collapse.response_value,
            "severity": "II",
            "kind": "SEVERITY",
            "terms": terms,
        }
    )
    sign_waiting(collapse, now=now, by=yunchuan.cheng)
    assert (collapse.severity, collapse.event_kind) == (Severity.III, "")


def test_one_officer_alone_ends_neither_the_five_hours_nor_the_24(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)

    for level in (Severity.III, Severity.NONE):
        sign(collapse, level, yunchuan.shen, now, reason="复核")

    assert collapse.severity == Severity.II
    assert collapse.emergency_clock.state == ClockState.RUNNING
    assert (
        Clock.objects.get(subject_ref=collapse.number, kind=PRESS).state == ClockState.RUNNING
    )
    [waits] = waiting_requests(collapse)
    assert waits.terms["level"] == Severity.NONE  # the later one stands in the earlier's place


def test_who_asked_for_a_lighter_level_cannot_sign_it_too(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")

    for officer in (yunchuan.shen, yunchuan.speaker, yunchuan.water):
        with pytest.raises(Refused):
            sign_waiting(collapse, now=now, by=officer)

    collapse.refresh_from_db()
    assert collapse.severity == Severity.II


def test_the_second_signature_takes_the_five_hours_off_and_a_grave_level_starts_them_again(
    yunchuan, collapse, now
):
    sign(collapse, Severity.II, yunchuan.shen, now)
    first = collapse.emergency_clock_id

    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")
    sign_waiting(collapse, now=now, by=yunchuan.cheng)

    collapse.refresh_from_db()
    last = collapse.severity_decisions.last()
    assert (last.level, last.by, last.second) == ("III", yunchuan.shen, yunchuan.cheng)
    assert Clock.objects.get(pk=first).state == ClockState.CANCELLED
    sign(collapse, Severity.I, yunchuan.shen, now, reason="再次复核")
    assert [clock.state for clock in emergency(collapse).order_by("pk")] == [
        ClockState.CANCELLED,
        ClockState.RUNNING,
    ]


def test_a_grave_level_gives_24_hours_to_meet_the_press_until_two_have_lowered_it(
    yunchuan, collapse, now
):
    sign(collapse, Severity.II, yunchuan.shen, now)
    press = Clock.objects.get(subject_ref=collapse.number, kind=PRESS)
    assert press.due_at == collapse.discovered_at + timedelta(hours=24)

    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")
    sign_waiting(collapse, now=now, by=yunchuan.cheng)

    press.refresh_from_db()
    assert press.state == ClockState.CANCELLED


def test_a_level_that_changed_meanwhile_voids_what_waited_for_the_second_signature(
    yunchuan, collapse, now
):
    sign(collapse, Severity.II, yunchuan.shen, now)
    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")

    sign(collapse, Severity.I, yunchuan.lu, now, reason="死亡人数上升")

    assert waiting_requests(collapse) == []
    assert collapse.severity == Severity.I


def test_a_level_raised_below_the_application_refuses_the_signature(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    sign(collapse, Severity.III, yunchuan.shen, now, reason="复核")

    Incident.objects.filter(pk=collapse.pk).update(severity=Severity.I)

    with pytest.raises(Stale):
        sign_waiting(collapse, now=now, by=yunchuan.cheng)


def test_to_lower_what_posts_now_call_lighter_still_needs_a_reason(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)
    sign(incident, Severity.II, yunchuan.shen, now, reason="应急管理局通报")

    with pytest.raises(Refused, match="理由"):
        sign(incident, Severity.NONE, yunchuan.shen, now)


def test_between_the_two_grave_levels_the_five_hours_go_on(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)

    sign(collapse, Severity.I, yunchuan.shen, now, reason="死亡人数上升")

    assert emergency(collapse).get().state == ClockState.RUNNING


def test_who_signs_an_old_page_changes_nothing(yunchuan, collapse, now):
    seen = collapse.revision
    sign(collapse, Severity.II, yunchuan.shen, now, revision=seen)

    with pytest.raises(Stale):
        sign(collapse, Severity.I, yunchuan.lu, now, reason="看错了", revision=seen)

    assert Incident.objects.get(pk=collapse.pk).severity == Severity.II


def test_the_same_level_twice_is_no_decision(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)

    with pytest.raises(Refused, match="类型和级别均未变化"):
        sign(collapse, Severity.II, yunchuan.shen, now)


def test_that_it_is_no_emergency_can_be_signed_once(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)

    sign(incident, Severity.NONE, yunchuan.lu, now)

    assert incident.severity_decisions.get().level == ""
    assert not emergency(incident).exists()


def test_merging_never_makes_an_emergency_lighter(yunchuan, collapse, now):
    sign(collapse, Severity.II, yunchuan.shen, now)
    target = incident_of(yunchuan, QUEUE, now=now + timedelta(minutes=30))

    merge_incidents(
        source=collapse, target=target, reason="同一件事", officer=yunchuan.lu, now=now
    )

    target.refresh_from_db()
    assert (target.severity, target.event_kind) == (Severity.II, "production_safety")
    assert target.emergency_clock.subject_ref == target.number
    assert severity_decisions_of(target).get().by == yunchuan.shen
    with pytest.raises(Refused, match="类型和级别均未变化"):
        sign(target, Severity.II, yunchuan.lu, now, reason="还是重大")


def test_a_public_answer_ends_the_five_hours(yunchuan, now):
    incident = desk.incident_of(yunchuan)
    sign(incident, Severity.II, yunchuan.shen, now, reason="应急管理局通报")

    desk.published(yunchuan, now + timedelta(hours=1), incident=incident)

    assert emergency(incident).get().state == ClockState.MET


def test_what_was_said_in_public_before_the_level_was_signed_counts(yunchuan, now):
    incident = desk.incident_of(yunchuan)
    spoke = now + timedelta(hours=1)
    desk.published(yunchuan, spoke, incident=incident)
    incident.refresh_from_db()

    later = now + timedelta(hours=9)
    sign(incident, Severity.II, yunchuan.shen, later, reason="应急管理局通报")

    clock = emergency(incident).get()
    assert (clock.state, clock.stopped_at) == (ClockState.MET, spoke)
    assert clock.breached_at is None
