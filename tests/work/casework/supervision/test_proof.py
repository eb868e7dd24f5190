"""The daily check finds a supervision item that was changed past the product."""

from __future__ import annotations

import pytest

from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.casework.supervision.actions.send_back import (
    reassign_supervision,
    return_feedback,
)
from huiying.work.casework.supervision.proof import supervision_differences
from tests.factories import T0
from tests.tampering import tamper
from tests.work.casework.supervision.steps import accept, answer, sign


@pytest.fixture
def closed(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item)
    sign(item, yunchuan.leader)
    return item


def differences(cast):
    found = supervision_differences(cast.bureau.pk)
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_every_step_agrees_with_its_record(yunchuan, item):
    assert differences(yunchuan) == []
    answer(yunchuan, item)
    assert differences(yunchuan) == []
    return_feedback(supervision=item, reason="请补充。", officer=yunchuan.shen, now=T0)
    reassign_supervision(
        supervision=item,
        unit=yunchuan.reception,
        reason="改由接待科办理。",
        officer=yunchuan.shen,
        now=T0,
    )
    assert differences(yunchuan) == []
    answer(yunchuan, item, by=yunchuan.window)
    accept(yunchuan, item)
    assert differences(yunchuan) == []
    sign(item, yunchuan.leader, yes=False, reason="再核。")
    accept(yunchuan, item)
    sign(item, yunchuan.leader)
    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    "change",
    [
        "demand = '无须办理'",
        "state = 'OPEN'",
        "opened_by_id = {cheng}",
        "unit_id = {reception}",
    ],
)
def test_another_demand_state_or_unit_is_found(yunchuan, closed, change):
    values = {"cheng": yunchuan.cheng.pk, "reception": yunchuan.reception.pk}

    tamper(f"UPDATE casework_supervision SET {change.format(**values)}")  # noqa: S608

    assert differences(yunchuan) == [("supervision_differs", closed.number)]
    found = [one.code for one in check_bureau(yunchuan.bureau.pk, read_files=False).differences]
    assert "record.supervision_differs" in found


def test_a_closing_that_nobody_signed_is_found(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item)
    tamper(
        "UPDATE casework_supervision SET state = 'CLOSED', closed_by_id = %s, closed_at = %s",
        yunchuan.leader.pk,
        T0,
    )
    assert differences(yunchuan) == [("supervision_differs", item.number)]


def test_another_answer_and_a_file_that_is_gone_are_found(yunchuan, closed):
    tamper("UPDATE casework_supervisionentry SET text = '已办结' WHERE kind = 'FEEDBACK'")
    assert differences(yunchuan) == [("supervision_differs", closed.number)]


def test_an_item_without_its_files_is_found(yunchuan, item):
    answer(yunchuan, item)
    tamper("DELETE FROM casework_supervisionfile")
    assert differences(yunchuan) == [("supervision_differs", item.number)]


def test_an_item_of_another_number_is_two_differences(yunchuan, item):
    tamper("UPDATE casework_supervision SET number = 'D2026-9999'")
    assert differences(yunchuan) == [
        ("supervision_not_recorded", "D2026-9999"),
        ("supervision_missing", item.number),
    ]
