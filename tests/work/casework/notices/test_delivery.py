"""通报 (Art. 4(3)): the clock stops at proven delivery to the unit, and at nothing less."""

from datetime import timedelta

import pytest

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, MessageState
from huiying.jobs.delivery import deliver
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.findings import Finding
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import mark_shown, record_delivery
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import return_notice, sign_notice
from huiying.work.casework.notices.models import NoticeState, ProofKind
from huiying.work.incidents.grading.actions.regrade import regrade
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of, restart_workers


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def confirmed(cast):
    restart_workers()
    return incident_of(cast)


standing_rows, rows, yunchuan, incident = module_rows(confirmed)


def notify(incident, unit, officer, now):
    return notify_unit(
        incident=incident, unit=unit, guidance="请核实排队情况", officer=officer, now=now
    )


def running(clock):
    return Clock.objects.get(pk=clock.pk).state == ClockState.RUNNING


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


def test_signing_has_its_own_clock_and_starts_the_report(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    mark_shown(notice=notice, officer=yunchuan.window, now=now + timedelta(minutes=5))
    sign_notice(notice=notice, officer=yunchuan.window, now=now + timedelta(minutes=30))

    notice.refresh_from_db()
    incident.refresh_from_db()
    receipt = Clock.objects.get(pk=notice.receipt_clock_id)
    assert receipt.state == ClockState.MET
    assert receipt.standing == "bureau"
    assert running(notice.report_clock)
    assert incident.stage == Stage.VERIFYING


def test_signing_twice_is_told_and_signs_once(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)

    with pytest.raises(Stale):
        sign_notice(notice=notice, officer=yunchuan.window, now=now)


def test_only_the_notified_unit_signs_returns_and_reports(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    with pytest.raises(Refused):
        sign_notice(notice=notice, officer=yunchuan.water, now=now)
    with pytest.raises(Refused):
        return_notice(notice=notice, reason="x", officer=yunchuan.lu, now=now)


def test_a_wrong_unit_sends_it_back_and_the_clock_goes_on_from_its_start(
    yunchuan, incident, now
):
    notice = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    clock = notice.notice_clock
    due = clock.due_at
    return_notice(
        notice=notice, reason="不属我局", officer=yunchuan.water, now=now + timedelta(minutes=7)
    )

    assert running(clock)
    assert Clock.objects.get(pk=clock.pk).due_at == due
    again = notify(incident, yunchuan.reception, yunchuan.lu, now + timedelta(minutes=9))
    incident.refresh_from_db()
    assert again.notice_clock_id == clock.pk
    assert incident.lead_unit == yunchuan.reception


def test_the_same_unit_is_not_told_twice_but_is_after_an_upgrade(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    mark_shown(notice=notice, officer=yunchuan.window, now=now)
    with pytest.raises(Refused):
        notify(incident, yunchuan.reception, yunchuan.lu, now)

    regrade(incident=incident, grade=Grade.MAJOR, reason="扩散", officer=yunchuan.lu, now=now)
    incident.refresh_from_db()
    again = notify(incident, yunchuan.reception, yunchuan.lu, now + timedelta(minutes=1))

    assert again.notice_clock_id == incident.notice_clock_id


def test_a_further_unit_has_a_clock_of_its_own(yunchuan, incident, now):
    first = notify(incident, yunchuan.reception, yunchuan.lu, now)
    second = notify(incident, yunchuan.online, yunchuan.lu, now + timedelta(minutes=1))

    assert second.notice_clock_id != first.notice_clock_id
    incident.refresh_from_db()
    assert incident.notice_clock_id == first.notice_clock_id
    assert incident.lead_unit == yunchuan.reception


@pytest.mark.clause("7")
def test_a_report_says_what_was_found_and_done_offline(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    with pytest.raises(Refused):
        report(notice, yunchuan.window, now)
    sign_notice(notice=notice, officer=yunchuan.window, now=now)
    report(notice, yunchuan.window, now + timedelta(hours=2))

    incident.refresh_from_db()
    assert incident.stage == Stage.HANDLING
    notice.refresh_from_db()
    assert Clock.objects.get(pk=notice.report_clock_id).state == ClockState.MET


def report(notice, officer, now):
    report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="三号窗口当日只有一人。",
        handled="已加开一个窗口。",
        evidence="排班表",
        officer=officer,
        now=now,
    )
