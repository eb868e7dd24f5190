"""The unit signs a notice, or sends it back."""

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.signatory import signatory_behind
from huiying.policy.procedure.stages import Stage
from huiying.reasons.rendering import render_data
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.record_delivery import mark_shown
from huiying.work.casework.notices.actions.sign_or_return import (
    return_notice,
    settle_returned_notice,
    sign_notice,
    take_on,
)
from huiying.work.casework.notices.models import NoticeState
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import confirmed, notify, running, send_back

standing_rows, rows, yunchuan, incident = module_rows(confirmed)


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


def settle(notice, officer, now, reason="主办单位已经够了"):
    settle_returned_notice(notice=notice, reason=reason, officer=officer, now=now)


def test_the_leading_unit_cannot_be_left_out(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)
    with pytest.raises(Refused, match="仅协办单位"):
        settle(notice, yunchuan.lu, now)
    send_back(notice, yunchuan.window, now)

    with pytest.raises(Refused, match="仅协办单位"):
        settle(notice, yunchuan.lu, now)

    assert running(notice.notice_clock)


def test_what_a_further_unit_sent_back_is_settled_once_and_with_a_reason(
    yunchuan, incident, now
):
    notify(incident, yunchuan.reception, yunchuan.lu, now)
    further = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    send_back(further, yunchuan.water, now)

    with pytest.raises(Refused, match="不另行通报的理由"):
        settle(further, yunchuan.lu, now, reason=" ")
    settle(further, yunchuan.lu, now + timedelta(minutes=2))
    with pytest.raises(Refused, match="已处理"):
        settle(further, yunchuan.lu, now)

    clock = Clock.objects.get(pk=further.notice_clock_id)
    assert clock.state == ClockState.CANCELLED
    assert render_data(clock.stop_reason) == "主办单位已经够了"
    assert running(incident.notice_clock)
    record = AuditRecord.objects.get(verb="notice.settled")
    assert record.data == {"unit": "区水务局", "reason": "主办单位已经够了"}


def test_what_went_on_to_another_unit_is_not_settled(yunchuan, incident, now):
    notify(incident, yunchuan.reception, yunchuan.lu, now)
    further = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    send_back(further, yunchuan.water, now)
    notify_unit(
        incident=incident,
        unit=yunchuan.online,
        guidance="",
        officer=yunchuan.lu,
        now=now,
        instead_of=further,
    )

    with pytest.raises(Refused, match="已处理"):
        settle(further, yunchuan.lu, now)

    assert running(further.notice_clock)


def test_the_second_unit_can_work_though_the_first_sent_its_notice_back(
    yunchuan, incident, now
):
    first = notify(incident, yunchuan.waterworks, yunchuan.lu, now)
    other = notify(incident, yunchuan.reception, yunchuan.lu, now)
    send_back(first, yunchuan.water, now)

    sign_notice(notice=other, officer=yunchuan.window, now=now)

    other.refresh_from_db()
    incident.refresh_from_db()
    assert (other.state, incident.stage) == (NoticeState.SIGNED, Stage.VERIFYING)


def test_whoever_takes_a_notice_on_is_named_on_it(yunchuan, incident, now):
    notice = notify(incident, yunchuan.reception, yunchuan.lu, now)

    take_on(
        notice=notice,
        by=signatory_behind(notice.number, "陈一鸣"),
        now=now,
        revision=None,
        seen_guidance=None,
    )

    assert (notice.state, notice.signed_by) == (NoticeState.SIGNED, None)
    assert notice.signatory == "陈一鸣（通过链接）"
