"""The subordinate takes in a superior's 督办 once, checked; its own clock runs from then on."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.work.casework.superior_supervision.models import (
    SuperiorState,
    SuperiorSupervision,
)
from huiying.work.casework.supervision.models import Supervision
from huiying.work.reports.downward.files import read_step_file
from huiying.work.reports.downward.models import StepAct, SuperiorAnswer, SuperiorStep
from huiying.work.reports.exchange.actions.edit_superior_system import (
    set_superior_system_active,
)
from huiying.work.reports.exchange.models import SuperiorSystem
from huiying.work.reports.exchange.outgoing import MAX_BYTES
from huiying.work.reports.exchange.receipts import is_receipt
from tests.factories import T0
from tests.scenarios.exchange import file_of
from tests.work.reports.downward.steps import (
    DEMAND,
    DUE,
    LATER,
    answer_file,
    answered,
    draft,
    finished,
    go_on,
    rehashed,
    step_file,
    take_answer,
    take_step,
    tampered,
)


def test_take_in_step_opens_the_demand_with_its_clock_on_the_report(
    yunchuan, linxi, order, water, report
):
    taken = take_step(yunchuan, step_file(order))

    row = SuperiorSupervision.objects.get()
    assert (row.number, row.state, row.demand) == ("SD2026-0001", "RECEIVED", DEMAND)
    assert (row.sender, row.sender_number) == (linxi.bureau.name, order.number)
    assert (row.subject_kind, row.subject_ref, row.incident) == ("report", report.number, water)
    assert (row.clock.due_at, row.clock.state) == (DUE, ClockState.RUNNING)
    assert row.clock.holder_code == "office"
    assert is_receipt(taken.receipt)
    assert (taken.receipt["receipt"], taken.receipt["number"]) == (row.number, order.number)


def test_the_same_file_again_changes_nothing_and_gets_the_same_receipt(yunchuan, order):
    first, second = (take_step(yunchuan, step_file(order)) for _time in range(2))
    assert (first.new, second.new) == (True, False)
    assert first.receipt == second.receipt
    assert SuperiorStep.objects.count() == 1
    assert AuditRecord.objects.filter(verb="superior_supervision.taken").count() == 1


def test_a_file_that_was_altered_is_refused(yunchuan, order):
    with pytest.raises(Refused, match="校验值不符"):
        take_step(yunchuan, tampered(step_file(order), demand="请补报材料。"))
    assert not SuperiorSupervision.objects.exists()


def test_the_same_step_with_another_text_is_refused(yunchuan, order, demand):
    with pytest.raises(Refused, match="内容与本文件不同"):
        take_step(yunchuan, rehashed(step_file(order), demand="请补报材料。"))
    assert SuperiorStep.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"to": "北山区信访局"}, "不是本局"),
        ({"bureau": "北山区信访局"}, "未登记为上级系统"),
        ({"report": "H2026-0099"}, "没有报告"),
        ({"version": 9}, "没有报告"),
        ({"demand": "请删除论坛上的帖子。"}, "删除"),
        ({"demand": "有人举报水务局局长受贿，请查。"}, "检举控告"),
        ({"act": "DELETED"}, "文件结构不符"),
        ({"step": 0}, "文件结构不符"),
        ({"due": "2026-11-27T10:00:00"}, "文件结构不符"),
        ({"demand": "甲" * 401}, "文件结构不符"),
        ({"demand": " "}, "文件结构不符"),
        ({"number": "<script>"}, "文件结构不符"),
        ({"petitioner": "甲"}, "文件结构不符"),
    ],
    ids=str,
)
def test_what_may_not_come_in_is_refused_although_its_hash_fits(yunchuan, order, fields, says):
    with pytest.raises(Refused, match=says):
        take_step(yunchuan, rehashed(step_file(order), **fields))
    assert not SuperiorSupervision.objects.exists()


@pytest.mark.parametrize("bad", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000])
def test_what_is_no_such_file_is_refused_with_a_sentence(db, bad):
    with pytest.raises(Refused) as refusal:
        read_step_file(bad)
    assert str(refusal.value).endswith("。")


def test_too_large_a_file_and_a_report_are_refused(db, report):
    with pytest.raises(Refused, match="超过 2 MB"):
        read_step_file(b" " * (MAX_BYTES + 1))
    with pytest.raises(Refused, match="不是督办文件"):
        read_step_file(file_of(report))


def test_personal_data_are_masked_counted_and_stored_masked(yunchuan, order):
    data = rehashed(step_file(order), demand="请联系王秀英，电话13800138000。")
    taken = take_step(yunchuan, data)
    assert taken.step.masked == 1
    assert "13800138000" not in taken.row.demand
    assert "13800138000" not in json.dumps(
        list(AuditRecord.objects.values("data")), default=str
    )


def test_a_superior_that_is_out_of_use_is_not_heard(yunchuan, order):
    row = SuperiorSystem.objects.get()
    set_superior_system_active(row=row, active=False, revision=0, officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="已停用"):
        take_step(yunchuan, step_file(order))


def test_an_answer_that_is_returned_is_answered_anew_until_another_day(
    yunchuan, linxi, order, demand
):
    take_answer(linxi, answer_file(answered(yunchuan, demand)))
    order.refresh_from_db()
    go_on(linxi, order, StepAct.RETURNED, due=DUE + timedelta(days=2))
    take_step(yunchuan, step_file(order))

    demand.refresh_from_db()
    assert (demand.state, demand.step) == (SuperiorState.RECEIVED, 2)
    assert (demand.clock.due_at, demand.clock.state) == (
        DUE + timedelta(days=2),
        ClockState.RUNNING,
    )
    finished(yunchuan, demand)
    assert draft(yunchuan, demand, text="补充检测结果。").version == 2


def test_a_closing_arrives_and_nothing_more_comes_in(yunchuan, linxi, order, demand):
    take_answer(linxi, answer_file(answered(yunchuan, demand)))
    order.refresh_from_db()
    go_on(linxi, order, StepAct.CLOSED, words="反馈属实。")
    take_step(yunchuan, step_file(order))

    demand.refresh_from_db()
    assert demand.state == SuperiorState.CLOSED
    with pytest.raises(Refused, match="已销号或撤销"):
        take_step(yunchuan, rehashed(step_file(order), step=3, act="RETURNED"))


def test_a_withdrawal_ends_the_time_and_the_answer_that_waits(yunchuan, linxi, order, demand):
    finished(yunchuan, demand)
    draft(yunchuan, demand)
    go_on(linxi, order, StepAct.WITHDRAWN, words="报告已更正。")
    take_step(yunchuan, step_file(order))

    demand.refresh_from_db()
    assert (demand.state, demand.clock.state) == (SuperiorState.WITHDRAWN, ClockState.CANCELLED)
    assert SuperiorAnswer.objects.get().dropped_at == LATER
    assert Supervision.objects.get().state == "CLOSED", "what the units did stays"


def test_a_later_step_that_comes_first_opens_the_demand_and_the_earlier_one_is_refused(
    yunchuan, linxi, order
):
    go_on(linxi, order, StepAct.WITHDRAWN, words="报告已更正。")
    row = take_step(yunchuan, step_file(order)).row
    row.refresh_from_db()
    assert (row.state, row.step, row.clock) == (SuperiorState.WITHDRAWN, 2, None)
    with pytest.raises(Refused, match="较早的第 1 步"):
        take_step(yunchuan, step_file(order, 0))


def test_what_arrived_is_never_changed_or_deleted(demand):
    for rows, change in (
        (SuperiorStep.objects.all(), {"words": "改"}),
        (SuperiorSupervision.objects.all(), {"demand": "改"}),
        (SuperiorSupervision.objects.all(), {"step": 0}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_a_day_that_is_over_when_it_arrives_is_late_at_once(yunchuan, order):
    row = take_step(yunchuan, step_file(order), now=DUE + timedelta(days=1)).row
    row.refresh_from_db()
    assert row.clock.due_at == DUE
    assert row.clock.due_at < DUE + timedelta(days=1)
