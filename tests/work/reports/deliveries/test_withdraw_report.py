"""A withdrawn report stays to be read; whoever had it is told; nothing is silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import ReportWithdrawal
from huiying.work.reports.deliveries.actions.receive_report import (
    confirm_by_link,
    record_handover,
)
from huiying.work.reports.deliveries.actions.withdraw_report import (
    record_withdrawal_notice,
    withdraw_report,
)
from huiying.work.reports.deliveries.messages import PURPOSE
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.drafting.actions.draft_report import draft_incident_report
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import (
    draft_of,
    linked_recipient,
    recipient_of,
    report_token,
    send,
)

LATER = T0 + timedelta(minutes=20)
SOON = LATER + timedelta(minutes=9)


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def withdraw(report, officer, reason="数字有误，另行更正。"):
    return withdraw_report(report=report, reason=reason, officer=officer, now=SOON)


@pytest.mark.clause("10b")
def test_what_was_received_is_withdrawn_by_a_leader_and_everybody_is_told(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    [row] = send(yunchuan, report, now=LATER)
    token = report_token()
    confirm_by_link(
        link=read_link(token, PURPOSE, LATER), delivery=row, name="李值班", now=LATER
    )
    with pytest.raises(PermissionDenied):
        withdraw(report, yunchuan.lu)
    with pytest.raises(Refused, match="须写明理由"):
        withdraw(report, yunchuan.cheng, " ")

    withdraw(report, yunchuan.cheng)

    message = Message.objects.get(key__startswith="report-withdrawn:")
    row.refresh_from_db()
    assert "请勿再引用" in message.body
    assert "数字有误" in message.body
    assert read_link(token, PURPOSE, SOON) == LinkProblem.REVOKED
    assert (row.received_label, row.withdrawal_sent_at) == ("李值班（通过链接）", SOON)
    assert report.state == ReportState.WITHDRAWN
    assert ReportWithdrawal.objects.get().state == ReportState.RECEIVED
    with pytest.raises(Stale):
        withdraw(report, yunchuan.cheng)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportWithdrawal.objects.all().update(reason="无")


def test_a_body_without_a_channel_is_told_by_people(yunchuan, water):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", way=Way.PHONE)
    report = draft_of(yunchuan, water, now=LATER)
    rows = send(yunchuan, report, now=LATER)
    phone = next(row for row in rows if row.way == Way.PHONE)
    told = {"officer": yunchuan.lu, "now": SOON}
    record_handover(delivery=phone, who="总值班室", at=LATER, **told)
    withdraw(report, yunchuan.cheng)
    phone.refresh_from_db()
    assert phone.withdrawal_sent_at is None

    record_withdrawal_notice(delivery=phone, who="总值班室", **told)

    phone.refresh_from_db()
    assert phone.withdrawal_sent_at == SOON
    with pytest.raises(Stale):
        record_withdrawal_notice(delivery=phone, who="总值班室", **told)


def test_the_first_report_of_what_is_major_is_owed_and_a_later_one_is_not(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    with pytest.raises(Refused, match="不得作废"):
        withdraw(report, yunchuan.lu)
    Incident.objects.filter(pk=water.pk).update(grade=Grade.ORDINARY)
    report.incident.refresh_from_db()
    withdraw(report, yunchuan.lu)
    assert not Message.objects.filter(about_kind="report").exists()
    assert ReportDelivery.objects.count() == 0


def test_a_withdrawn_report_ends_its_clocks_and_another_one_replaces_it(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, report, now=LATER)
    withdraw(report, yunchuan.cheng)
    assert Clock.objects.get(kind="report_receipt").state == ClockState.CANCELLED

    again = draft_incident_report(
        incident=water,
        kind=ReportKind.INITIAL,
        officer=yunchuan.lu,
        now=SOON,
        replaces=report,
    )
    report.refresh_from_db()
    assert report.replaced_by == again
    assert again.matter == MatterClass.ONLINE


def test_another_one_is_drafted_only_for_a_report_that_was_withdrawn(yunchuan, water):
    report = draft_of(yunchuan, water, ReportKind.SPECIAL, now=LATER)
    send(yunchuan, report, now=LATER)
    another = {
        "incident": water,
        "kind": ReportKind.SPECIAL,
        "officer": yunchuan.lu,
        "now": SOON,
        "replaces": report,
    }
    with pytest.raises(Refused, match="不能另拟"):
        draft_incident_report(**another)
    withdraw(report, yunchuan.cheng)
    assert draft_incident_report(**another).replaces == report


def test_every_recipient_is_told_of_a_withdrawal(yunchuan, water):
    recipient_of(yunchuan, name="区信访联席办", kind="PETITIONS", matter=MatterClass.PETITIONS)
    report = draft_of(yunchuan, water, now=LATER)
    assert len(send(yunchuan, report, now=LATER)) == 2
    withdraw(report, yunchuan.cheng)

    messages = Message.objects.filter(key__startswith="report-withdrawn:")
    assert [row.state for row in messages] == ["QUEUED", "QUEUED"]
    told = Message.objects.filter(about_ref=report.number).exclude(pk__in=messages)
    assert {row.state for row in told} == {"DROPPED"}
