"""An incident is closed when its gate is open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.closing.gate import Condition, UnmetReason
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.notify_rise import raise_as_proposed
from huiying.work.closing.core.models import Closing
from huiying.work.closing.waivers.actions.waive import ask_waiver
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.grading.rises import waiting_rise
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.responses.drafts.actions.start import start_draft
from tests.module_rows import module_rows
from tests.scenarios.closing import (
    make_release,
    make_solved_notice,
    make_waiver,
    report_solved,
)
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import QUEUE, WATER, candidate_of, incident_of
from tests.work.closing.gate.steps import close, lacks, one_grave, sign

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HEAT = [
    "柳河新村整个小区停暖三天了，老人孩子冻得受不了",
    "柳河新村停暖，全小区的暖气都是凉的，没人管",
    "求问柳河新村停暖什么时候恢复，整个小区都在开电热毯",
    "柳河新村停暖第三天，全小区几百户没有暖气",
]


@pytest.mark.clause("7a")
def test_an_ordinary_matter_closes_when_solved_with_material_and_answered(yunchuan, now):
    incident = incident_of(yunchuan)
    seen = [lacks(incident, now)]
    make_solved_notice(yunchuan, incident, now=now)
    seen.append(lacks(incident, now))
    make_release(yunchuan, incident, now=now)
    seen.append(lacks(incident, now))

    row = close(yunchuan, incident, now)
    incident.refresh_from_db()

    assert [found.get(Condition.SOLVED) for found in seen] == [UnmetReason.NOT_TOLD, None, None]
    assert [found.get(Condition.ANSWERED) for found in seen] == [
        UnmetReason.NOT_ANSWERED,
        UnmetReason.NOT_ANSWERED,
        None,
    ]
    assert incident.stage == Stage.CLOSED
    assert [kept["state"] for kept in row.gate] == ["MET", "MET"]
    first = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic).first()
    assert first.verb == "incident.closed"
    assert verify(bureau_id=incident.bureau_id).holds


@pytest.mark.clause("7b")
@pytest.mark.parametrize(
    ("handled", "why_no_file"), [("", "排班表在科室存档。"), ("已加派一人", ""), ("", "")]
)
def test_a_report_without_material_does_not_close(yunchuan, now, handled, why_no_file):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, handled=handled, no_file_reason=why_no_file, now=now)
    make_release(yunchuan, incident, now=now)

    with pytest.raises(Refused, match="或无材料文件且未说明理由"):
        close(yunchuan, incident, now)
    assert not Closing.objects.exists()


standing_rows, rows, yunchuan, grave = module_rows(one_grave)


def test_a_double_click_closes_once_and_a_stale_tab_changes_nothing(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)

    with pytest.raises(Stale):
        close(yunchuan, incident, now, revision=incident.revision - 1)
    close(yunchuan, incident, now, revision=incident.revision)
    with pytest.raises(Refused, match="该事件已办结"):
        close(yunchuan, incident, now)
    assert Closing.objects.count() == 1


def test_an_answer_on_its_way_holds_the_gate(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    start_draft(incident=incident, officer=yunchuan.window, now=now, speaker=yunchuan.reception)

    with pytest.raises(Refused, match="尚有一份回应稿未办结"):
        close(yunchuan, incident, now)


def test_what_was_merged_in_and_never_answered_keeps_the_gate_shut(yunchuan, now):
    answered = incident_of(yunchuan)
    make_solved_notice(yunchuan, answered, now=now)
    make_release(yunchuan, answered, now=now)
    other = incident_of(yunchuan, WATER, now=now + MINUTE)
    merge_incidents(
        source=other, target=answered, reason="同一件", officer=yunchuan.shen, now=now
    )
    answered.refresh_from_db()

    assert lacks(answered, now)[Condition.ANSWERED] == UnmetReason.ANSWER_RUNS
    with pytest.raises(Refused, match="回应或发布会时限仍在计时"):
        close(yunchuan, answered, now + 3 * MINUTE)
    other.response_clock.refresh_from_db()
    assert other.response_clock.state == ClockState.RUNNING


def test_something_graver_that_was_merged_in_keeps_its_30_minutes_until_a_unit_is_notified(
    yunchuan, now
):
    answered = incident_of(yunchuan, QUEUE)
    make_solved_notice(yunchuan, answered, now=now)
    make_release(yunchuan, answered, now=now)
    grave = candidate_of(yunchuan, WATER, now=now + MINUTE)
    merge_into_incident(
        candidate=grave,
        incident=answered,
        reason="同一件",
        officer=yunchuan.shen,
        now=now + MINUTE,
    )
    answered.refresh_from_db()

    assert lacks(answered, now)[Condition.SOLVED] == UnmetReason.RISE_WAITS
    with pytest.raises(Refused, match="系统建议的更高等级尚未研判"):
        close(yunchuan, answered, now + 2 * MINUTE)

    make_solved_notice(yunchuan, answered, now=now + 3 * MINUTE)

    grave.notice_clock.refresh_from_db()
    assert grave.notice_clock.state == ClockState.RUNNING, "it spoke of the other matter"
    assert lacks(answered, now)[Condition.SOLVED] == UnmetReason.RISE_WAITS

    rise = waiting_rise(answered)
    raised = raise_as_proposed(
        rise=rise, shown_grade=rise.grade, officer=yunchuan.shen, now=now + 4 * MINUTE
    )
    answered.refresh_from_db()
    assert Condition.SOLVED in lacks(answered, now + 4 * MINUTE)
    report_solved(yunchuan, raised.notices[0], now=now + 5 * MINUTE)

    grave.notice_clock.refresh_from_db()
    assert grave.notice_clock.state == ClockState.MET
    assert Condition.SOLVED not in lacks(answered, now + 6 * MINUTE)


def test_a_duplicate_of_what_units_know_owes_no_notice_of_its_own(yunchuan, now):
    known = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    make_solved_notice(yunchuan, known, now=now)
    again = candidate_of(yunchuan, HEAT, now=now + MINUTE)
    known.refresh_from_db()

    merge_into_incident(
        candidate=again,
        incident=known,
        reason="同一件",
        officer=yunchuan.shen,
        now=now + MINUTE,
    )

    again.notice_clock.refresh_from_db()
    assert again.notice_clock.state == ClockState.MET
    assert Condition.SOLVED not in lacks(known, now + 2 * MINUTE)


def test_closing_takes_running_clocks_off_the_board_and_a_breach_stays(yunchuan, grave, now):
    late = now + timedelta(hours=3)
    row = ask_waiver(
        incident=grave, condition=Condition.CALM, reason="满意", officer=yunchuan.shen, now=now
    )
    sign(yunchuan, row, yunchuan.leader, now)
    running = Clock.objects.filter(subject_ref=grave.number, state=ClockState.RUNNING)
    due = list(running.values_list("pk", flat=True))

    close(yunchuan, grave, late)

    ended = Clock.objects.filter(pk__in=due)
    assert due
    assert {clock.stop_reason["code"] for clock in ended} == {"clocks.incident_closed"}
    assert all((clock.breached_at is not None) == (clock.due_at < late) for clock in ended)


def test_what_was_asked_and_not_signed_is_void_when_the_incident_closes(yunchuan, grave, now):
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    regrade_with_second(
        incident=grave, grade=Grade.ORDINARY, reason="回落", officer=yunchuan.lu, now=now
    )
    grave.refresh_from_db()
    pending = grave.waivers.get()
    assert pending.signoff.decision == Decision.APPROVED

    close(yunchuan, grave, now)  # the short gate of an ordinary matter needs no waiver

    assert Closing.objects.get().gate[-1]["condition"] == "ANSWERED"
