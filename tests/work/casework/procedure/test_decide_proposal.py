"""A leader who did not write the proposal approves, ratifies or returns it."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.actions.decide_proposal import decide_proposal
from huiying.work.casework.procedure.actions.sign_minutes import (
    write_minutes,
)
from huiying.work.casework.procedure.actions.write_proposal import (
    edit_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.content import (
    proposal_content,
)
from huiying.work.casework.procedure.models import (
    AssignmentState,
    ProposalState,
)
from huiying.work.casework.procedure.queries import proposal_of
from huiying.work.casework.procedure.state import procedure_state
from huiying.work.casework.tasks.actions.assign import accept_task
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    CONCLUSIONS,
    decide_as,
    make_proposal,
    make_signed_minutes,
)
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.work.casework.procedure.steps import LATER, assigned

pytestmark = pytest.mark.django_db


standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture
def significant(yunchuan):
    return incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)


@pytest.fixture
def urgent(yunchuan, major):
    proposal = make_proposal(yunchuan, major)
    submit_proposal(
        proposal=proposal, officer=yunchuan.shen, now=T0, emergency="老人断水，等不得"
    )
    return proposal


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
    decide_as(proposal, yunchuan.leader, approve=False, reason="尚未填写时间")

    assert proposal.state == ProposalState.WRITING
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decide_as(proposal, yunchuan.leader, now=LATER)
    assert procedure_state(major).approved


def test_minutes_that_fall_hold_the_approval_back(yunchuan, major):
    row = make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    write_minutes(consultation=row, minutes=CONCLUSIONS, officer=yunchuan.shen, now=LATER)

    with pytest.raises(Refused, match="会商纪要尚未签署"):
        decide_as(proposal, yunchuan.leader)


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


def test_what_is_not_ratified_is_called_back(yunchuan, major, urgent):
    task = assigned(yunchuan, urgent)
    decide_as(urgent, yunchuan.leader, approve=False, reason="不属紧急", now=LATER)

    task.refresh_from_db()
    task.clock.refresh_from_db()
    assert (task.state, task.reason) == (AssignmentState.RECALLED, "不属紧急")
    assert task.clock.state == ClockState.CANCELLED
    assert not procedure_state(major).assigned
    with pytest.raises(Refused, match="不能办理此操作"):
        accept_task(assignment=task, officer=yunchuan.water, now=LATER)


def test_an_approval_is_recorded_with_what_it_binds_and_given_once(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    seen = hash_of_content(proposal_content(proposal))
    decided = {"approve": True, "reason": "", "shown_hash": seen, "now": LATER}

    decide_proposal(proposal, officer=yunchuan.leader, **decided)
    with pytest.raises(Refused, match="该处置意见当前不在待审批状态"):
        decide_proposal(proposal, officer=yunchuan.cheng, **decided)

    record = AuditRecord.objects.get(verb="proposal.approved")
    assert (proposal.state, record.data["hash"]) == (ProposalState.APPROVED, seen)
    assert record.actor == f"officer:{yunchuan.leader.pk}"


def test_other_words_than_those_on_the_screen_are_not_approved(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_proposal(yunchuan, major)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)

    with pytest.raises(Stale):
        decide_proposal(
            proposal,
            approve=True,
            reason="",
            shown_hash="0" * 64,
            officer=yunchuan.leader,
            now=LATER,
        )

    assert proposal.state == ProposalState.SUBMITTED
