"""The carrier's own receipt (Art. 4(3)): signed, counted once, and a proof of delivery."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.clocks.models import ClockState
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import DeliveryProof, NoticeState, ProofKind
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
SECRET = "gateway-secret-0123456789"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(monkeypatch, time, now):
    restart_workers()
    time.set(now + 9 * MINUTE)
    monkeypatch.setattr(clock, "real_now", lambda: now + 9 * MINUTE)


def reached_by_message(cast):
    """The carrier of a unit, and a notice that went to it."""
    restart_workers()
    channel = add_channel(
        bureau=cast.bureau,
        unit=cast.waterworks,
        kind="SMS",
        name="水务局值班手机",
        target="https://sms.yunchuan.example/send",
        secret=SECRET,
        recipient="13900000000",
        actor=cast.admin.audit_actor(),
        now=T0,
    )
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    return channel, tell(cast, incident, T0 + 4 * MINUTE)


standing_rows, rows, yunchuan, told = module_rows(reached_by_message)


@pytest.fixture
def channel(told):
    return told[0]


@pytest.fixture
def notice(told):
    return told[1]


def tell(cast, incident, moment):
    return notify_unit(
        incident=incident, unit=cast.waterworks, guidance="", officer=cast.lu, now=moment
    )


def bring(channel, now, *, key=None, at=None, status="delivered", secret=SECRET, body=None):
    """Bring a receipt as the gateway does."""
    key = key or Message.objects.earliest("pk").key
    said = {"id": key, "status": status, "at": (at or now + 6 * MINUTE).isoformat()}
    data = json.dumps(said).encode() if body is None else body
    stamp = str(int((now + 9 * MINUTE).timestamp()))
    digest = hmac.new(secret.encode(), stamp.encode() + b"." + data, hashlib.sha256)
    return Client(enforce_csrf_checks=True).post(
        f"/r/receipts/{channel.pk}/",
        data,
        content_type="application/json",
        headers={"X-Huiying-Signature": f"t={stamp},v1={digest.hexdigest()}"},
    )


@pytest.mark.clause("4(3)c")
def test_a_receipt_delivers_the_notice_at_the_carriers_moment(channel, notice, now, yunchuan):
    answer = bring(channel, now)

    assert answer.status_code == 204
    notice.refresh_from_db()
    proof = notice.proofs.get()
    assert (notice.state, proof.kind) == (NoticeState.DELIVERED, ProofKind.CHANNEL_RECEIPT)
    assert notice.notice_clock.state == ClockState.MET
    assert notice.notice_clock.stopped_at == now + 6 * MINUTE
    assert Message.objects.get().state == MessageState.HANDED_OVER, "it is not sent again"
    page = signed_in(yunchuan.lu).get(f"/desk/incidents/{notice.incident.number}/?tab=all")
    assert "渠道回执：水务局值班手机" in page.content.decode()


def test_a_key_that_one_officer_put_in_signs_no_receipt(channel, notice, now, yunchuan):
    Channel.objects.filter(pk=channel.pk).update(confirmed=False, set_by=[yunchuan.admin.pk])

    assert bring(channel, now).status_code == 403

    assert not DeliveryProof.objects.exists()


def test_the_same_receipt_twice_is_one(channel, notice, now):
    codes = [bring(channel, now).status_code for _ in range(2)]

    assert codes == [204, 204]
    assert DeliveryProof.objects.count() == 1


def test_a_receipt_of_the_notice_before_an_upgrade_stops_no_new_clock(
    channel, notice, now, yunchuan
):
    incident = notice.incident
    regrade_with_second(
        incident=incident, grade=Grade.SIGNIFICANT, reason="缓和", officer=yunchuan.lu, now=now
    )
    regrade_with_second(
        incident=incident,
        grade=Grade.MAJOR,
        reason="又扩散",
        officer=yunchuan.lu,
        now=now + 5 * MINUTE,
    )
    incident.refresh_from_db()
    again = tell(yunchuan, incident, now + 6 * MINUTE)

    bring(channel, now)

    again.refresh_from_db()
    assert again.state == NoticeState.QUEUED
    assert again.notice_clock_id != notice.notice_clock_id
    assert again.notice_clock.state == ClockState.RUNNING
    notice.refresh_from_db()
    assert notice.proofs.count() == 1, "the old notice keeps its own proof"


def test_a_receipt_is_never_earlier_than_the_message_nor_later_than_now(channel, notice, now):
    bring(channel, now, at=now - timedelta(days=3))

    notice.refresh_from_db()
    assert notice.delivered_at == now + 4 * MINUTE


def test_a_failure_by_the_carrier_proves_nothing(channel, notice, now):
    assert bring(channel, now, status="failed").status_code == 204

    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED
    assert not DeliveryProof.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret": "somebody-elses-secret"}, 403),
        ({"key": "notice:2026-9999:1"}, 404),
        ({"body": b"{"}, 400),
        ({"body": b'{"id": "x", "status": "delivered", "at": "2026-11-24T10:00"}'}, 400),
        ({"body": b'{"id": "x", "status": "delivered", "at": "0001-01-01T00:00+08:00"}'}, 400),
        ({"body": b'{"id": "x", "status": "delivered", "at": 1}'}, 400),
        ({"body": b"[" + b" " * 5000 + b"]"}, 400),
        ({"status": "opened"}, 400),
    ],
)
def test_what_is_not_a_signed_receipt_changes_nothing(channel, notice, now, wrong, code):
    assert bring(channel, now, **wrong).status_code == code

    notice.refresh_from_db()
    assert notice.state == NoticeState.QUEUED


def test_only_a_text_gateway_brings_receipts(channel, notice, now, yunchuan):
    hook = add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="WEBHOOK",
        name="水务局系统",
        target="https://hook.yunchuan.example/in",
        secret=SECRET,
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )

    assert bring(hook, now).status_code == 403
    assert Client().get(f"/r/receipts/{channel.pk}/").status_code == 405
