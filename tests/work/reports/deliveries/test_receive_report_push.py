"""The receipt of a superior's installation is the proof, for what was pushed there alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import Way
from huiying.work.reports.deliveries.actions.receive_report import confirm_by_push
from huiying.work.reports.deliveries.models import ReportDelivery
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import recipient_of, sent_report

LATER = T0 + timedelta(minutes=30)


def major_and_recipient(cast):
    add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="HUIYING",
        name="上级系统",
        target="https://superior.example/api/v1/reports",
        secret="hyr_0123456789abcdef",
        actor=cast.admin.audit_actor(),
        now=T0,
    )
    recipient_of(cast, way=Way.PUSH)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


@pytest.fixture
def pushed(yunchuan, water, linxi):
    subordinate_of(linxi, yunchuan.bureau.name)
    sent_report(yunchuan, water)
    message = Message.objects.get(about_kind="report")
    return message, take(linxi, message.body.encode(), now=LATER).receipt


def test_confirm_by_push_stops_the_time_of_the_receipt(pushed):
    message, receipt = pushed
    assert confirm_by_push(message=message, receipt=receipt, now=LATER)
    assert ReportDelivery.objects.get().proof == "push"
    assert Clock.objects.get(kind="report_receipt").state == ClockState.MET
    assert not confirm_by_push(message=message, receipt=receipt, now=LATER), "once"


@pytest.mark.parametrize(
    "other",
    [
        {"bureau": "北山区信访局"},
        {"number": "R2026-0099"},
        {"version": 7},
        {"report_hash": "0"},
    ],
    ids=str,
)
def test_a_receipt_of_something_else_proves_nothing(pushed, other):
    message, receipt = pushed
    assert not confirm_by_push(message=message, receipt={**receipt, **other}, now=LATER)
    assert ReportDelivery.objects.get().received_at is None
