"""A proposal is written after the consultation and submitted; an edit voids what it had."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.jobs.clocks import ladder
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import BlockReason, assignment_blocked_by
from huiying.work.casework.procedure.actions.consult import (
    skip_consultation,
)
from huiying.work.casework.procedure.actions.write_proposal import (
    edit_proposal,
    start_proposal,
    submit_proposal,
)
from huiying.work.casework.procedure.models import (
    AssignmentState,
)
from huiying.work.casework.procedure.state import procedure_state
from huiying.work.casework.tasks.actions.assign import accept_task
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    decide_as,
    make_approved_proposal,
    make_proposal,
    make_signed_minutes,
)
from tests.scenarios.grading import regrade_with_second
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


def test_an_edit_after_the_approval_voids_it(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_approved_proposal(yunchuan, major)
    voided = edit_proposal(
        proposal=proposal, measures="改了", risks="", officer=yunchuan.shen, now=LATER
    )

    assert voided
    with pytest.raises(Refused, match="处置意见尚未报审"):
        assigned(yunchuan, proposal)


def test_a_significant_matter_may_go_without_consultation_but_not_without_approval(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = make_proposal(yunchuan, significant)
    with pytest.raises(Refused, match="处置意见尚未报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    decide_as(proposal, yunchuan.leader)

    assert assigned(yunchuan, proposal).state == AssignmentState.ASSIGNED


def test_a_proposal_is_not_submitted_twice_as_it_stands(yunchuan, major):
    make_signed_minutes(yunchuan, major)
    proposal = make_approved_proposal(yunchuan, major)

    with pytest.raises(Refused, match="无需重新报审"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)


@pytest.mark.clause("6d", "6f")
def test_the_order_is_consultation_proposal_approval_assignment(yunchuan, major):
    proposal = make_proposal(yunchuan, major)
    with pytest.raises(Refused, match="尚未会商"):
        submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="尚未会商"):
        assigned(yunchuan, proposal)
    make_signed_minutes(yunchuan, major)
    with pytest.raises(Refused, match="处置意见尚未报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="等领导批准"):
        assigned(yunchuan, proposal)
    decide_as(proposal, yunchuan.cheng)

    task = assigned(yunchuan, proposal)

    assert (task.state, task.emergency) == (AssignmentState.ASSIGNED, False)
    assert major.concerned.filter(unit=yunchuan.waterworks).exists()


def test_an_upgrade_during_assignment_leaves_what_is_assigned_and_stops_what_is_not(
    yunchuan, significant
):
    skip_consultation(incident=significant, reason="清楚", officer=yunchuan.shen, now=T0)
    proposal = make_approved_proposal(yunchuan, significant)
    task = assigned(yunchuan, proposal)
    regrade_with_second(
        incident=significant, grade=Grade.MAJOR, reason="扩大", officer=yunchuan.lu, now=LATER
    )

    with pytest.raises(Refused, match="尚未会商"):
        assigned(yunchuan, proposal)
    accept_task(assignment=task, officer=yunchuan.water, now=LATER)
    assert task.state == AssignmentState.ACCEPTED
    make_signed_minutes(yunchuan, significant)
    with pytest.raises(Refused, match="须重新报审"):
        assigned(yunchuan, proposal)
    submit_proposal(proposal=proposal, officer=yunchuan.shen, now=LATER)
    decide_as(proposal, yunchuan.leader, now=LATER)
    assert assigned(yunchuan, proposal).number != task.number


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


def test_a_proposal_is_begun_once_and_says_something(yunchuan, major):
    said = {"incident": major, "risks": " 高层送不到。 ", "officer": yunchuan.shen, "now": T0}
    with pytest.raises(Refused, match="请写明处置措施"):
        start_proposal(measures=" ", **said)

    row = start_proposal(measures="送水", **said)
    with pytest.raises(Refused, match="已有处置意见"):
        start_proposal(measures="再送", **said)

    assert (row.author, row.writers, row.risks) == (
        yunchuan.shen,
        [yunchuan.shen.pk],
        "高层送不到。",
    )
    assert AuditRecord.objects.get(verb="proposal.started").ref == row.number


def test_of_two_who_edit_a_proposal_the_second_is_refused(yunchuan, major):
    proposal = make_proposal(yunchuan, major)
    seen = proposal.revision
    words = {"proposal": proposal, "risks": "", "now": LATER, "revision": seen}
    edit_proposal(measures="先送水", officer=yunchuan.shen, **words)

    with pytest.raises(Stale, match="请核对最新内容后重新提交"):
        edit_proposal(measures="先说明", officer=yunchuan.lu, **words)

    proposal.refresh_from_db()
    assert (proposal.measures, proposal.writers) == ("先送水", [yunchuan.shen.pk])
