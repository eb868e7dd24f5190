"""A withdrawn report stays to be read; whoever had it is told; nothing is silent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import Message
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, ReportKind, ReportState, Way
from huiying.work.reports.core.models import Report, ReportWithdrawal, WithdrawalRequest
from huiying.work.reports.deliveries.actions.receive_report import (
    confirm_by_link,
    record_handover,
)
from huiying.work.reports.deliveries.actions.withdraw_report import (
    WITHDRAWAL_KIND,
    ask_withdrawal,
    decide_withdrawal,
    record_withdrawal_notice,
    withdrawal_request_hash,
)
from huiying.work.reports.deliveries.messages import PURPOSE
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
    withdraw,
)

LATER = T0 + timedelta(minutes=20)
SOON = LATER + timedelta(minutes=9)


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def ask(report, officer, reason="数字有误，另行更正。"):
    return ask_withdrawal(report=report, reason=reason, officer=officer, now=SOON)


def sign_it(row, officer, now=SOON):
    digest = withdrawal_request_hash(row)
    WITHDRAWAL_KIND.approve(row, shown_hash=digest, officer=officer, now=now)


@pytest.mark.clause("10b")
def test_what_was_received_is_withdrawn_by_two_and_everybody_is_told(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    [row] = send(yunchuan, report, now=LATER)
    token = report_token()
    confirm_by_link(
        link=read_link(token, PURPOSE, LATER), delivery=row, name="李值班", now=LATER
    )
    for officer in (yunchuan.lu, yunchuan.shen):
        with pytest.raises(PermissionDenied):
            ask(report, officer)
    with pytest.raises(Refused, match="须写明理由"):
        ask(report, yunchuan.cheng, " ")

    asked = ask(report, yunchuan.cheng)
    sign_it(asked, yunchuan.leader)

    message = Message.objects.get(key__startswith="report-withdrawn:")
    row.refresh_from_db()
    report.refresh_from_db()
    withdrawal = ReportWithdrawal.objects.get()
    assert "请勿再引用" in message.body
    assert "数字有误" in message.body
    assert read_link(token, PURPOSE, SOON) == LinkProblem.REVOKED
    assert (row.received_label, row.withdrawal_sent_at) == ("李值班（通过链接）", SOON)
    assert report.state == ReportState.WITHDRAWN
    assert withdrawal.state == ReportState.RECEIVED
    assert (withdrawal.by, withdrawal.signed_by) == (yunchuan.cheng, yunchuan.leader)
    for act in (lambda: ask(report, yunchuan.cheng), lambda: sign_it(asked, yunchuan.shen)):
        with pytest.raises(Stale):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportWithdrawal.objects.all().update(reason="无")


def test_until_another_person_signs_the_report_stands_and_its_clocks_run(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    [row] = send(yunchuan, report, now=LATER)

    asked = ask(report, yunchuan.cheng)

    report.refresh_from_db()
    assert report.state == ReportState.SENT
    assert read_link(report_token(), PURPOSE, SOON).about_ref == row.number
    assert Clock.objects.get(kind="report_receipt").state == ClockState.RUNNING
    assert not ReportWithdrawal.objects.exists()
    assert not Message.objects.filter(key__startswith="report-withdrawn:").exists()
    with pytest.raises(Refused, match="正在等候核签"):
        ask(report, yunchuan.leader)
    with pytest.raises(Refused, match="另一位"):
        sign_it(asked, yunchuan.cheng)
    for officer in (yunchuan.lu, yunchuan.speaker, yunchuan.admin):
        with pytest.raises(PermissionDenied):
            sign_it(asked, officer)


def test_the_office_signs_and_an_account_in_the_same_hand_does_not(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, report, now=LATER)
    asked = ask(report, yunchuan.cheng)
    reset = {"password_reset_at": LATER, "password_reset_by": yunchuan.cheng}
    Officer.objects.filter(pk=yunchuan.leader.pk).update(**reset)
    yunchuan.leader.refresh_from_db()
    with pytest.raises(Refused):
        sign_it(asked, yunchuan.leader)

    sign_it(asked, yunchuan.shen)

    report.refresh_from_db()
    assert report.state == ReportState.WITHDRAWN


def test_a_return_has_a_reason_and_it_may_be_asked_again(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, report, now=LATER)
    asked = ask(report, yunchuan.cheng)
    back = {
        "shown_hash": withdrawal_request_hash(asked),
        "officer": yunchuan.leader,
        "now": SOON,
    }
    with pytest.raises(Refused, match="须写明理由"):
        WITHDRAWAL_KIND.send_back(asked, reason=" ", **back)
    decide_withdrawal(asked, approve=False, reason="数字无误。", **back)

    report.refresh_from_db()
    assert report.state == ReportState.SENT
    with pytest.raises(Stale):
        sign_it(asked, yunchuan.shen)
    assert ask(report, yunchuan.cheng).pk != asked.pk


def test_the_database_keeps_what_was_asked_and_lets_no_report_come_back(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, report, now=LATER)
    asked = ask(report, yunchuan.cheng)
    for change in (
        lambda: WithdrawalRequest.objects.update(requested_by=yunchuan.leader),
        lambda: WithdrawalRequest.objects.all().delete(),
        lambda: Report.objects.update(state=ReportState.DRAFT),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    sign_it(asked, yunchuan.leader)
    for state in (ReportState.SENT, ReportState.DRAFT):
        with pytest.raises(DatabaseError), transaction.atomic():
            Report.objects.update(state=state)


def test_a_body_without_a_channel_is_told_by_people(yunchuan, water):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT", way=Way.PHONE)
    report = draft_of(yunchuan, water, now=LATER)
    rows = send(yunchuan, report, now=LATER)
    phone = next(row for row in rows if row.way == Way.PHONE)
    told = {"officer": yunchuan.lu, "now": SOON}
    record_handover(delivery=phone, who="总值班室", at=LATER, **told)
    withdraw(yunchuan, report, now=SOON)
    phone.refresh_from_db()
    assert phone.withdrawal_sent_at is None

    record_withdrawal_notice(delivery=phone, who="总值班室", **told)

    phone.refresh_from_db()
    assert phone.withdrawal_sent_at == SOON
    with pytest.raises(Stale):
        record_withdrawal_notice(delivery=phone, who="总值班室", **told)


def test_a_withdrawn_report_ends_its_clocks_and_another_one_replaces_it(yunchuan, water):
    report = draft_of(yunchuan, water, now=LATER)
    send(yunchuan, report, now=LATER)
    withdraw(yunchuan, report, now=SOON)
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
    withdraw(yunchuan, report, now=SOON)
    assert draft_incident_report(**another).replaces == report


def test_every_recipient_is_told_of_a_withdrawal(yunchuan, water):
    recipient_of(yunchuan, name="区信访联席办", kind="PETITIONS", matter=MatterClass.PETITIONS)
    report = draft_of(yunchuan, water, now=LATER)
    assert len(send(yunchuan, report, now=LATER)) == 2
    withdraw(yunchuan, report, now=SOON)

    messages = Message.objects.filter(key__startswith="report-withdrawn:")
    assert [row.state for row in messages] == ["QUEUED", "QUEUED"]
    told = Message.objects.filter(about_ref=report.number).exclude(pk__in=messages)
    assert {row.state for row in told} == {"DROPPED"}
