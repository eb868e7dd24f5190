"""A 督办 on a subordinate's report is drafted by one person, for another one's signature."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.work.reports.downward.actions.issue import draft_step
from huiying.work.reports.downward.models import IssuedState, IssuedSupervision, StepAct
from huiying.work.reports.downward.queries import waiting_step
from huiying.work.reports.exchange.actions.edit_subordinate import set_subordinate_active
from huiying.work.reports.exchange.models import ReceivedWithdrawal
from tests.factories import T0
from tests.work.reports.downward.steps import (
    DUE,
    LATER,
    answer_file,
    answered,
    issue,
    take_answer,
)


def test_draft_issue_waits_for_a_leader_and_goes_nowhere(linxi, arrived):
    row = issue(linxi, arrived)

    assert (row.number, row.state, row.clock) == ("XD2026-0001", IssuedState.DRAFT, None)
    step = waiting_step(row)
    assert (step.step, step.act, step.content_hash) == (1, StepAct.ISSUED, "")
    assert step.signoff.requested_by == linxi.shen
    assert AuditRecord.objects.filter(verb="issued_supervision.drafted").count() == 1


def test_who_neither_keeps_supervision_nor_leads_drafts_none(linxi, arrived):
    for officer in (linxi.lu, linxi.speaker, linxi.water):
        with pytest.raises(PermissionDenied):
            issue(linxi, arrived, by=officer)


@pytest.mark.parametrize(
    ("demand", "says"),
    [
        ("", "请填写督办事项"),
        ("甲" * 401, "最多 400 字"),
        ("请删除论坛上的帖子。", "删除"),
        ("有人举报水务局局长受贿，请查。", "检举控告"),
    ],
)
def test_what_may_not_be_asked_is_refused(linxi, arrived, demand, says):
    with pytest.raises(Refused, match=says):
        issue(linxi, arrived, demand=demand)
    assert not IssuedSupervision.objects.exists()


def test_personal_data_in_the_demand_are_masked_before_they_are_stored(linxi, arrived):
    row = issue(linxi, arrived, demand="请联系王秀英（13800138000）并反馈。")
    assert "13800138000" not in row.demand


@pytest.mark.parametrize("days", [-1, 400])
def test_a_day_that_is_over_or_too_far_is_refused(linxi, arrived, days):
    with pytest.raises(Refused, match="期限"):
        issue(linxi, arrived, due=T0 + timedelta(days=days))


def test_a_report_has_one_open_supervision_at_a_time(linxi, arrived):
    issue(linxi, arrived)
    with pytest.raises(Stale, match="无需重复"):
        issue(linxi, arrived)


def test_nothing_is_asked_of_who_is_out_of_use_or_withdrew_the_report(linxi, arrived):
    below = arrived.subordinate
    set_subordinate_active(row=below, active=False, revision=0, officer=linxi.shen, now=T0)
    with pytest.raises(Refused, match="已停用"):
        issue(linxi, arrived)
    set_subordinate_active(row=below, active=True, revision=1, officer=linxi.shen, now=T0)
    ReceivedWithdrawal.objects.create(
        bureau=linxi.bureau, report=arrived, reason="数字有误。", withdrawn_at=T0,
        way="FILE", at=T0, by=linxi.lu,
    )  # fmt: skip
    with pytest.raises(Refused, match="已撤回"):
        issue(linxi, arrived)


def test_draft_step_judges_only_what_was_answered(yunchuan, linxi, order, demand):
    for act in (StepAct.RETURNED, StepAct.CLOSED):
        with pytest.raises(Refused, match="待下级反馈"):
            draft_step(
                supervision=order, act=act, words="已办结。", officer=linxi.shen, now=LATER
            )
    take_answer(linxi, answer_file(answered(yunchuan, demand)))
    order.refresh_from_db()
    step = draft_step(
        supervision=order, act=StepAct.CLOSED, words="已办结。", officer=linxi.shen, now=LATER
    )
    assert (step.step, step.answer.version) == (2, 1)


def test_draft_step_waits_while_another_one_waits(linxi, order):
    more = {"supervision": order, "officer": linxi.shen, "now": LATER}
    draft_step(act=StepAct.WITHDRAWN, words="报告已更正。", **more)
    with pytest.raises(Refused, match="待领导签发"):
        draft_step(act=StepAct.WITHDRAWN, words="报告已更正。", **more)


def test_draft_step_needs_a_reason_and_a_day_to_come(yunchuan, linxi, order, demand):
    take_answer(linxi, answer_file(answered(yunchuan, demand)))
    order.refresh_from_db()
    more = {"supervision": order, "act": StepAct.RETURNED, "officer": linxi.shen}
    with pytest.raises(Refused, match="请写明理由"):
        draft_step(words=" ", now=LATER, **more)
    with pytest.raises(Refused, match="期限"):
        draft_step(words="请补充。", now=DUE + timedelta(hours=1), **more)
    with pytest.raises(Refused, match="请选择"):
        draft_step(**{**more, "act": StepAct.ISSUED}, words="再发。", now=LATER)


def test_draft_step_of_an_old_page_says_so(linxi, order):
    with pytest.raises(Stale):
        draft_step(
            supervision=order, act=StepAct.WITHDRAWN, words="报告已更正。",
            officer=linxi.shen, now=LATER, revision=0,
        )  # fmt: skip
