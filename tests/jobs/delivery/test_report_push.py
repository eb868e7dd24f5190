"""A report goes to the installation of a superior; its receipt, and nothing else, is proof."""

from __future__ import annotations

import json
from datetime import timedelta
from random import SystemRandom

import pytest
from django.test import Client

from huiying.base.errors import Refused
from huiying.base.outbox.actions.deliver import claim_due
from huiying.base.outbox.actions.set_channel import add_channel, try_channel
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.base.outbox.queries import channels_of
from huiying.jobs.delivery import deliver
from huiying.jobs.delivery.outgoing import Outcome, outgoing_message
from huiying.jobs.delivery.senders import send_safely
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportState, Way
from huiying.work.reports.core.models import Report
from huiying.work.reports.deliveries.actions.receive_report import confirm_by_push
from huiying.work.reports.deliveries.actions.send_report import send_again, send_report
from huiying.work.reports.deliveries.models import ReportDelivery
from huiying.work.reports.exchange.models import ReceivedReport
from tests.factories import T0
from tests.jobs.peers import Hook, serving
from tests.module_rows import module_rows
from tests.scenarios.exchange import subordinate_of, token_of
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.reports import draft_of, recipient_of, sign, withdraw

LATER = T0 + timedelta(minutes=20)
SECRET = "hyr_0123456789abcdef"


def major_and_recipient(cast):
    recipient_of(cast, way=Way.PUSH)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def channel_to(cast, target: str, secret: str = SECRET) -> Channel:
    return add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="HUIYING",
        name="上级系统",
        target=target,
        secret=secret,
        actor=cast.admin.audit_actor(),
        now=T0,
    )


def pushed(cast, water) -> Report:
    report = sign(cast, draft_of(cast, water, now=LATER), now=LATER)
    send_report(report=report, officer=cast.lu, now=LATER)
    return report


def message_of(key: str) -> Message:
    rows = Message.objects.select_related("channel__unit", "bureau")
    return rows.get(about_kind="report", key__startswith=f"{key}:")


def answer_of(message: Message, token: str) -> Outcome:
    """Let the other installation answer: both stand in one database."""
    answer = Client().post(
        "/api/v1/reports",
        message.body.encode(),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    with serving(Hook(answer.status_code, answer=answer.json())) as peer:
        Channel.objects.filter(pk=message.channel_id).update(target=f"{peer.root}/in")
        message.channel.target = f"{peer.root}/in"
        outcome = send_safely(outgoing_message(message))
    ((_path, headers, body),) = peer.got
    assert body.decode() == message.body
    assert headers["Authorization"] == f"Bearer {SECRET}"
    return outcome


@pytest.fixture
def token(linxi, yunchuan):
    return token_of(linxi, subordinate_of(linxi, yunchuan.bureau.name))


def test_confirm_by_push_makes_the_receipt_the_proof(yunchuan, water, token):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    report = pushed(yunchuan, water)
    row = ReportDelivery.objects.get()
    assert row.sent_at == LATER
    assert row.received_at is None, "that it was queued proves nothing"
    [message] = claim_due(now=LATER, lease=timedelta(minutes=2))
    outcome = answer_of(message, token)
    assert deliver._handed_over(message, LATER, receipt=outcome.receipt)

    row.refresh_from_db()
    report.refresh_from_db()
    assert (row.proof, row.received_at) == ("push", LATER)
    assert ReceivedReport.objects.get().number in row.received_label
    assert report.state == ReportState.RECEIVED
    assert not confirm_by_push(message=message, receipt=outcome.receipt, now=LATER)


def test_a_receipt_of_another_report_or_text_proves_nothing(yunchuan, water, token):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    pushed(yunchuan, water)
    message = message_of("report")
    receipt = dict(answer_of(message, token).receipt)
    for other in ({"number": "R2026-0099"}, {"version": 7}, {"report_hash": "0" * 64}):
        assert not confirm_by_push(message=message, receipt={**receipt, **other}, now=LATER)
    assert ReportDelivery.objects.get().received_at is None


@pytest.mark.parametrize(
    ("status", "answer", "final", "says"),
    [
        (200, {"ok": True}, False, "未给出回执"),
        (204, None, False, "未给出回执"),
        (401, {}, True, "令牌"),
        (403, {}, True, "停用"),
        (413, {}, True, "大小"),
        (422, {}, True, "未接收"),
        (429, {}, False, "限流"),
        (500, None, False, "HTTP 500"),
        (302, None, False, "未予跳转"),
    ],
)
def test_no_other_answer_is_acceptance(yunchuan, water, status, answer, final, says):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    pushed(yunchuan, water)
    message = message_of("report")
    with serving(Hook(status, answer=answer)) as peer:
        message.channel.target = f"{peer.root}/in"
        outcome = send_safely(outgoing_message(message))
    assert says in outcome.error
    assert (outcome.final, outcome.receipt) == (final, None)
    assert SECRET not in outcome.error


def test_a_withdrawn_report_is_pushed_as_withdrawn_and_told_when_answered(
    yunchuan, water, token
):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    report = pushed(yunchuan, water)
    withdraw(yunchuan, report, now=LATER)

    assert message_of("report").state == MessageState.DROPPED, "it had not gone out"
    message, row = message_of("report-withdrawn"), ReportDelivery.objects.get()
    assert json.loads(message.body)["withdrawal"]["reason"] == "数字有误。"
    assert row.withdrawal_sent_at is None
    outcome = answer_of(message, token)
    assert confirm_by_push(message=message, receipt=outcome.receipt, now=LATER)
    row.refresh_from_db()
    assert (row.withdrawal_sent_at, row.received_at) == (LATER, None)
    assert ReceivedReport.objects.get().withdrawal.reason == "数字有误。"


def test_a_report_is_pushed_again_until_it_is_answered(yunchuan, water):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    pushed(yunchuan, water)
    send_again(
        delivery=ReportDelivery.objects.get(),
        officer=yunchuan.lu,
        now=LATER + timedelta(hours=1),
    )
    bodies = set(Message.objects.filter(about_kind="report").values_list("body", flat=True))
    assert (Message.objects.filter(about_kind="report").count(), len(bodies)) == (2, 1)


def test_without_such_a_channel_nothing_is_sent(yunchuan, water):
    report = sign(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    with pytest.raises(Refused, match="无可用消息渠道"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)


def test_no_notice_and_no_trial_goes_out_by_such_a_channel(yunchuan):
    channel = channel_to(yunchuan, "https://superior.example/api/v1/reports")
    assert not channels_of(yunchuan.waterworks).exists()
    with pytest.raises(Refused, match="只推送报告"):
        try_channel(channel=channel, actor=yunchuan.admin.audit_actor(), now=T0)


def test_a_channel_that_an_officer_set_waits_for_a_second_person(yunchuan, water):
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="HUIYING",
        name="上级系统",
        target="https://superior.example/api/v1/reports",
        secret=SECRET,
        actor=yunchuan.admin.audit_actor(),
        now=T0,
        by=yunchuan.admin,
    )
    report = sign(yunchuan, draft_of(yunchuan, water, now=LATER), now=LATER)
    with pytest.raises(Refused, match="无可用消息渠道"):
        send_report(report=report, officer=yunchuan.lu, now=LATER)


@pytest.mark.parametrize(
    ("target", "secret", "unit", "says"),
    [
        ("http://superior.example/api", SECRET, True, "https"),
        ("https://a:b@superior.example/api", SECRET, True, "用户名"),
        ("https://superior.example/api", "short", True, "令牌"),
        ("https://superior.example/api", SECRET, False, "外单位"),
    ],
)
def test_an_unsafe_channel_is_refused(yunchuan, target, secret, unit, says):
    with pytest.raises(Refused, match=says):
        add_channel(
            bureau=yunchuan.bureau,
            unit=yunchuan.waterworks if unit else None,
            kind="HUIYING",
            name="上级系统",
            target=target,
            secret=secret,
            actor=yunchuan.admin.audit_actor(),
            now=T0,
        )


def test_an_address_of_the_own_network_is_not_reached(yunchuan, water, settings):
    channel_to(yunchuan, "https://10.0.0.1/api/v1/reports")
    pushed(yunchuan, water)
    outcome = send_safely(outgoing_message(message_of("report")))
    assert "内部网络" in outcome.error


def test_a_failed_push_is_tried_again(yunchuan, water):
    channel_to(yunchuan, "https://superior.example/api/v1/reports")
    pushed(yunchuan, water)
    [message] = claim_due(now=LATER, lease=timedelta(minutes=2))
    deliver.mark_failed(message=message, error="HTTP 500", now=LATER, dice=SystemRandom())
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.QUEUED, 1)
    assert message.next_try_at > LATER
