"""会商, 处置意见, 报审, 交办: in this order, by different people, bound to the words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.base.signoff.models import Decision
from huiying.jobs.clocks import ladder
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import BlockReason, assignment_blocked_by
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.work.casework.procedure.actions.consult import (
    cancel_consultation,
    invite_more,
    record_attendance,
    record_opinion,
    skip_consultation,
)
from huiying.work.casework.procedure.actions.sign_minutes import (
    missing_for_signature,
    return_minutes,
    sign_minutes,
    submit_minutes,
    write_minutes,
)
from huiying.work.casework.procedure.actions.write_proposal import (
    edit_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.content import (
    minutes_content,
    minutes_in_force,
    procedure_rules_of,
    proposal_content,
)
from huiying.work.casework.procedure.models import (
    AssignmentState,
    ConsultationState,
    Opinion,
    ProposalState,
)
from huiying.work.casework.procedure.queries import proposal_of
from huiying.work.casework.procedure.state import procedure_state
from huiying.work.casework.tasks.actions.assign import accept_task, assign_task
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    CONCLUSIONS,
    decide_as,
    make_approved_proposal,
    make_minutes,
    make_proposal,
    make_signed_minutes,
    meeting_of,
    sign_as,
)
from tests.scenarios.incidents import QUEUE, WATER, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture
def significant(yunchuan):
    return incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)


def assigned(cast, proposal, *, now=LATER):
    return assign_task(
        proposal=proposal,
        unit=cast.waterworks,
        task="送水",
        due=now + timedelta(days=1),
        officer=cast.shen,
        now=now,
    )


# Consultation ---------------------------------------------------------------------------------


def test_every_view_and_every_dissent_is_in_the_minutes(yunchuan, major):
    row = make_signed_minutes(yunchuan, major)

    agency = next(
        guest for guest in minutes_content(row)["invited"] if guest["who"] == "区水务局"
    )
    assert agency["opinions"] == [{"text": "原因没有查清前不宜公布。", "dissent": True}]
    assert AuditRecord.objects.filter(verb="consultation.dissent").count() == 1


def test_a_second_opinion_stands_beside_the_first(yunchuan, major):
    row = make_minutes(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)

    record_opinion(
        invitation=agency,
        text="查清了，同意。",
        dissent=False,
        officer=yunchuan.water,
        now=LATER,
    )

    assert [said.dissent for said in Opinion.objects.filter(invitation=agency)] == [True, False]


def test_an_ordinary_matter_has_no_consultation(yunchuan):
    ordinary = incident_of(yunchuan, QUEUE)

    with pytest.raises(Refused, match="一般舆情"):
        meeting_of(yunchuan, ordinary)
    with pytest.raises(Refused, match="一般舆情"):
        make_proposal(yunchuan, ordinary)


def test_skipping_needs_a_reason_and_a_matter_that_is_not_major(yunchuan, major, significant):
    with pytest.raises(Refused, match="理由"):
        skip_consultation(incident=significant, reason=" ", officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="必须会商"):
        skip_consultation(incident=major, reason="来不及", officer=yunchuan.shen, now=T0)
    skip_consultation(incident=significant, reason="原因清楚", officer=yunchuan.shen, now=T0)

    assert procedure_state(significant).skipped


def test_there_is_one_open_consultation_at_a_time(yunchuan, major):
    row = meeting_of(yunchuan, major)
    with pytest.raises(Refused, match="正在会商"):
        meeting_of(yunchuan, major)
    cancel_consultation(consultation=row, reason="改期", officer=yunchuan.shen, now=LATER)

    assert meeting_of(yunchuan, major).number != row.number


def test_more_signatures_by_the_rules_hold_for_what_is_called_afterwards(yunchuan, major, now):
    early = make_minutes(yunchuan, major)
    data = to_data(default_book())
    data["procedure"]["signatures"]["value"] = 3
    adopt_book(
        bureau=yunchuan.bureau, data=data, now=now + timedelta(seconds=30), actor=MACHINE
    )
    cancel_consultation(consultation=early, reason="改期", officer=yunchuan.shen, now=now)
    late = make_minutes(yunchuan, major, now=now + timedelta(minutes=1))

    asked = submit_minutes(consultation=late, officer=yunchuan.shen, now=LATER)

    assert procedure_rules_of(early).signatures.value == 2
    assert asked.needed == 3


def test_a_quorum_that_is_lost_in_the_middle_stops_the_minutes(yunchuan, major):
    row = make_minutes(yunchuan, major)
    assert missing_for_signature(row) == []
    for name in ("cheng", "speaker"):
        guest = row.invitations.get(officer=getattr(yunchuan, name))
        record_attendance(invitation=guest, present=False, officer=yunchuan.shen, now=LATER)
    row.refresh_from_db()

    with pytest.raises(Refused, match="到会 2 方，不足 3 方"):
        submit_minutes(consultation=row, officer=yunchuan.shen, now=LATER)

    assert Opinion.objects.count() == 1, "what was said stays"


def test_further_guests_may_come_and_raise_the_quorum(yunchuan, major):
    row = make_minutes(yunchuan, major)

    new = invite_more(
        consultation=row,
        officers=[yunchuan.leader, yunchuan.lu],
        units=[yunchuan.online],
        officer=yunchuan.shen,
        now=LATER,
    )

    assert (new, row.invitations.count()) == (2, 6)


def test_people_of_another_bureau_are_not_invited(yunchuan, linxi, major):
    row = meeting_of(yunchuan, major)

    with pytest.raises(Refused, match="本局"):
        invite_more(
            consultation=row,
            officers=[linxi.leader],
            units=[],
            officer=yunchuan.shen,
            now=LATER,
        )


# The minutes ----------------------------------------------------------------------------------


def test_two_who_were_there_sign_and_the_minutes_stand(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)
    sign_as(row, yunchuan.leader)
    half = minutes_in_force(row)
    sign_as(row, yunchuan.cheng)

    assert (half, minutes_in_force(row)) == (False, True)
    assert row.state == ConsultationState.SIGNED


@pytest.mark.parametrize("who", ["shen", "lu"])
def test_who_wrote_them_or_was_not_there_does_not_sign(yunchuan, major, who):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="到会而没有执笔"):
        sign_as(row, getattr(yunchuan, who))


@pytest.mark.parametrize("change", ["words", "opinion", "attendance"])
def test_any_change_after_signing_voids_the_signatures(yunchuan, major, change):
    row = make_signed_minutes(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)
    shen = {"officer": yunchuan.shen, "now": LATER}
    if change == "words":
        write_minutes(consultation=row, said=CONCLUSIONS, **shen)
    elif change == "opinion":
        record_opinion(invitation=agency, text="补充", dissent=False, **shen)
    else:
        record_attendance(invitation=agency, present=False, **shen)

    row.refresh_from_db()
    assert not minutes_in_force(row)
    assert row.signoff.decision == Decision.VOID
    assert assignment_blocked_by(procedure_state(major)) == BlockReason.NOT_SIGNED


def test_minutes_that_changed_under_the_page_are_not_signed(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(Stale, match="没有签署"):
        sign_minutes(consultation=row, shown_hash="0" * 64, officer=yunchuan.leader, now=LATER)


def test_returned_minutes_are_written_again(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)
    return_minutes(
        consultation=row,
        reason="漏了走势",
        shown_hash=hash_of_content(minutes_content(row)),
        officer=yunchuan.leader,
        now=LATER,
    )

    assert row.state == ConsultationState.CALLED
    submit_minutes(consultation=row, officer=yunchuan.shen, now=LATER)
    sign_as(row, yunchuan.leader, yunchuan.cheng)
    assert minutes_in_force(row)


def test_an_old_form_of_the_minutes_changes_nothing(yunchuan, major):
    row = make_minutes(yunchuan, major)

    with pytest.raises(Stale, match="没有覆盖"):
        write_minutes(
            consultation=row, said=CONCLUSIONS, officer=yunchuan.shen, now=LATER, revision=0
        )


# Proposal, approval, assignment ---------------------------------------------------------------


@pytest.mark.clause("6")
def test_the_order_is_consultation_proposal_approval_assignment(yunchuan, major):
    proposal = make_proposal(yunchuan, major)
    with pytest.raises(Refused, match="还没有会商"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="还没有会商"):
        assigned(yunchuan, proposal)
    make_signed_minutes(yunchuan, major)
    with pytest.raises(Refused, match="还没有报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="等领导批准"):
        assigned(yunchuan, proposal)
    decide_as(proposal, yunchuan.cheng)

    task = assigned(yunchuan, proposal)

    assert (task.state, task.emergency) == (AssignmentState.ASSIGNED, False)
    assert major.concerned.filter(unit=yunchuan.waterworks).exists()


def test_the_author_never_approves_under_another_role(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    edit_proposal(proposal=proposal, measures="改", risks="", officer=yunchuan.cheng, now=T0)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="另一位领导"):
        decide_as(proposal, yunchuan.cheng)
    decide_as(proposal, yunchuan.leader)

    assert proposal.state == ProposalState.APPROVED


def test_a_returned_proposal_says_why_and_comes_again(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="理由"):
        decide_as(proposal, yunchuan.leader, approve=False)
    decide_as(proposal, yunchuan.leader, approve=False, reason="没有写时间")

    assert proposal.state == ProposalState.WRITING
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decide_as(proposal, yunchuan.leader, now=LATER)
    assert procedure_state(major).approved


def test_an_edit_after_the_approval_voids_it(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_approved_proposal(yunchuan, major)
    voided = edit_proposal(
        proposal=proposal, measures="改了", risks="", officer=yunchuan.shen, now=LATER
    )

    assert voided
    with pytest.raises(Refused, match="还没有报审"):
        assigned(yunchuan, proposal)


def test_minutes_that_fall_hold_the_approval_back(yunchuan, major):
    row = make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    write_minutes(consultation=row, said=CONCLUSIONS, officer=yunchuan.shen, now=LATER)

    with pytest.raises(Refused, match="纪要还没有签署"):
        decide_as(proposal, yunchuan.leader)


def test_a_significant_matter_may_go_without_consultation_but_not_without_approval(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = make_proposal(yunchuan, significant)
    with pytest.raises(Refused, match="还没有报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    decide_as(proposal, yunchuan.leader)

    assert assigned(yunchuan, proposal).state == AssignmentState.ASSIGNED


def test_an_upgrade_during_assignment_leaves_what_is_assigned_and_stops_what_is_not(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = make_approved_proposal(yunchuan, significant)
    task = assigned(yunchuan, proposal)
    regrade(
        incident=significant, grade=Grade.MAJOR, reason="扩大", officer=yunchuan.lu, now=LATER
    )

    with pytest.raises(Refused, match="还没有会商"):
        assigned(yunchuan, proposal)
    accept_task(assignment=task, officer=yunchuan.water, now=LATER)
    assert task.state == AssignmentState.ACCEPTED
    make_signed_minutes(yunchuan, significant)
    with pytest.raises(Refused, match="须重新报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decide_as(proposal, yunchuan.leader, now=LATER)
    assert assigned(yunchuan, proposal).number != task.number


def test_a_merge_in_the_middle_of_the_approval_asks_for_it_anew(yunchuan, major, significant):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    seen = proposal.signoff.content_hash
    merge_incidents(
        source=major, target=significant, reason="一件事", officer=yunchuan.lu, now=LATER
    )
    proposal = proposal_of(significant)

    assert proposal_content(proposal)["incident"] == significant.number
    with pytest.raises(Stale, match="须由办公室重新报审"):
        decide_as(proposal, yunchuan.leader, now=LATER)
    assert procedure_state(significant).changed
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decide_as(proposal, yunchuan.leader, now=LATER)
    assert proposal.signoff.content_hash != seen
    assert assigned(yunchuan, proposal).state == AssignmentState.ASSIGNED


def test_a_proposal_is_not_submitted_twice_as_it_stands(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_approved_proposal(yunchuan, major)

    with pytest.raises(Refused, match="不用再报"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)


# The emergency path ---------------------------------------------------------------------------


@pytest.fixture
def urgent(yunchuan, major):
    proposal = make_proposal(yunchuan, major)
    submit_proposal(
        proposal=proposal, officer=yunchuan.shen, now=T0, emergency="老人断水，等不得"
    )
    return proposal


def test_an_emergency_is_assigned_first_and_ratified_within_a_day(yunchuan, major, urgent):
    task = assigned(yunchuan, urgent)
    clock = urgent.signoff.clock

    decide_as(urgent, yunchuan.leader, now=LATER)

    clock.refresh_from_db()
    assert task.emergency
    assert (clock.kind, clock.due_at - clock.starts_at) == ("ratification", timedelta(hours=24))
    assert clock.state == ClockState.MET
    assert assignment_blocked_by(procedure_state(major)) == BlockReason.NOT_CONSULTED, (
        "the rest waits"
    )


def test_an_emergency_that_nobody_ratifies_is_a_breach_that_stays(yunchuan, urgent):
    late = T0 + timedelta(hours=25)
    ladder.turn(late)
    decide_as(urgent, yunchuan.leader, now=late)

    clock = Clock.objects.get(kind="ratification")
    assert clock.breached_at == T0 + timedelta(hours=24)


def test_what_is_not_ratified_is_called_back(yunchuan, major, urgent):
    task = assigned(yunchuan, urgent)
    decide_as(urgent, yunchuan.leader, approve=False, reason="不属紧急", now=LATER)

    task.refresh_from_db()
    task.clock.refresh_from_db()
    assert (task.state, task.reason) == (AssignmentState.RECALLED, "不属紧急")
    assert task.clock.state == ClockState.CANCELLED
    assert not procedure_state(major).assigned
    with pytest.raises(Refused, match="不能这样办"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)


def test_a_task_is_taken_on_once_and_by_its_unit(yunchuan, urgent):
    task = assigned(yunchuan, urgent)
    with pytest.raises(Refused, match="区水务局"):
        accept_task(assignment=task, officer=yunchuan.window, now=LATER)
    accept_task(assignment=task, officer=yunchuan.water, now=LATER)

    with pytest.raises(Refused, match="不能这样办"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)


def test_a_new_title_of_who_was_there_leaves_signed_minutes_in_force(yunchuan, major):
    minutes = make_signed_minutes(yunchuan, major)
    yunchuan.cheng.title = "原副局长"
    yunchuan.cheng.save(update_fields=["title"])
    minutes.refresh_from_db()

    assert minutes_in_force(minutes)
    assert "程望舒" in str(minutes_content(minutes)["invited"])
