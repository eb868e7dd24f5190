"""会商, 处置意见, 报审, 交办: in this order, by different people, bound to the words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.actions.append import MACHINE
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.base.signoff.models import Decision
from huiying.jobs import ladder
from huiying.policy.grading import Grade
from huiying.policy.procedure import Block, before_assignment
from huiying.policy.rulebook import default_book, to_data
from huiying.work.casework.actions.assign import accept_task, assign_task
from huiying.work.casework.actions.consult import (
    cancel_consultation,
    give_opinion,
    invite_more,
    note_attendance,
    skip_consultation,
)
from huiying.work.casework.actions.sign_minutes import (
    return_minutes,
    send_to_sign,
    sign_minutes,
    unready,
    write_minutes,
)
from huiying.work.casework.actions.write_proposal import edit_proposal, submit_proposal
from huiying.work.casework.models import (
    AssignmentState,
    ConsultationState,
    Opinion,
    ProposalState,
)
from huiying.work.casework.procedure import (
    hash_of,
    minutes_content,
    minutes_stand,
    on_record,
    proposal_content,
    proposal_of,
    rules_of,
)
from huiying.work.incidents.actions.arrange import merge_incidents
from huiying.work.incidents.actions.grade import regrade
from huiying.work.incidents.exceptions import CannotDecide, Stale
from tests.deeds import (
    QUEUE,
    SAID,
    WATER,
    approved_proposal,
    consulted,
    decides,
    gathered,
    incident_of,
    meeting_of,
    proposed,
    signs,
)
from tests.factories import T0
from tests.standing import once

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, major = once(
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
    row = consulted(yunchuan, major)

    agency = next(
        guest for guest in minutes_content(row)["invited"] if guest["who"] == "区水务局"
    )
    assert agency["opinions"] == [{"text": "原因没有查清前不宜公布。", "dissent": True}]
    assert AuditRecord.objects.filter(verb="consultation.dissent").count() == 1


def test_a_second_opinion_stands_beside_the_first(yunchuan, major):
    row = gathered(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)

    give_opinion(
        invitation=agency,
        text="查清了，同意。",
        dissent=False,
        officer=yunchuan.water,
        now=LATER,
    )

    assert [said.dissent for said in Opinion.objects.filter(invitation=agency)] == [True, False]


def test_an_ordinary_matter_has_no_consultation(yunchuan):
    ordinary = incident_of(yunchuan, QUEUE)

    with pytest.raises(CannotDecide, match="一般舆情"):
        meeting_of(yunchuan, ordinary)
    with pytest.raises(CannotDecide, match="一般舆情"):
        proposed(yunchuan, ordinary)


def test_skipping_needs_a_reason_and_a_matter_that_is_not_major(yunchuan, major, significant):
    with pytest.raises(CannotDecide, match="理由"):
        skip_consultation(incident=significant, reason=" ", officer=yunchuan.shen, now=T0)
    with pytest.raises(CannotDecide, match="必须会商"):
        skip_consultation(incident=major, reason="来不及", officer=yunchuan.shen, now=T0)
    skip_consultation(incident=significant, reason="原因清楚", officer=yunchuan.shen, now=T0)

    assert on_record(significant).skipped


def test_there_is_one_open_consultation_at_a_time(yunchuan, major):
    row = meeting_of(yunchuan, major)
    with pytest.raises(CannotDecide, match="正在会商"):
        meeting_of(yunchuan, major)
    cancel_consultation(consultation=row, reason="改期", officer=yunchuan.shen, now=LATER)

    assert meeting_of(yunchuan, major).number != row.number


def test_more_signatures_by_the_rules_hold_for_what_is_called_afterwards(yunchuan, major, now):
    early = gathered(yunchuan, major)
    data = to_data(default_book())
    data["procedure"]["signatures"]["value"] = 3
    adopt_book(
        bureau=yunchuan.bureau, data=data, now=now + timedelta(seconds=30), actor=MACHINE
    )
    cancel_consultation(consultation=early, reason="改期", officer=yunchuan.shen, now=now)
    late = gathered(yunchuan, major, now=now + timedelta(minutes=1))

    asked = send_to_sign(consultation=late, officer=yunchuan.shen, now=LATER)

    assert rules_of(early).signatures.value == 2
    assert asked.needed == 3


def test_a_quorum_that_is_lost_in_the_middle_stops_the_minutes(yunchuan, major):
    row = gathered(yunchuan, major)
    assert unready(row) == []
    for name in ("cheng", "speaker"):
        guest = row.invitations.get(officer=getattr(yunchuan, name))
        note_attendance(invitation=guest, present=False, officer=yunchuan.shen, now=LATER)
    row.refresh_from_db()

    with pytest.raises(CannotDecide, match="到会 2 方，不足 3 方"):
        send_to_sign(consultation=row, officer=yunchuan.shen, now=LATER)

    assert Opinion.objects.count() == 1, "what was said stays"


def test_further_guests_may_come_and_raise_the_quorum(yunchuan, major):
    row = gathered(yunchuan, major)

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

    with pytest.raises(CannotDecide, match="本局"):
        invite_more(
            consultation=row,
            officers=[linxi.leader],
            units=[],
            officer=yunchuan.shen,
            now=LATER,
        )


# The minutes ----------------------------------------------------------------------------------


def test_two_who_were_there_sign_and_the_minutes_stand(yunchuan, major):
    row = gathered(yunchuan, major)
    send_to_sign(consultation=row, officer=yunchuan.shen, now=T0)
    signs(row, yunchuan.leader)
    half = minutes_stand(row)
    signs(row, yunchuan.cheng)

    assert (half, minutes_stand(row)) == (False, True)
    assert row.state == ConsultationState.SIGNED


@pytest.mark.parametrize("who", ["shen", "lu"])
def test_who_wrote_them_or_was_not_there_does_not_sign(yunchuan, major, who):
    row = gathered(yunchuan, major)
    send_to_sign(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(CannotDecide, match="到会而没有执笔"):
        signs(row, getattr(yunchuan, who))


@pytest.mark.parametrize("change", ["words", "opinion", "attendance"])
def test_any_change_after_signing_voids_the_signatures(yunchuan, major, change):
    row = consulted(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)
    shen = {"officer": yunchuan.shen, "now": LATER}
    if change == "words":
        write_minutes(consultation=row, said=SAID, **shen)
    elif change == "opinion":
        give_opinion(invitation=agency, text="补充", dissent=False, **shen)
    else:
        note_attendance(invitation=agency, present=False, **shen)

    row.refresh_from_db()
    assert not minutes_stand(row)
    assert row.signoff.decision == Decision.VOID
    assert before_assignment(on_record(major)) == Block.NOT_SIGNED


def test_minutes_that_changed_under_the_page_are_not_signed(yunchuan, major):
    row = gathered(yunchuan, major)
    send_to_sign(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(Stale, match="没有签署"):
        sign_minutes(consultation=row, seen_hash="0" * 64, officer=yunchuan.leader, now=LATER)


def test_returned_minutes_are_written_again(yunchuan, major):
    row = gathered(yunchuan, major)
    send_to_sign(consultation=row, officer=yunchuan.shen, now=T0)
    return_minutes(
        consultation=row,
        reason="漏了走势",
        seen_hash=hash_of(minutes_content(row)),
        officer=yunchuan.leader,
        now=LATER,
    )

    assert row.state == ConsultationState.CALLED
    send_to_sign(consultation=row, officer=yunchuan.shen, now=LATER)
    signs(row, yunchuan.leader, yunchuan.cheng)
    assert minutes_stand(row)


def test_an_old_form_of_the_minutes_changes_nothing(yunchuan, major):
    row = gathered(yunchuan, major)

    with pytest.raises(Stale, match="没有覆盖"):
        write_minutes(consultation=row, said=SAID, officer=yunchuan.shen, now=LATER, revision=0)


# Proposal, approval, assignment ---------------------------------------------------------------


@pytest.mark.clause("6")
def test_the_order_is_consultation_proposal_approval_assignment(yunchuan, major):
    proposal = proposed(yunchuan, major)
    with pytest.raises(CannotDecide, match="还没有会商"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(CannotDecide, match="还没有会商"):
        assigned(yunchuan, proposal)
    consulted(yunchuan, major)
    with pytest.raises(CannotDecide, match="还没有报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(CannotDecide, match="等领导批准"):
        assigned(yunchuan, proposal)
    decides(proposal, yunchuan.cheng)

    task = assigned(yunchuan, proposal)

    assert (task.state, task.emergency) == (AssignmentState.ASSIGNED, False)
    assert major.concerned.filter(unit=yunchuan.waterworks).exists()


def test_the_author_never_approves_under_another_role(yunchuan, major):
    consulted(yunchuan, major)
    proposal = proposed(yunchuan, major)
    edit_proposal(proposal=proposal, measures="改", risks="", officer=yunchuan.cheng, now=T0)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)

    with pytest.raises(CannotDecide, match="另一位领导"):
        decides(proposal, yunchuan.cheng)
    decides(proposal, yunchuan.leader)

    assert proposal.state == ProposalState.APPROVED


def test_a_returned_proposal_says_why_and_comes_again(yunchuan, major):
    consulted(yunchuan, major)
    proposal = proposed(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(CannotDecide, match="理由"):
        decides(proposal, yunchuan.leader, approve=False)
    decides(proposal, yunchuan.leader, approve=False, reason="没有写时间")

    assert proposal.state == ProposalState.WRITING
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decides(proposal, yunchuan.leader, now=LATER)
    assert on_record(major).approved


def test_an_edit_after_the_approval_voids_it(yunchuan, major):
    consulted(yunchuan, major)
    proposal = approved_proposal(yunchuan, major)
    voided = edit_proposal(
        proposal=proposal, measures="改了", risks="", officer=yunchuan.shen, now=LATER
    )

    assert voided
    with pytest.raises(CannotDecide, match="还没有报审"):
        assigned(yunchuan, proposal)


def test_minutes_that_fall_hold_the_approval_back(yunchuan, major):
    row = consulted(yunchuan, major)
    proposal = proposed(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    write_minutes(consultation=row, said=SAID, officer=yunchuan.shen, now=LATER)

    with pytest.raises(CannotDecide, match="纪要还没有签署"):
        decides(proposal, yunchuan.leader)


def test_a_significant_matter_may_go_without_consultation_but_not_without_approval(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = proposed(yunchuan, significant)
    with pytest.raises(CannotDecide, match="还没有报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    decides(proposal, yunchuan.leader)

    assert assigned(yunchuan, proposal).state == AssignmentState.ASSIGNED


def test_an_upgrade_during_assignment_leaves_what_is_assigned_and_stops_what_is_not(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = approved_proposal(yunchuan, significant)
    task = assigned(yunchuan, proposal)
    regrade(
        incident=significant, grade=Grade.MAJOR, reason="扩大", officer=yunchuan.lu, now=LATER
    )

    with pytest.raises(CannotDecide, match="还没有会商"):
        assigned(yunchuan, proposal)
    accept_task(assignment=task, officer=yunchuan.water, now=LATER)
    assert task.state == AssignmentState.ACCEPTED
    consulted(yunchuan, significant)
    with pytest.raises(CannotDecide, match="须重新报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decides(proposal, yunchuan.leader, now=LATER)
    assert assigned(yunchuan, proposal).number != task.number


def test_a_merge_in_the_middle_of_the_approval_asks_for_it_anew(yunchuan, major, significant):
    consulted(yunchuan, major)
    proposal = proposed(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    seen = proposal.signoff.content_hash
    merge_incidents(
        source=major, target=significant, reason="一件事", officer=yunchuan.lu, now=LATER
    )
    proposal = proposal_of(significant)

    assert proposal_content(proposal)["incident"] == significant.number
    with pytest.raises(Stale, match="须由办公室重新报审"):
        decides(proposal, yunchuan.leader, now=LATER)
    assert on_record(significant).changed
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decides(proposal, yunchuan.leader, now=LATER)
    assert proposal.signoff.content_hash != seen
    assert assigned(yunchuan, proposal).state == AssignmentState.ASSIGNED


def test_a_proposal_is_not_submitted_twice_as_it_stands(yunchuan, major):
    consulted(yunchuan, major)
    proposal = approved_proposal(yunchuan, major)

    with pytest.raises(CannotDecide, match="不用再报"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)


# The emergency path ---------------------------------------------------------------------------


@pytest.fixture
def urgent(yunchuan, major):
    proposal = proposed(yunchuan, major)
    submit_proposal(
        proposal=proposal, officer=yunchuan.shen, now=T0, emergency="老人断水，等不得"
    )
    return proposal


def test_an_emergency_is_assigned_first_and_ratified_within_a_day(yunchuan, major, urgent):
    task = assigned(yunchuan, urgent)
    clock = urgent.signoff.clock

    decides(urgent, yunchuan.leader, now=LATER)

    clock.refresh_from_db()
    assert task.emergency
    assert (clock.kind, clock.due_at - clock.starts_at) == ("ratification", timedelta(hours=24))
    assert clock.state == ClockState.MET
    assert before_assignment(on_record(major)) == Block.NOT_CONSULTED, "the rest waits"


def test_an_emergency_that_nobody_ratifies_is_a_breach_that_stays(yunchuan, urgent):
    late = T0 + timedelta(hours=25)
    ladder.turn(late)
    decides(urgent, yunchuan.leader, now=late)

    clock = Clock.objects.get(kind="ratification")
    assert clock.breached_at == T0 + timedelta(hours=24)


def test_what_is_not_ratified_is_called_back(yunchuan, major, urgent):
    task = assigned(yunchuan, urgent)
    decides(urgent, yunchuan.leader, approve=False, reason="不属紧急", now=LATER)

    task.refresh_from_db()
    task.clock.refresh_from_db()
    assert (task.state, task.reason) == (AssignmentState.RECALLED, "不属紧急")
    assert task.clock.state == ClockState.CANCELLED
    assert not on_record(major).assigned
    with pytest.raises(CannotDecide, match="不能这样办"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)


def test_a_task_is_taken_on_once_and_by_its_unit(yunchuan, urgent):
    task = assigned(yunchuan, urgent)
    with pytest.raises(CannotDecide, match="区水务局"):
        accept_task(assignment=task, officer=yunchuan.window, now=LATER)
    accept_task(assignment=task, officer=yunchuan.water, now=LATER)

    with pytest.raises(CannotDecide, match="不能这样办"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)
