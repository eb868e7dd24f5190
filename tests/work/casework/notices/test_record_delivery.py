"""What proves that a notice was delivered."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, MessageState
from huiying.jobs.delivery import deliver
from huiying.work.casework.notices.actions.record_delivery import mark_shown, record_delivery
from huiying.work.casework.notices.models import NoticeState, ProofKind
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify, running

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


@pytest.mark.clause("4(3)")
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


@pytest.mark.clause("4(3)")
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
