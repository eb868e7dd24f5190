"""What proves that a notice was delivered."""

from datetime import timedelta

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, MessageState
from huiying.jobs.delivery import deliver
from huiying.work.casework.notices.actions.record_delivery import (
    confirm_by_link,
    mark_shown,
    record_channel_receipt,
    record_delivery,
    record_manual_delivery,
)
from huiying.work.casework.notices.models import NoticeState, ProofKind
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify, running

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


@pytest.mark.clause("4(3)b")
def test_the_clock_stops_when_the_units_officer_is_shown_the_notice(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    later = now + timedelta(minutes=10)

    assert running(notice.notice_clock)
    assert mark_shown(notice=notice, officer=yunchuan.window, now=later)

    clock = Clock.objects.get(pk=notice.notice_clock_id)
    assert clock.state == ClockState.MET
    assert clock.stopped_at == later
    notice.refresh_from_db()
    assert notice.state == NoticeState.DELIVERED
    assert running(notice.receipt_clock)


def test_an_officer_of_another_unit_who_looks_delivers_nothing(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    assert not mark_shown(notice=notice, officer=yunchuan.water, now=now)
    assert running(notice.notice_clock)


def test_acceptance_by_a_relay_never_stops_a_clock(yunchuan, incident, now):
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.reception,
        kind="SMTP",
        name="接待科邮箱",
        target="window@yunchuan.example",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    deliver.turn(now + timedelta(seconds=1))

    assert Message.objects.get().state == MessageState.HANDED_OVER
    assert running(notice.notice_clock)


@pytest.mark.clause("4(3)b")
def test_a_phone_call_counts_with_who_answered_and_when(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    called = now + timedelta(minutes=4)

    with pytest.raises(Refused):
        phone(notice, "", called, yunchuan.lu, called)
    phone(notice, "接待科值班", called, yunchuan.lu, now + timedelta(minutes=9))

    clock = Clock.objects.get(pk=notice.notice_clock_id)
    assert clock.stopped_at == called
    proof = notice.proofs.get()
    assert (proof.kind, proof.detail, proof.recorded_by) == ("phone", "接待科值班", yunchuan.lu)


def phone(notice, who, at, officer, now):
    record_delivery(
        notice=notice, kind=ProofKind.PHONE, who=who, at=at, officer=officer, now=now
    )


def test_a_call_before_the_notice_or_in_the_future_is_refused(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    for at in (now - timedelta(minutes=1), now + timedelta(hours=1)):
        with pytest.raises(Refused):
            phone(notice, "值班", at, yunchuan.lu, now)


@pytest.fixture
def message(yunchuan, incident, now):
    """The message of a notice, sent to the telephone of the unit."""
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.reception,
        kind="SMS",
        name="接待科手机",
        target="https://sms.yunchuan.example/send",
        recipient="13900000000",
        secret="gateway-secret-0123456789",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )
    notify(incident, yunchuan.reception, yunchuan.lu, now)
    return Message.objects.get()


def by_hand(message, notice, officer, now, who="接待科值班", kind=ProofKind.PHONE):
    record_manual_delivery(
        message=message, notice=notice, kind=kind, who=who, at=now, officer=officer, now=now
    )


@pytest.mark.clause("4(3)b")
def test_a_call_in_place_of_a_dead_message_delivers_and_settles_it_once(
    yunchuan, message, incident, now
):
    notice, later = incident.notices.get(), now + timedelta(minutes=4)
    Message.objects.update(state=MessageState.DEAD)

    by_hand(message, notice, yunchuan.lu, later)
    with pytest.raises(Stale, match="该消息已被处理"), transaction.atomic():
        by_hand(message, notice, yunchuan.lu, later)

    message.refresh_from_db()
    notice.refresh_from_db()
    assert (message.state, message.settled_how) == ("BY_HAND", "电话送达：接待科值班")
    assert (notice.state, notice.delivered_at) == (NoticeState.DELIVERED, later)
    assert notice.proofs.count() == 1, "a refused act leaves no proof behind"


def test_a_message_stays_dead_while_the_call_says_nobody(yunchuan, message, incident, now):
    Message.objects.update(state=MessageState.DEAD)

    with pytest.raises(Refused, match="接听或签收的岗位"):
        by_hand(message, incident.notices.get(), yunchuan.lu, now, who=" ")

    assert Message.objects.get().state == MessageState.DEAD


@pytest.mark.clause("4(3)b")
def test_the_carriers_receipt_delivers_the_notice_once_at_its_moment(message, incident, now):
    at, later = now + timedelta(minutes=3), now + timedelta(minutes=9)

    first = record_channel_receipt(message=message, at=at, now=later)
    second = record_channel_receipt(message=message, at=later, now=later)

    notice = incident.notices.get()
    proof = notice.proofs.get()
    assert (first, second) == (True, False)
    assert (notice.state, notice.delivered_at) == (NoticeState.DELIVERED, at)
    assert (proof.kind, proof.detail) == (ProofKind.CHANNEL_RECEIPT, "接待科手机")
    record = AuditRecord.objects.get(verb="notice.delivered")
    assert record.actor == f"channel:{message.channel_id}"


@pytest.mark.parametrize(("minutes", "counted"), [(-60, 0), (60, 9)])
def test_a_carriers_clock_that_is_wrong_moves_nothing_out_of_its_time(
    message, incident, now, minutes, counted
):
    record_channel_receipt(
        message=message,
        at=now + timedelta(minutes=minutes),
        now=now + timedelta(minutes=9),
    )

    assert incident.notices.get().delivered_at == now + timedelta(minutes=counted)


@pytest.mark.clause("4(3)b")
def test_a_click_behind_the_link_delivers_once_and_names_the_link(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    clicks = [confirm_by_link(notice=notice, channel="smtp", now=now) for _ in range(2)]

    assert clicks == [True, False]
    assert notice.state == NoticeState.DELIVERED
    assert {proof.kind for proof in notice.proofs.all()} == {ProofKind.LINK_CONFIRMED}
    record = AuditRecord.objects.get(verb="notice.delivered")
    assert (record.actor, record.actor_label) == (f"link:{notice.number}", "来访接待科")
    assert running(notice.receipt_clock)
