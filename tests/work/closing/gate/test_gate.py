"""An incident closes only through its gate, and opens again only by an officer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.audit.queries import timeline, verify
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.jobs.clocks import after_closing
from huiying.policy.closing.gate import Condition, ConditionState, UnmetReason
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.response_value import ResponseValue
from huiying.policy.procedure.stages import Stage
from huiying.work.closing.core.models import Closing
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.actions.close import CLOSED_REASON, close_incident
from huiying.work.closing.gate.actions.reopen import decline_reopening, reopen_incident
from huiying.work.closing.gate.models import ReopenProposal, ReopenState
from huiying.work.closing.gate.queries import gate_of
from huiying.work.closing.waivers.actions.waive import ask_waiver, decide_waiver
from huiying.work.closing.waivers.queries import waiver_signers
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_value import decide_value
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.drafts.actions.start import start_draft
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.closing import (
    make_closed_incident,
    make_release,
    make_solved_notice,
    make_waiver,
)
from tests.scenarios.incidents import (
    QUEUE,
    docket_of,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_warm():
    restart_workers()


def lacks(incident, now):
    return {row.condition: row.lack for row in gate_of(incident, now).rows if row.lack}


def close(cast, incident, now, **more):
    return close_incident(incident=incident, officer=cast.shen, now=now, **more)


@pytest.mark.clause("7")
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


@pytest.mark.clause("7")
@pytest.mark.parametrize(
    ("handled", "evidence"), [("", "排班表"), ("已加派一人", ""), ("", "")]
)
def test_a_report_without_material_does_not_close(yunchuan, now, handled, evidence):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, handled=handled, evidence=evidence, now=now)
    make_release(yunchuan, incident, now=now)

    with pytest.raises(Refused, match="凭什么材料"):
        close(yunchuan, incident, now)
    assert not Closing.objects.exists()


def test_a_claim_that_is_not_verified_holds_the_gate(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    docket_of(yunchuan, incident, now=now)

    assert lacks(incident, now) == {Condition.SOLVED: UnmetReason.NOT_VERIFIED}


def one_grave(yunchuan, now=T0):
    """A matter of 较大 that lacks nothing but calm, which nobody knows."""
    incident = incident_of(yunchuan, now=now - MINUTE)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="又有三个平台转载",
        officer=yunchuan.lu,
        now=now,
    )
    incident.refresh_from_db()
    return incident


standing_rows, rows, yunchuan, grave = module_rows(one_grave)


def test_an_unknown_usual_level_is_not_calm_and_closes_by_a_waiver_alone(yunchuan, grave, now):
    before = {row.condition: row.state for row in gate_of(grave, now).rows}
    with pytest.raises(Refused, match="未知不算平息"):
        close(yunchuan, grave, now)

    waiver = make_waiver(yunchuan, grave, Condition.CALM, now=now)
    row = close(yunchuan, grave, now)

    assert before[Condition.CALM] == ConditionState.UNKNOWN
    assert row.gate[-1] == {
        "condition": "CALM",
        "state": "WAIVED",
        "lack": "USUAL_UNKNOWN",
        "waiver": waiver.number,
    }


@pytest.mark.clause("7")
def test_no_public_answer_is_asked_for_where_the_response_value_says_so(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    before = lacks(incident, now)
    decide_value(
        incident=incident,
        value=ResponseValue.OFFLINE,
        grounds=frozenset(),
        reason="只是一户咨询，已电话答复。",
        officer=yunchuan.lu,
        now=now,
    )
    incident.refresh_from_db()

    close(yunchuan, incident, now)

    assert Condition.ANSWERED in before
    assert [kept["condition"] for kept in Closing.objects.get().gate] == ["SOLVED"]


def test_who_asks_never_signs_though_he_holds_both_roles(yunchuan, grave, now):
    RoleGrant.objects.create(
        bureau=yunchuan.bureau, officer=yunchuan.shen, role=Role.LEADER, granted_at=now
    )

    with pytest.raises(Refused, match="不能审定自己的"):
        make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.shen, now=now)
    assert yunchuan.shen not in waiver_signers(grave.waivers.get(), now)


def lend(cast, who, now):
    """Let the leader lend his role for an absence, when there is no deputy any more."""
    Officer.objects.filter(pk=cast.cheng.pk).update(is_active=False)
    delegate(
        principal=cast.leader,
        to=who,
        absence=DelegationTerms(Role.LEADER, now, now + timedelta(days=3), "赴省学习"),
        by=cast.leader,
        now=now,
    )


def test_the_last_leader_is_absent_and_who_stands_in_signs_for_him(yunchuan, grave, now):
    lend(yunchuan, yunchuan.speaker, now)

    row = make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.speaker, now=now)

    assert row.signoff.decision == Decision.APPROVED
    record = timeline(bureau_id=grave.bureau_id, topic=f"signoff:waiver:{row.number}").first()
    assert record.data["stands_for"] == [f"officer:{yunchuan.leader.pk}"]


def test_who_asked_never_signs_as_a_stand_in_and_the_waiver_waits(yunchuan, grave, now):
    lend(yunchuan, yunchuan.shen, now)

    with pytest.raises(Refused, match="不能审定自己的"):
        make_waiver(yunchuan, grave, Condition.CALM, by=yunchuan.shen, now=now)

    row = grave.waivers.get()
    assert waiver_signers(row, now) == [yunchuan.leader]
    Officer.objects.filter(pk=yunchuan.leader.pk).update(is_active=False)
    assert waiver_signers(row, now) == []


def sign(cast, row, officer, now):
    decide_waiver(
        waiver=row,
        approve=True,
        reason="",
        seen_hash=hash_of_content(waiver_content(row)),
        officer=officer,
        now=now,
    )


def test_an_upgrade_takes_the_force_of_a_waiver(yunchuan, grave, now):
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    regrade(incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now)
    grave.refresh_from_db()

    assert lacks(grave, now)[Condition.CALM] == UnmetReason.USUAL_UNKNOWN
    with pytest.raises(Refused, match="未知不算平息"):
        close(yunchuan, grave, now)


def test_a_leader_who_saw_another_grade_waives_nothing(yunchuan, grave, now):
    row = ask_waiver(
        incident=grave, condition=Condition.CALM, reason="满意", officer=yunchuan.shen, now=now
    )
    regrade(incident=grave, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now)

    with pytest.raises(Stale, match="等级有变"):
        sign(yunchuan, row, yunchuan.leader, now)


def test_a_waiver_is_asked_once_and_only_for_what_lacks(yunchuan, grave, now):
    def ask(condition):
        return ask_waiver(
            incident=grave, condition=condition, reason="满意", officer=yunchuan.shen, now=now
        )

    ask(Condition.CALM)

    with pytest.raises(Refused, match="已经在等"):
        ask(Condition.CALM)
    with pytest.raises(Refused, match="已经满足"):
        ask(Condition.SOLVED)


def test_a_double_click_closes_once_and_a_stale_tab_changes_nothing(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)

    with pytest.raises(Stale):
        close(yunchuan, incident, now, revision=incident.revision - 1)
    close(yunchuan, incident, now, revision=incident.revision)
    with pytest.raises(Refused, match="已经办结"):
        close(yunchuan, incident, now)
    assert Closing.objects.count() == 1


def test_an_answer_on_its_way_holds_the_gate(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_release(yunchuan, incident, now=now)
    start_draft(incident=incident, officer=yunchuan.window, now=now, speaker=yunchuan.reception)

    with pytest.raises(Refused, match="回应稿没有办完"):
        close(yunchuan, incident, now)


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
    assert {clock.stop_reason for clock in ended} == {CLOSED_REASON}
    assert all((clock.breached_at is not None) == (clock.due_at < late) for clock in ended)


def test_what_was_asked_and_not_signed_is_void_when_the_incident_closes(yunchuan, grave, now):
    make_waiver(yunchuan, grave, Condition.CALM, now=now)
    regrade(incident=grave, grade=Grade.ORDINARY, reason="回落", officer=yunchuan.lu, now=now)
    grave.refresh_from_db()
    pending = grave.waivers.get()
    assert pending.signoff.decision == Decision.APPROVED

    close(yunchuan, grave, now)  # the short gate of an ordinary matter needs no waiver

    assert Closing.objects.get().gate[-1]["condition"] == "ANSWERED"


@pytest.mark.clause("7")
def test_a_reopened_matter_keeps_its_history_and_is_solved_and_answered_anew(yunchuan, now):
    incident = make_closed_incident(yunchuan)
    later = now + timedelta(days=1)

    reopen_incident(incident=incident, reason="又有人反映排队", officer=yunchuan.lu, now=later)
    incident.refresh_from_db()

    assert incident.stage == Stage.HANDLING
    row = Closing.objects.get()
    assert (row.reopened_by, row.reopen_reason) == (yunchuan.lu, "又有人反映排队")
    assert lacks(incident, later) == {
        Condition.SOLVED: UnmetReason.NO_MATERIAL,
        Condition.ANSWERED: UnmetReason.NOT_ANSWERED,
    }
    make_solved_notice(yunchuan, incident, now=later + MINUTE)
    make_release(yunchuan, incident, now=later + 2 * MINUTE)
    close(yunchuan, incident, later + 3 * MINUTE)
    assert Closing.objects.count() == 2


def test_the_deadline_of_the_answer_is_never_extended_by_closing_and_reopening(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_waiver(yunchuan, incident, Condition.ANSWERED, now=now)
    close(yunchuan, incident, now)
    incident.refresh_from_db()
    due = incident.response_clock.due_at

    reopen_incident(incident=incident, reason="又起", officer=yunchuan.lu, now=now + MINUTE)
    clock = Clock.objects.get(pk=incident.response_clock_id)

    assert (clock.state, clock.due_at) == (ClockState.RUNNING, due)


def test_a_waiver_of_before_does_not_count_after_a_reopening(yunchuan, now):
    incident = incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    make_waiver(yunchuan, incident, Condition.ANSWERED, now=now)
    close(yunchuan, incident, now)
    reopen_incident(incident=incident, reason="又起", officer=yunchuan.lu, now=now + MINUTE)
    incident.refresh_from_db()

    assert Condition.ANSWERED in lacks(incident, now + MINUTE)


def flare(cast, now, count=14):
    texts = [f"{QUEUE[0]}，第{number}天了" for number in range(count)]
    submit_posts(cast, *texts, now=now)
    run_stream(cast, now=now)


def test_a_closed_matter_that_flares_up_is_put_before_an_officer_and_stays_closed(
    yunchuan, now
):
    incident = make_closed_incident(yunchuan)
    later = now + timedelta(hours=5)
    assert after_closing.turn(later) == 0
    flare(yunchuan, later)

    assert [after_closing.turn(later), after_closing.turn(later)] == [1, 0]

    incident.refresh_from_db()
    row = ReopenProposal.objects.get()
    assert incident.stage == Stage.CLOSED
    assert (row.state, row.usual) == (ReopenState.PROPOSED, None)
    assert row.posts >= 12


def test_who_leaves_it_closed_is_asked_again_when_it_is_twice_as_much(yunchuan, now):
    make_closed_incident(yunchuan)
    later = now + timedelta(hours=5)
    flare(yunchuan, later)
    after_closing.turn(later)
    row = ReopenProposal.objects.get()
    decline_reopening(proposal=row, reason="都是转载旧帖", officer=yunchuan.lu, now=later)
    with pytest.raises(Refused, match="有人处理"):
        decline_reopening(proposal=row, reason="再按一次", officer=yunchuan.lu, now=later)

    assert after_closing.turn(later + MINUTE) == 0
    flare(yunchuan, later + 2 * MINUTE, count=40)
    assert after_closing.turn(later + 3 * MINUTE) == 1


def test_the_part_split_off_a_closed_incident_stands_on_the_desk_and_the_rest_stays_closed(
    yunchuan, now
):
    incident = make_closed_incident(yunchuan)
    events = incident.events.values_list("event_id", flat=True)
    first = Placement.objects.filter(event_id__in=list(events)).order_by("-post_id").first()

    candidate = split_posts(
        incident=incident,
        post_ids=[first.post_id],
        reason="说的是另一件事",
        officer=yunchuan.lu,
        now=now + timedelta(days=1),
    )

    assert Incident.objects.get(pk=incident.pk).stage == Stage.CLOSED
    assert candidate.incident is None
    assert Closing.objects.get().reopened_at is None
