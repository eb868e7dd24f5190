"""The superior takes in an answer once, checked, and only to the step that it took last."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.reports.downward.models import IssuedState, ReceivedAnswer, StepAct
from huiying.work.reports.exchange.receipts import is_receipt
from tests.work.reports.downward.steps import (
    answer_file,
    answered,
    go_on,
    rehashed,
    take_answer,
    tampered,
)


@pytest.fixture
def answer(yunchuan, demand):
    return answered(yunchuan, demand)


def test_take_in_answer_stores_it_once(linxi, order, answer):
    first, second = (take_answer(linxi, answer_file(answer)) for _time in range(2))

    row = ReceivedAnswer.objects.get()
    assert (first.new, second.new) == (True, False)
    assert is_receipt(first.receipt)
    assert first.receipt == second.receipt
    assert (row.text, row.signed_as, row.by) == (answer.text, "组长", linxi.shen)
    order.refresh_from_db()
    assert order.state == IssuedState.ANSWERED
    assert order.clock.state == "RUNNING", "only 销号 ends its time"
    assert AuditRecord.objects.filter(verb="issued_supervision.answered").count() == 1


def test_an_altered_file_and_another_text_under_the_same_number_are_refused(linxi, answer):
    with pytest.raises(Refused, match="校验值不符"):
        take_answer(linxi, tampered(answer_file(answer), text="已全部办结。"))
    take_answer(linxi, answer_file(answer))
    with pytest.raises(Refused, match="内容与本文件不同"):
        take_answer(linxi, rehashed(answer_file(answer), text="已全部办结。"))
    assert ReceivedAnswer.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"bureau": "北山区信访局"}, "未登记为下级单位"),
        ({"to": "北山区信访局"}, "不是本局"),
        ({"number": "XD2026-0099"}, "未向"),
        ({"step": 2}, "未接收"),
        ({"text": "有人举报水务局局长受贿。"}, "检举控告"),
        ({"text": "甲" * 4001}, "文件结构不符"),
        ({"petitioner": "甲"}, "文件结构不符"),
    ],
    ids=str,
)
def test_what_may_not_come_in_is_refused(linxi, answer, fields, says):
    with pytest.raises(Refused, match=says):
        take_answer(linxi, rehashed(answer_file(answer), **fields))
    assert not ReceivedAnswer.objects.exists()


def test_personal_data_are_masked_and_counted(linxi, answer):
    data = rehashed(answer_file(answer), text="已联系王秀英，电话13800138000。")
    row = take_answer(linxi, data).row
    assert (row.masked, "13800138000" in row.text) == (1, False)


def test_after_the_closing_nothing_is_taken_in(linxi, order, answer):
    take_answer(linxi, answer_file(answer))
    order.refresh_from_db()
    go_on(linxi, order, StepAct.CLOSED, words="反馈属实。")
    with pytest.raises(Refused, match="已销号"):
        take_answer(linxi, rehashed(answer_file(answer), version=2, step=2))


def test_an_answer_is_never_changed_or_deleted(linxi, answer):
    take_answer(linxi, answer_file(answer))
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceivedAnswer.objects.update(text="改")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReceivedAnswer.objects.all().delete()
